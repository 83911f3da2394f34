import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { operations } from '#libs/governance';
import { OPERATION, PUBLIC_WHY } from './op.ts';

const ROUTE_PATH = 'path';
const RESOLVER_TYPE = 'graphql:resolver_type';
const known = new Set<string>(operations);

/** Refuses to start while a route or a root field names no operation of the permission table. */
@Injectable()
export class OperationsCheck implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onApplicationBootstrap(): void {
    const mistakes = this.mistakes();
    if (mistakes.length > 0)
      throw new Error(
        `These doors name no operation of the permission table:\n${mistakes.map((m) => `  - ${m}`).join('\n')}`,
      );
  }

  private mistakes(): string[] {
    return [...this.discovery.getControllers(), ...this.discovery.getProviders()].flatMap(({ instance, metatype }) => {
      if (!instance || typeof instance !== 'object' || !metatype) return [];
      const prototype: unknown = Object.getPrototypeOf(instance);
      if (!prototype || prototype === Object.prototype) return [];
      return this.scanner
        .getAllMethodNames(prototype)
        .flatMap((name) => mistakeOf(metatype, (prototype as Record<string, unknown>)[name], name));
    });
  }
}

function mistakeOf(owner: Function, method: unknown, name: string): string[] {
  if (typeof method !== 'function') return [];
  const type: unknown = Reflect.getMetadata(RESOLVER_TYPE, method);
  const isRootField = type === 'Query' || type === 'Mutation' || type === 'Subscription';
  const isRoute = Reflect.hasMetadata(ROUTE_PATH, method);
  if (!isRootField && !isRoute) return [];
  const operation: unknown = Reflect.getMetadata(OPERATION, method) ?? Reflect.getMetadata(OPERATION, owner);
  if (typeof operation === 'string')
    return known.has(operation) ? [] : [`${owner.name}.${name}: "${operation}" is not in the table`];
  return (Reflect.getMetadata(PUBLIC_WHY, method) ?? Reflect.getMetadata(PUBLIC_WHY, owner))
    ? []
    : [`${owner.name}.${name}`];
}
