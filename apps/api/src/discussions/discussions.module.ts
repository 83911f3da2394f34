import { Global, Module } from '@nestjs/common';
import { DiscussionsResolver } from './discussions.resolver.ts';
import { DiscussionsService } from './discussions.service.ts';
import { PreviewResolver } from './preview.resolver.ts';
import { TalkParents } from './talk-parents.ts';

@Global()
@Module({
  providers: [DiscussionsResolver, DiscussionsService, PreviewResolver, TalkParents],
  exports: [TalkParents, DiscussionsService],
})
export class DiscussionsModule {}
