import type { Component } from 'vue';
import type { RouteLocationRaw } from 'vue-router';

/** A section of the shell, or a thing one can make: shown only where its page exists. */
export interface ShellLink {
  readonly key: string;
  readonly label: string;
  readonly hint?: string;
  readonly icon: Component;
  readonly to: RouteLocationRaw;
}

export interface ShellGroup {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly color: string;
}

export interface ShellViewer {
  readonly id: string;
  readonly name: string;
  readonly needsYou: number;
}
