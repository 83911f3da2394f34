import { tellThread } from './thread.ts';

tellThread({ engine: 'PostgreSQL', width: 1280, theme: 'dark' });
