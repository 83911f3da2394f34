/** An amount as the API takes it. */
export const eur = (minor: bigint, currency = 'EUR'): object => ({ minor: String(minor), currency });
