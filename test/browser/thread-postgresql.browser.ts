import { tellThread } from './thread.ts';

// The pages are those of the other houses: here it is the database that may differ.
tellThread({ engine: 'PostgreSQL', screen: { width: 390, theme: 'light' }, isLookedAt: false });
