import { daysAfter } from './days.ts';
import type { Entry } from './model.ts';

/** Who gives dues in these histories; Ana and Ben set each other free of them. */
export const payers = ['cleo', 'dan'] as const;
export type Payer = (typeof payers)[number];

/** The rule of the group: each month, a month of waiting, ten days of grace. */
export const RULE = { least: 300n, usual: 500n, most: 900n, months: 1, graceDays: 10 } as const;
const NOTICE = 14;
const SETTLE = 90;

/** The dues of somebody for a month. */
export class Due {
  readonly receipts: { readonly entry: Entry; readonly minor: bigint; readonly on: string }[] = [];
  readonly refunds: { readonly minor: bigint; readonly on: string }[] = [];
  closedOn: string | null = null;
  /** Warnings about them: what was said, and on which day first. */
  warned: { lapsesOn: string; days: number }[] = [];
  warnedOn: string | null = null;

  constructor(
    readonly who: Payer,
    readonly period: string,
    readonly dueOn: string,
    public pledged: bigint,
  ) {}

  received(before: string | null = null): bigint {
    return this.receipts.reduce((sum, { minor, on }) => (before === null || on < before ? sum + minor : sum), 0n);
  }

  get refunded(): bigint {
    return this.refunds.reduce((sum, { minor }) => sum + minor, 0n);
  }

  /** What is owed of it: as all is known, or as it was known before a day. */
  owed(before: string | null = null): bigint {
    const isClosed = this.closedOn !== null && (before === null || this.closedOn < before);
    const received = this.received(before);
    const hasGone = received > 0n && this.refunds.some(({ on }) => before === null || on < before);
    return isClosed || hasGone || received >= this.pledged ? 0n : this.pledged - received;
  }

  /** The day on which its want ends a membership, if no warning was late. */
  get lapsesOn(): string {
    const [month, grace] = [monthsAfter(this.dueOn, RULE.months), daysAfter(this.dueOn, RULE.graceDays + 1)];
    return month > grace ? month : grace;
  }
}

/** Somebody's belonging as far as dues decide it. */
export interface Member {
  standing: 'member' | 'lapsed';
  isOver: boolean;
  since: string;
  lapsedOn: string | null;
  step: bigint;
}

function monthsAfter(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

/** The dues of a group: asked for, warned about, and what becomes of who does not pay. */
export class Dues {
  readonly all: Due[] = [];
  readonly members: Record<Payer, Member>;

  constructor(today: string) {
    const joined = (): Member => ({
      standing: 'member',
      isOver: false,
      since: today,
      lapsedOn: null,
      step: RULE.usual,
    });
    this.members = { cleo: joined(), dan: joined() };
  }

  of(who: Payer): readonly Due[] {
    return this.all.filter((due) => due.who === who);
  }

  /** What the first of the month brings to each who belongs. Those of a group that has had none yet are due at once. */
  ask(today: string): void {
    const period = `${today.slice(0, 7)}-01`;
    const isFirst = this.all.length === 0;
    for (const who of payers) {
      const { standing, isOver, since, step } = this.members[who];
      if (standing !== 'member' || isOver || this.of(who).some((due) => due.period === period)) continue;
      this.all.push(new Due(who, period, isFirst ? today : since > period ? since : period, step));
    }
  }

  /** A morning: who will lapse is warned, whose day has come lapses, and who has not settled in time is gone. */
  look(today: string): void {
    for (const who of payers) {
      const member = this.members[who];
      if (member.isOver) continue;
      if (member.standing === 'lapsed') {
        if (daysAfter(member.lapsedOn!, SETTLE) < today && !this.restores(who, today)) member.isOver = true;
        continue;
      }
      const lapse = this.lapse(who, today);
      if (!lapse) continue;
      this.warn(lapse, today);
      if (lapse.on > today) continue;
      [member.standing, member.lapsedOn] = ['lapsed', today];
    }
  }

  /** Money that came, or what was waived, brings back who lapsed: by what had come in time, or because nothing is owed any more. */
  follows(due: Due, today: string): void {
    if (this.members[due.who].standing === 'lapsed') this.restores(due.who, today);
    if (due.owed() === 0n) [due.warned, due.warnedOn] = [[], null];
  }

  private restores(who: Payer, today: string): boolean {
    const member = this.members[who];
    const on = member.lapsedOn!;
    const lapse = this.lapse(who, on, on);
    const isWrong = lapse === null || lapse.on > on;
    const isSettled = this.of(who).every((due) => due.owed() === 0n) && today <= daysAfter(on, SETTLE);
    if (!isWrong && !isSettled) return false;
    Object.assign(member, { standing: 'member', isOver: false, since: today, lapsedOn: null });
    return true;
  }

  private lapse(who: Payer, today: string, before: string | null = null): { due: Due; on: string } | null {
    const found = this.of(who)
      .filter((due) => due.dueOn < today && due.owed(before) > 0n)
      .map((due) => {
        const noticed = daysAfter(due.warnedOn ?? today, NOTICE);
        return { due, on: due.lapsesOn > noticed ? due.lapsesOn : noticed };
      });
    return found.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))[0] ?? null;
  }

  private warn({ due, on }: { due: Due; on: string }, today: string): void {
    const ahead = (Date.parse(on) - Date.parse(today)) / 86_400_000;
    const stage = ahead > 0 ? [30, 14, 3].findLast((days) => days >= ahead) : undefined;
    if (stage === undefined || due.warned.some((one) => one.lapsesOn === on && one.days <= stage)) return;
    due.warned.push({ lapsesOn: on, days: stage });
    due.warnedOn ??= today;
  }
}
