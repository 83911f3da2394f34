/** The last days of the months from one day to another, which ends a month itself. */
export function monthEnds(from: string, until: string): string[] {
  const ends: string[] = [];
  for (let [year, month] = [Number(from.slice(0, 4)), Number(from.slice(5, 7))]; ; month += 1) {
    const end = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
    if (end > until) return ends;
    ends.push(end);
  }
}
