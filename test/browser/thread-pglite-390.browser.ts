import { tellThread } from './thread.ts';

tellThread({ engine: 'PGlite', screen: { width: 390, theme: 'light', alsoIn: 'dark' }, isLookedAt: true });
