import type { LocationQuery, LocationQueryRaw } from 'vue-router';
import type {
  DecisionTemplate,
  RegisterEffects,
  RegisterFilterInput,
  RegisterKind,
  RegisterState,
} from '../../gql/graphql.ts';
import { doorOf } from './doors.ts';

/** What is looked for in the register, as it stands in the address: empty means no matter. */
export interface RegisterFilter {
  readonly q: string;
  readonly kind: RegisterKind | '';
  readonly state: RegisterState | '';
  readonly effects: RegisterEffects | '';
  readonly type: DecisionTemplate | '';
}

export const registerStates = [
  'NEEDS_ME',
  'OPEN',
  'PASSED',
  'TAKEN_BACK',
  'NOT_PASSED',
  'WITHDRAWN',
  'REVIEW_DUE',
] as const;
export const registerKinds = ['PROPOSAL', 'NOTICE'] as const;
export const registerEffects = ['ANY', 'FAILED'] as const;
export const everything: RegisterFilter = { q: '', kind: '', state: '', effects: '', type: '' };

/** The filter of an address; what it says that there is not does not matter. */
export function filterOf(query: LocationQuery): RegisterFilter {
  const one = (key: string): string => String((Array.isArray(query[key]) ? query[key][0] : query[key]) ?? '');
  const among = <V extends string>(key: string, all: readonly V[]): V | '' =>
    all.find((value) => value === one(key).toUpperCase().replaceAll('-', '_')) ?? '';
  return {
    q: one('q').slice(0, 200),
    kind: among('kind', registerKinds),
    state: among('state', registerStates),
    effects: among('effects', registerEffects),
    type: doorOf(query['type']) ?? '',
  };
}

/** The address of a filter: only what was asked for stands in it. */
export function queryOf({ q, ...words }: RegisterFilter): LocationQueryRaw {
  const asked = Object.entries(words).filter(([, value]) => value);
  return {
    ...(q ? { q } : {}),
    ...Object.fromEntries(
      asked.map(([key, value]) => [key, value.toLowerCase().replaceAll('_', key === 'type' ? '_' : '-')]),
    ),
  };
}

/** The filter as the API takes it. */
export function inputOf({ q, kind, state, effects, type }: RegisterFilter): RegisterFilterInput {
  return { words: q, kind: kind || null, state: state || null, effects: effects || null, template: type || null };
}

export const isEverything = (filter: RegisterFilter): boolean => Object.keys(queryOf(filter)).length === 0;
