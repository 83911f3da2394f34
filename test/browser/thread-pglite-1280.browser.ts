import { tellThread } from './thread.ts';

tellThread({ engine: 'PGlite', width: 1280, theme: 'light' });
