import { Injectable, type OnModuleInit } from '@nestjs/common';
import { FileParents } from '../../platform/files/file-parents.ts';
import { withKey } from '../event-ref.ts';
import { AfterResolver } from './after.resolver.ts';
import { AfterService } from './after.service.ts';
import { AfterStore } from './after.store.ts';

/** A photo's file is readable by who may see the photo. */
@Injectable()
class PhotoFiles implements OnModuleInit {
  constructor(
    private readonly parents: FileParents,
    private readonly store: AfterStore,
  ) {}

  onModuleInit(): void {
    this.parents.register(
      'event-photo',
      async (db, actor, id, key) => (await this.store.photo(db, actor, withKey(id, key))) !== null,
    );
  }
}

/** The room of what is kept of events, for the module. */
export const afterParts = [AfterResolver, AfterService, AfterStore, PhotoFiles];
