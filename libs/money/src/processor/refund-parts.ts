/** A payment by card, and what of it has not gone back. */
export interface PaymentLeft {
  readonly id: string;
  readonly left: bigint;
}

/**
 * Which payments an amount goes back to, in minor units of their one currency: to one of them where one has enough left, the smallest that
 * has; else to the largest first. `missing` is what none of them has left.
 */
export function refundParts(
  minor: bigint,
  payments: readonly PaymentLeft[],
): { readonly parts: readonly { readonly id: string; readonly minor: bigint }[]; readonly missing: bigint } {
  const open = payments.filter(({ left }) => left > 0n).toSorted((a, b) => (a.left < b.left ? -1 : 1));
  const whole = open.find(({ left }) => left >= minor);
  let missing = minor;
  const parts = (whole ? [whole] : open.toReversed()).flatMap(({ id, left }) => {
    const part = left < missing ? left : missing;
    missing -= part;
    return part > 0n ? [{ id, minor: part }] : [];
  });
  return { parts, missing };
}
