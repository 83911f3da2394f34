type Sum = { readonly ok: true; readonly minor: bigint } | { readonly ok: false };

/** What so many of each coin and note come to; nothing typed counts as none of them. */
export function countedSum(typed: Readonly<Record<string, string>>): Sum {
  let minor = 0n;
  for (const [value, n] of Object.entries(typed)) {
    if (n.trim() === '') continue;
    if (!/^\d{1,5}$/.test(n.trim())) return { ok: false };
    minor += BigInt(value) * BigInt(n.trim());
  }
  return { ok: true, minor };
}
