import { Injectable, type OnModuleInit } from '@nestjs/common';
import { formatAmount } from '#libs/money';
import { visitor } from '../../platform/actor.ts';
import type { MoneyValue } from '../../platform/graphql/money.type.ts';
import { type PageHead, PageHeads } from '../../platform/http/page-heads.ts';
import { escapeHtml } from '../../platform/mail/mail-text.ts';
import { BookPages } from './book-pages.service.ts';

const words = {
  en: { title: 'Our money', inHand: 'Money in hand', lines: 'Budget lines', of: 'of' },
  de: { title: 'Unser Geld', inHand: 'In der Kasse', lines: 'Budgetposten', of: 'von' },
};

/** What the book says before any script runs, where it is open to everybody: what is in hand, and the lines that decisions opened. */
@Injectable()
export class BookHeads implements OnModuleInit {
  constructor(
    private readonly pages: BookPages,
    private readonly heads: PageHeads,
  ) {}

  onModuleInit(): void {
    this.heads.register('/g/:handle/book', ({ handle }) => this.book(handle!));
  }

  async book(handle: string): Promise<PageHead | null> {
    const book = await this.pages.book(visitor, { handle, wanted: new Set(['lines']) }).catch(() => null);
    if (!book) return null;
    const { group } = book;
    const said = group.locale.startsWith('de') ? words.de : words.en;
    const amount = (of: MoneyValue): string => escapeHtml(formatAmount(of, group.locale));
    const inHand = book.inHand.map(amount).join(', ');
    const lines = book.lines.map(
      (line) =>
        `<li>${escapeHtml(line.name)}: ${amount(line.spent)} ${said.of} ${amount(line.planned)}${line.proposalId ? `, <a href="/p/${line.proposalId}">${escapeHtml(line.proposalTitle ?? '')}</a>` : ''}</li>`,
    );
    return {
      title: `${said.title} · ${group.name}`,
      description: group.summary || group.name,
      locale: group.locale,
      canonicalPath: `/g/${handle}/book`,
      digest: `<main class="digest"><p><a href="/g/${escapeHtml(handle)}">${escapeHtml(group.name)}</a></p><h1>${said.title}</h1><p>${said.inHand}: <strong>${inHand}</strong></p>${lines.length > 0 ? `<h2>${said.lines}</h2><ul>${lines.join('')}</ul>` : ''}</main>`,
    };
  }
}
