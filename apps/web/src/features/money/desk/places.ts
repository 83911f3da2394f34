import type { Component } from 'vue';
import type { RouteLocationRaw } from 'vue-router';
import BookCheck from '~icons/lucide/book-check';
import CreditCard from '~icons/lucide/credit-card';
import Landmark from '~icons/lucide/landmark';
import Gauge from '~icons/lucide/gauge';
import HandCoins from '~icons/lucide/hand-coins';
import HandHeart from '~icons/lucide/hand-heart';
import ScrollText from '~icons/lucide/scroll-text';
import Tags from '~icons/lucide/tags';
import Send from '~icons/lucide/send';
import type { DeskRowKind, GiftFilter } from '../../../gql/graphql.ts';

interface DeskPlace {
  readonly icon: Component;
  /** `filter`: under which something waits. */
  readonly to: (handle: string, filter?: GiftFilter | null) => RouteLocationRaw;
  /** Most groups never have it: it stands there while something waits. */
  readonly isRare?: true;
}

/** Where each row of the treasurer's desk leads. */
export const deskPlaces: Readonly<Record<DeskRowKind, DeskPlace>> = {
  PAYMENTS: {
    icon: Send,
    to: (handle) => ({ name: 'book-payments', params: { handle } }),
  },
  ACCOUNTS: {
    icon: Landmark,
    to: (handle) => ({ name: 'book-accounts', params: { handle } }),
  },
  GIFTS: {
    icon: HandHeart,
    to: (handle, filter) => ({ name: 'gift-desk', params: { handle }, query: filter ? { show: filter } : {} }),
  },
  ADVANCES: { icon: HandCoins, to: (handle) => ({ name: 'book-advances', params: { handle } }) },
  CLOSING: {
    icon: BookCheck,
    to: (handle) => ({ name: 'book-closing', params: { handle } }),
  },
  CARDS: { icon: CreditCard, to: (handle) => ({ name: 'card-desk', params: { handle } }), isRare: true },
  SHARES: { icon: Landmark, to: (handle) => ({ name: 'book-accounts', params: { handle } }), isRare: true },
  LINES: {
    icon: Gauge,
    to: (handle) => ({ name: 'group-expenses', params: { handle }, query: { state: 'SUBMITTED' } }),
    isRare: true,
  },
  CATEGORIES: { icon: Tags, to: (handle) => ({ name: 'book-categories', params: { handle } }) },
  STATEMENTS: {
    icon: ScrollText,
    to: (handle) => ({ name: 'book-statements', params: { handle } }),
  },
};
