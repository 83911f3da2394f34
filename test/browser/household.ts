import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { axeFindings, openPage, sidewaysScroll, wordsMissing, type Look, type OpenPage } from '../support/browser.ts';
import type { Product } from '../support/product.ts';

/** A person in a story: a browser of their own, looked over at every stop. */
export interface Dweller extends OpenPage {
  readonly name: string;
  /** Goes to a path of the product and waits for its heading. */
  at(path: string): Promise<Page>;
  /** Looks at what is on screen: no barrier, no sideways scroll; keeps a picture. */
  look(picture: string): Promise<void>;
  /** Asks the server as this browser does. Throws the first error's words. */
  ask<T>(query: string, variables: object): Promise<T>;
}

/** The people of one story on one running product. */
export class Household {
  readonly #people: Dweller[] = [];
  readonly #shots: string;

  constructor(
    private readonly browser: Browser,
    readonly product: Pick<Product, 'url'>,
    readonly screen: Look,
    story: string,
  ) {
    this.#shots = join(import.meta.dirname, '../../.artefacts', story);
    mkdirSync(this.#shots, { recursive: true });
  }

  async enter(name: string, screen: Look = this.screen): Promise<Dweller> {
    const opened = await openPage(this.browser, this.product.url, screen);
    opened.page.setDefaultTimeout(30_000);
    const shots = this.#shots;
    const person: Dweller = {
      ...opened,
      name,
      async at(path) {
        await opened.page.goto(path);
        // By its tag: an open sheet hides the page beneath it from roles.
        await opened.page.locator('h1').first().waitFor();
        return opened.page;
      },
      ask: <T>(query: string, variables: object): Promise<T> =>
        opened.page.evaluate(
          async ({ query, variables }) => {
            const response = await fetch('/graphql', {
              method: 'POST',
              headers: { 'content-type': 'application/json', 'x-folkmoot': '1' },
              body: JSON.stringify({ query, variables }),
            });
            const { data, errors } = (await response.json()) as { data: object; errors?: { message: string }[] };
            if (errors) throw new Error(errors[0]!.message);
            return Object.values(data)[0] as T;
          },
          { query, variables },
        ),
      async look(picture) {
        const { page } = opened;
        await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' });
        await page.evaluate(() => document.fonts.ready);
        await page.waitForFunction(() => !document.querySelector('.prose:empty'));
        await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
        await page.screenshot({ path: join(shots, `${picture}.png`), fullPage: true });
        expect.soft(await axeFindings(page), `${picture}: axe`).toEqual([]);
        expect.soft(await sidewaysScroll(page), `${picture}: sideways`).toBe(0);
        expect.soft(await wordsMissing(page), `${picture}: names in place of words`).toEqual([]);
        if (!screen.alsoIn) return;
        await page.emulateMedia({ colorScheme: screen.alsoIn });
        // Colours turn over a moment: the new ones are looked at, not those on the way.
        await page.waitForFunction(() =>
          document
            .getAnimations()
            .every(({ playState, effect }) => playState !== 'running' || effect?.getTiming().iterations === Infinity),
        );
        expect.soft(await axeFindings(page, 'colour'), `${picture}: axe in ${screen.alsoIn}`).toEqual([]);
        await page.emulateMedia({ colorScheme: screen.theme });
      },
    };
    this.#people.push(person);
    return person;
  }

  /** The link in the newest mail to somebody, as the operator finds it on their page. */
  async mailLink(operator: Dweller, recipient: string): Promise<string> {
    const page = await operator.at('/operator');
    const card = page.locator('details', { hasText: `To ${recipient}` }).first();
    await card.locator('summary').click();
    return card.getByRole('textbox').first().inputValue();
  }

  /** Nobody's browser had anything to complain about. */
  complaints(): string[] {
    return this.#people.flatMap(({ name, complaints }) => complaints.map((one) => `${name}: ${one}`));
  }

  async close(): Promise<void> {
    for (const person of this.#people) await person.close();
  }
}
