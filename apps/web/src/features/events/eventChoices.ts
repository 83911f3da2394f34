/** The items of a choice whose words stand under `events.<kind>Choice`. */
export function choiceItems(
  t: (key: string) => string,
  kind: 'attendees' | 'location',
  values: readonly string[],
): { value: string; label: string }[] {
  return values.map((value) => ({ value, label: t(`events.${kind}Choice.${value}`) }));
}
