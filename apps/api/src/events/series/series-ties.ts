import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Endings } from '../../groups/index.ts';
import { FileParents } from '../../platform/files/file-parents.ts';
import { LiveTopics } from '../../platform/http/live-topics.ts';
import { withKey } from '../event-ref.ts';
import { EventsStore } from '../events.store.ts';
import { SeriesRsvpsStore } from './series-rsvps.store.ts';

/** What others ask of series: who may hear that one changed and see its picture, and what is left of an answer for all when a membership ends. */
@Injectable()
export class SeriesTies implements OnModuleInit {
  constructor(
    private readonly endings: Endings,
    private readonly topics: LiveTopics,
    private readonly files: FileParents,
    private readonly events: EventsStore,
    private readonly answers: SeriesRsvpsStore,
  ) {}

  onModuleInit(): void {
    this.endings.on('series', (tx, { groupId, personId }) => this.answers.endInGroup(tx, groupId, personId));
    this.topics.register('series', (db, actor, id) => this.events.mayReadLine(db, actor, id));
    this.files.register('series', (db, actor, id, key) => this.events.mayReadLine(db, actor, withKey(id, key)));
  }
}
