import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { NightsOf, pagePath, whenText, type ToldNight } from '../events/index.ts';
import type { HappeningHandlers, StoredHappening } from '../platform/outbox/outbox.ts';
import { type Letter, Post } from './post.service.ts';
import { seriesWords } from './series-words.ts';

/** So many nights are named in a mail; the page has the rest. */
const NAMED = 12;

/** Mails about series: a change of many nights is one mail to each person, about the nights they come to. */
@Injectable()
export class SeriesMails {
  constructor(
    private readonly post: Post,
    private readonly nights: NightsOf,
  ) {}

  register(handlers: HappeningHandlers): void {
    handlers.on('SeriesChanged', (tx, happening) => this.changed(tx, happening));
    handlers.on('SeriesWaitlisted', (tx, happening) => this.waitlisted(tx, happening));
  }

  private async changed(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const ids = (name: string): string[] => (payload[name] as string[] | undefined) ?? [];
    const change = {
      moved: new Set(ids('moved')),
      cancelled: new Set(ids('cancelled')),
      relocated: new Set(ids('relocated')),
    };
    const byPerson = await this.nights.byPerson(tx, [...change.moved, ...change.cancelled, ...change.relocated]);
    byPerson.delete(String(payload['byId']));
    const of = { kind: 'series-changed', key: id, groupId };
    await this.post.toAll(tx, [...byPerson.keys()], of, (_, to) =>
      letterOf(byPerson.get(to.personId)!, { ...change, reason: String(payload['reason'] ?? '') }, to.locale),
    );
  }

  private async waitlisted(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const next = await this.nights.next(tx, String(payload['seriesId']));
    if (!next) return;
    const of = { kind: 'series-waitlisted', key: id, groupId };
    await this.post.toAll(tx, payload['personIds'] as string[], of, (_, to) => {
      const words = seriesWords(to.locale);
      return {
        subject: words.waitlistedSubject(next.title),
        lines: [words.waitlistedLine(next.title)],
        button: { label: words.page, path: pagePath(next) },
      };
    });
  }
}

function letterOf(
  nights: readonly ToldNight[],
  change: { moved: Set<string>; cancelled: Set<string>; relocated: Set<string>; reason: string },
  locale: string,
): Letter {
  const words = seriesWords(locale);
  const list = (of: readonly ToldNight[]): string[] => [
    ...of.slice(0, NAMED).map((night) => whenText(night, locale)),
    ...(of.length > NAMED ? [words.more(of.length - NAMED)] : []),
  ];
  const moved = nights.filter(({ id }) => change.moved.has(id));
  const cancelled = nights.filter(({ id }) => change.cancelled.has(id));
  const relocated = nights.find(({ id }) => change.relocated.has(id));
  const first = moved[0] ?? relocated ?? nights[0]!;
  return {
    subject: words.changedSubject(first.title),
    lines: [
      ...(change.reason ? [change.reason] : []),
      ...(moved.length > 0 ? [words.moved(moved.length), ...list(moved)] : []),
      ...(cancelled.length > 0 ? [words.cancelled(cancelled.length), ...list(cancelled)] : []),
      ...(relocated ? [words.relocated(relocated.place_name)] : []),
      ...(moved.length > 0 || relocated ? [words.holds] : []),
    ],
    button: { label: words.page, path: pagePath(first) },
  };
}
