// Wall clock and instant: what the clocks of a zone show, and when they show it. Pure; from the platform's own zone data.
export { allZones, instantOf, isZone, msToWall, offsetAt, transitions, wallAt, wallToMs } from './zone.ts';
export type { Transition, Wall } from './zone.ts';
