import { tellThread } from './thread.ts';

tellThread({ engine: 'PostgreSQL', screen: { width: 390, theme: 'light', alsoIn: 'dark' } });
