import { Injectable } from '@nestjs/common';
import { type Deadline, ProposalPages } from '../../decisions/index.ts';

/** A deadline of something that stands above events: what it is called and where it is read come with it. */
export interface OtherDeadline extends Deadline {
  readonly uid: string;
  readonly path: string;
  readonly says: 'objectUntil' | 'doneBy';
  /** The day it is to be done on, which stands in the person's own calendar too. */
  readonly day: string | null;
}

type Source = (personId: string) => Promise<readonly OtherDeadline[]>;

/** Registry: the deadlines of a person, those of votes and of whatever else registers here. */
@Injectable()
export class DeadlineSources {
  readonly #sources: Source[] = [];

  constructor(private readonly proposals: ProposalPages) {}

  add(source: Source): void {
    this.#sources.push(source);
  }

  /** All of them, by their end. */
  async of(personId: string): Promise<(Deadline | OtherDeadline)[]> {
    const found = await Promise.all([this.proposals.deadlinesOf(personId), this.others(personId)]);
    return found.flat().toSorted((a, b) => a.closesAt.getTime() - b.closesAt.getTime());
  }

  /** What this person has to have done by a day. */
  async ownDays(personId: string): Promise<(OtherDeadline & { readonly day: string })[]> {
    return (await this.others(personId)).filter((one): one is OtherDeadline & { day: string } => one.day !== null);
  }

  private async others(personId: string): Promise<OtherDeadline[]> {
    return (await Promise.all(this.#sources.map((source) => source(personId)))).flat();
  }
}
