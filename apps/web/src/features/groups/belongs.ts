import type { Standing } from '../../gql/graphql.ts';

/** Whether somebody on the roll belongs to the group: neither asks to, nor has lapsed. */
export function belongs({ standing }: { readonly standing: Standing }): boolean {
  return standing !== 'APPLYING' && standing !== 'LAPSED';
}
