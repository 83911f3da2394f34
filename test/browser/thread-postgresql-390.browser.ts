import { tellThread } from './thread.ts';

tellThread({ engine: 'PostgreSQL', width: 390, theme: 'dark' });
