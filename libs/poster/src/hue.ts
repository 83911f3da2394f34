/** The hue (0 to 359) of a person's face, the same on every page: FNV-1a of their id. */
export function avatarHue(id: string): number {
  let hash = 0x811c9dc5;
  for (const char of id) hash = Math.imul(hash ^ char.codePointAt(0)!, 0x01000193) >>> 0;
  return hash % 360;
}
