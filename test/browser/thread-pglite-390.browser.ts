import { tellThread } from './thread.ts';

tellThread({ engine: 'PGlite', width: 390, theme: 'light' });
