import { daysAfter } from './days.ts';
import type { House } from './house.ts';

/** An account in francs, opened when it is first needed. */
export function francs(house: House): Promise<string> {
  const input = { groupId: house.groupId, kind: 'BANK', name: 'Francs', currency: 'CHF' };
  return house.once('francs', async () => (await house.step<string>('ben', 'openAccount', { input })).came!);
}

/** The purse of an event, opened when it is first needed. */
export function picnic(house: House): Promise<string> {
  const { groupId, town } = house;
  const day = daysAfter(town.today, 300);
  const fields = {
    title: 'Picnic',
    startLocal: `${day}T19:00:00`,
    endLocal: `${day}T22:00:00`,
    zone: 'Europe/Brussels',
    visibility: 'PUBLIC',
  };
  return house.once('picnic', async () => {
    const event = await house.step<{ id: string }>('ana', 'createEvent', { input: { groupId, fields } }, '{ id }');
    return (await house.step<string>('ben', 'openEventFund', { groupId, eventId: event.came!.id })).came!;
  });
}

/** What Ana, Ben and Cleo share, begun with its first bill. */
export function split(house: House): Promise<string> {
  const { ben, cleo } = house.town.ids;
  const people = [ben, cleo].map((personId) => ({ personId }));
  return house.once('split', async () => {
    const input = { groupId: house.groupId, title: 'Dinner', people };
    const { came } = await house.step<{ id: string; people: { id: string; name: string }[] }>(
      'ana',
      'openSplit',
      { input },
      '{ id people { id name } }',
    );
    for (const { id, name } of came!.people) house.ids.set(`seat ${name.toLowerCase()}`, id);
    return came!.id;
  });
}
