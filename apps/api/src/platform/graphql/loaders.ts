import DataLoader from 'dataloader';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../actor.ts';

/** A batched read of a store: ids in, a Map out, so that order and missing rows are settled once. Carries the actor's visibility. */
export interface LoaderDefinition<K extends string, V> {
  readonly name: string;
  read(keys: readonly K[], actor: Actor, db: EntityManager): Promise<ReadonlyMap<K, V>>;
}

/** The loaders of one request; each definition gets one DataLoader, made when first asked for. */
export class RequestLoaders {
  readonly #made = new Map<string, DataLoader<string, unknown>>();

  constructor(
    private readonly actor: Actor,
    private readonly db: EntityManager,
  ) {}

  get<K extends string, V>(definition: LoaderDefinition<K, V>): DataLoader<K, V | null> {
    let loader = this.#made.get(definition.name);
    if (!loader) {
      loader = new DataLoader<string, unknown>(async (keys) => {
        const found = await definition.read(keys as K[], this.actor, this.db);
        return keys.map((key) => found.get(key as K) ?? null);
      });
      this.#made.set(definition.name, loader);
    }
    return loader as unknown as DataLoader<K, V | null>;
  }
}
