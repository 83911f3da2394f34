import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { Retention } from '../platform/jobs/retention.ts';
import { LiveTopics } from '../platform/http/live-topics.ts';
import { PageHeads } from '../platform/http/page-heads.ts';
import { Policy } from '../platform/policy/policy.service.ts';
import { Standings } from '../platform/policy/standings.ts';
import { Agreements } from './agreements.service.ts';
import { DutyClock } from './duty-clock.service.ts';
import { DutyOffers } from './duty-offers.service.ts';
import { Endings } from './endings.ts';
import { GroupDoors } from './group-doors.service.ts';
import { GroupHeads } from './group-heads.service.ts';
import { GroupPages } from './group-pages.service.ts';
import { GroupsResolver, ViewerGroupsResolver } from './groups.resolver.ts';
import { GroupBeginnings } from './group-beginnings.ts';
import { GroupRecords } from './group-records.service.ts';
import { GroupsService } from './groups.service.ts';
import { GroupsStore } from './groups.store.ts';
import { Invitations } from './invitations.service.ts';
import { MembershipService } from './membership.service.ts';
import { RejoinBars } from './rejoin-bars.service.ts';
import { Roll } from './roll.service.ts';
import { Rulebooks } from './rulebooks.service.ts';
import { RulePages } from './rule-pages.service.ts';
import { RulesResolver } from './rules.resolver.ts';
import { RulesStore } from './rules.store.ts';
import { StandingsStore } from './standings.store.ts';

@Global()
@Module({
  providers: [
    Agreements,
    DutyClock,
    DutyOffers,
    Endings,
    GroupBeginnings,
    GroupDoors,
    GroupHeads,
    GroupPages,
    GroupRecords,
    GroupsResolver,
    GroupsService,
    GroupsStore,
    Invitations,
    MembershipService,
    RejoinBars,
    Roll,
    Rulebooks,
    RulePages,
    RulesResolver,
    RulesStore,
    ViewerGroupsResolver,
    { provide: Standings, useClass: StandingsStore },
  ],
  exports: [
    Agreements,
    DutyOffers,
    Endings,
    GroupBeginnings,
    GroupDoors,
    GroupsStore,
    GroupsService,
    MembershipService,
    Invitations,
    Roll,
    Rulebooks,
    Standings,
  ],
})
export class GroupsModule implements OnModuleInit {
  constructor(
    private readonly topics: LiveTopics,
    private readonly policy: Policy,
    private readonly retention: Retention,
    private readonly heads: PageHeads,
    private readonly own: GroupHeads,
  ) {}

  onModuleInit(): void {
    this.topics.register('group', (db, actor, groupId) =>
      this.policy.may(db, actor, 'group.card.read', { groupId, case: 'group' }).catch(() => false),
    );
    this.topics.register('person', async (_db, actor, personId) => actor.personId === personId);
    this.heads.register('/', () => this.own.instance());
    this.heads.list(() => this.own.paths());
    this.retention.rows('invitations that ended', {
      table: 'invitation',
      where: `least(expires_at, revoked_at, declined_at) < clock_now() - interval '30 days'`,
    });
  }
}
