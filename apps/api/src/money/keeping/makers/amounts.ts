/** An amount in a command: minor units as text, as the command may wait as JSON. */
export interface Amount {
  readonly minor: string;
  readonly currency: string;
}

/** An amount of the API as a command keeps it. */
export function kept(amount: { readonly minor: bigint; readonly currency: string }): Amount {
  return { minor: amount.minor.toString(), currency: amount.currency };
}
