// The other one looks at the same pages in the dark.
import { tellThread } from './thread.ts';

tellThread({ engine: 'PostgreSQL', screen: { width: 390, theme: 'light' } });
