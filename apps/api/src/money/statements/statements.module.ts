import { Module } from '@nestjs/common';
import { ContributionsModule } from '../contributions/contributions.module.ts';
import { LineParts } from './line-parts.service.ts';
import { LineStates } from './line-states.service.ts';
import { LineUndoings } from './line-undoings.service.ts';
import { Matching } from './matching.service.ts';
import { ReconcilePages } from './reconcile-pages.service.ts';
import { StatementImports } from './statement-imports.service.ts';
import { StatementsResolver } from './statements.resolver.ts';
import { StatementsStore } from './statements.store.ts';

/** What the bank says, beside what the book says. */
@Module({
  imports: [ContributionsModule],
  providers: [
    LineParts,
    LineStates,
    LineUndoings,
    Matching,
    ReconcilePages,
    StatementImports,
    StatementsResolver,
    StatementsStore,
  ],
  exports: [StatementImports],
})
export class StatementsModule {}
