import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Endings } from '../../groups/index.ts';
import { RsvpsService } from '../rsvps/rsvps.service.ts';
import { HostsService } from './hosts.service.ts';

/** What ends in the calendar with a membership: answers to coming events, then hosting them. */
@Injectable()
export class CalendarEnding implements OnModuleInit {
  constructor(
    private readonly endings: Endings,
    private readonly rsvps: RsvpsService,
    private readonly hosts: HostsService,
  ) {}

  onModuleInit(): void {
    this.endings.on('calendar', async (tx, { groupId, personId }) => {
      await this.rsvps.release(tx, groupId, personId);
      await this.hosts.release(tx, groupId, personId);
    });
  }
}
