/** Whether anything new can rest on a budget line: it is open, waits for no notice, and its decision stands. */
export function takesMore(line: {
  readonly closed: boolean;
  readonly reserved: boolean;
  readonly takenBackBy: object | null;
}): boolean {
  return !line.closed && !line.reserved && !line.takenBackBy;
}
