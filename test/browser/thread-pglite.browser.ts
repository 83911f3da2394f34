import { tellThread } from './thread.ts';

tellThread({ engine: 'PGlite', screen: { width: 1280, theme: 'dark' } });
