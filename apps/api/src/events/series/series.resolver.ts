import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Op, Public } from '../../platform/policy/op.ts';
import { EventPages } from '../event-pages.service.ts';
import { EventCard, EventView } from '../events.graphql.ts';
import { RepeatsInput, RepeatsView } from './repeats.graphql.ts';
import {
  CancelSeriesInput,
  ChangeSeriesInput,
  RespondToSeriesInput,
  SeriesAnswered,
  SeriesChange,
  SeriesPreview,
  SeriesView,
} from './series.graphql.ts';
import { SeriesChanges } from './series-changes.service.ts';
import { SeriesRsvps } from './series-rsvps.service.ts';
import { repeatsFrom } from './series-schedule.ts';
import { SeriesService } from './series.service.ts';

/** The series behind an event: it travels with the event's own statement. */
@Resolver(() => EventView)
export class EventSeriesResolver {
  @Op('event.read')
  @ResolveField(() => SeriesView, { nullable: true, description: 'Null for an event that does not repeat.' })
  series(@Parent() event: { series?: SeriesView | null }): SeriesView | null {
    return event.series ?? null;
  }
}

/** How the series behind an event in a list repeats: it travels with the list's own statement. */
@Resolver(() => EventCard)
export class CardRhythmResolver {
  @Op('event.read')
  @ResolveField(() => RepeatsView, { nullable: true, description: 'How its series repeats; null for a single event.' })
  rhythm(@Parent() card: { rhythm?: Parameters<typeof repeatsFrom>[0] | null }): RepeatsView | null {
    return card.rhythm ? repeatsFrom(card.rhythm, card.rhythm.start_local) : null;
  }
}

@Resolver(() => SeriesView)
export class SeriesResolver {
  constructor(
    private readonly series: SeriesService,
    private readonly changes: SeriesChanges,
    private readonly rsvps: SeriesRsvps,
    private readonly pages: EventPages,
  ) {}

  @Op('event.read')
  @ResolveField(() => RepeatsView, { description: 'How it goes on from this night: a count is of those from here on.' })
  repeats(@Parent() series: SeriesView): RepeatsView {
    return repeatsFrom(series, series.original);
  }

  @Public('reads nothing: it shows the dates of the rule it is asked about to somebody signed in')
  @Query(() => SeriesPreview, { description: 'The dates that a series would have, while it is typed.' })
  previewSeries(
    @Context('actor') actor: Actor,
    @Args('repeats', { type: () => RepeatsInput }) repeats: RepeatsInput,
    @Args('startLocal', { type: () => String }) startLocal: string,
    @Args('zone', { type: () => String }) zone: string,
    @Args('allDay', { type: () => Boolean, nullable: true }) allDay?: boolean,
  ): SeriesPreview {
    return this.series.preview(actor, { repeats, startLocal, zone, allDay: allDay ?? false });
  }

  @Op('event.update')
  @Mutation(() => SeriesChange, { description: 'With `dryRun` says what it would do, and does nothing.' })
  async changeSeries(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => ChangeSeriesInput }) input: ChangeSeriesInput,
  ): Promise<SeriesChange> {
    return this.seen(actor, input.eventId, await this.changes.change(actor, input));
  }

  @Op('event.cancel')
  @Mutation(() => SeriesChange, {
    description: 'Ends a series. With `dryRun` says what it would do, and does nothing.',
  })
  async cancelSeries(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => CancelSeriesInput }) input: CancelSeriesInput,
  ): Promise<SeriesChange> {
    return this.seen(actor, input.eventId, await this.changes.cancel(actor, input));
  }

  @Op('rsvp.set')
  @Mutation(() => SeriesAnswered, {
    description: 'One answer for all nights that are to come, and for those that will be added.',
  })
  async respondToSeries(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => RespondToSeriesInput }) input: RespondToSeriesInput,
  ): Promise<SeriesAnswered> {
    const counts = await this.rsvps.respond(actor, input);
    return { ...counts, event: await this.pages.event(actor, input.eventId) };
  }

  private async seen(actor: Actor, eventId: string, change: SeriesChange): Promise<SeriesChange> {
    return { ...change, event: await this.pages.event(actor, eventId) };
  }
}
