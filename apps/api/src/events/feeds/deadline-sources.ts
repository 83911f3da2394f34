import { Injectable } from '@nestjs/common';
import { type Deadline, LifeDates, ProposalPages } from '../../decisions/index.ts';
import { OwnDates } from './own-dates.store.ts';

/** A deadline that is not the end of a vote: what it is called and where it is read come with it. */
export interface OtherDeadline extends Deadline {
  readonly uid: string;
  readonly path: string;
  readonly says:
    | 'objectUntil'
    | 'doneBy'
    | 'opens'
    | 'review'
    | 'answerUntil'
    | 'seatUntil'
    | 'datesUntil'
    | 'task'
    | 'giveBy'
    | 'showBy';
  /** The day it is to be done on. */
  readonly day: string | null;
  /** When it begins, of what takes a while. */
  readonly startsAt?: Date | null;
}

type Source = (personId: string) => Promise<readonly OtherDeadline[]>;

/** Registry: the deadlines of a person, those of votes and events and of whatever else registers here. */
@Injectable()
export class DeadlineSources {
  readonly #sources: Source[] = [];

  constructor(
    private readonly proposals: ProposalPages,
    private readonly lives: LifeDates,
    private readonly own: OwnDates,
  ) {}

  add(source: Source): void {
    this.#sources.push(source);
  }

  /** All of them, by their end. */
  async of(personId: string): Promise<(Deadline | OtherDeadline)[]> {
    const found = await Promise.all([
      this.proposals.deadlinesOf(personId),
      this.lives.of(personId),
      this.own.of(personId),
      this.others(personId),
    ]);
    return found.flat().toSorted((a, b) => a.closesAt.getTime() - b.closesAt.getTime());
  }

  /** What this person has taken on, for their own calendar: shifts, and what is to be done by a day. */
  async taken(personId: string): Promise<OtherDeadline[]> {
    const [tasks, others] = await Promise.all([this.own.tasks(personId), this.others(personId)]);
    return [...tasks.filter(({ startsAt }) => startsAt), ...others.filter(({ day }) => day !== null)];
  }

  private async others(personId: string): Promise<OtherDeadline[]> {
    return (await Promise.all(this.#sources.map((source) => source(personId)))).flat();
  }
}
