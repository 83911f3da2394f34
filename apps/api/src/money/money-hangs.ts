import { Injectable } from '@nestjs/common';
import { TalkParents } from '../discussions/index.ts';
import { FileParents } from '../platform/files/file-parents.ts';
import { LiveTopics } from '../platform/http/live-topics.ts';
import { ExpensePages } from './expenses/expense-pages.service.ts';

/** What hangs on an expense: its receipts, its talk, its live topic, each with its visibility. */
@Injectable()
export class MoneyHangs {
  constructor(
    private readonly talks: TalkParents,
    private readonly files: FileParents,
    private readonly topics: LiveTopics,
    private readonly pages: ExpensePages,
  ) {}

  register(): void {
    this.talks.register('expense', async (_db, actor, id) => {
      const expense = await this.pages.expense(actor, id);
      return expense?.authorId ? expense.group.id : null;
    });
    this.files.register('expense', (db, actor, id) => this.pages.mayReadReceipts(db, actor, id));
    this.files.register('expense_payment', (db, actor, id) => this.pages.mayReadPayment(db, actor, id));
    this.topics.register('expense', async (_db, actor, id) => (await this.pages.expense(actor, id)) !== null);
  }
}
