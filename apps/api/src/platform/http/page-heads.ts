import { Injectable } from '@nestjs/common';

/** What the served page says about itself before any script runs. Always written for an anonymous reader. */
export interface PageHead {
  readonly title: string;
  readonly description: string;
  readonly locale: string;
  readonly canonicalPath: string;
  readonly imagePath?: string;
  readonly feeds?: readonly { readonly type: string; readonly title: string; readonly path: string }[];
  readonly jsonLd?: Readonly<Record<string, unknown>>;
  readonly noIndex?: boolean;
  /** Readable without script: safe HTML made with `escapeHtml`, using the classes of the sheet. */
  readonly digest: string;
}

type PathsOf = () => Promise<readonly string[]>;
type HeadOf = (params: Readonly<Record<string, string>>) => Promise<PageHead | null>;

interface Route {
  readonly pattern: RegExp;
  readonly head: HeadOf;
}

/** Registry: which public routes have a head. Null from a head, or no route, means the bare shell. */
@Injectable()
export class PageHeads {
  readonly #routes: Route[] = [];
  readonly #paths: PathsOf[] = [];

  /** `path` as in the web's router: `/e/:id`, `/g/:handle/calendar`. */
  register(path: string, head: HeadOf): void {
    this.#routes.push({ pattern: new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}/?$`), head });
  }

  /** Public pages that crawlers may find, newest first. */
  list(paths: PathsOf): void {
    this.#paths.push(paths);
  }

  async paths(): Promise<string[]> {
    return (await Promise.all(this.#paths.map((paths) => paths()))).flat();
  }

  async of(pathname: string): Promise<PageHead | null> {
    for (const { pattern, head } of this.#routes) {
      const match = pattern.exec(pathname);
      if (match) return head(match.groups ?? {});
    }
    return null;
  }

  /** Whether a route of this form has a head at all: then a missing one is a 404 for visitors. */
  knows(pathname: string): boolean {
    return this.#routes.some(({ pattern }) => pattern.test(pathname));
  }
}
