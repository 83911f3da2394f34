// A page that must open without a connection. Small on purpose: the worker keeps the files this page runs on, no answer of the server.

declare global {
  interface Window {
    trustedTypes?: {
      createPolicy(
        name: string,
        rules: { createScriptURL: (url: string) => string },
      ): { createScriptURL(url: string): string };
    };
  }
}

let address: string | null = null;

/** The content policy lets nothing but this one address become a worker. */
function workerAddress(): string {
  const path = '/sw.js';
  address ??= (window.trustedTypes
    ?.createPolicy('app', {
      createScriptURL: (url) => {
        if (url !== path) throw new TypeError('No other worker is ours.');
        return url;
      },
    })
    .createScriptURL(path) ?? path) as string;
  return address;
}

/** Keeps the running page for a time without a connection; false where this browser cannot (an old one, a private window, plain http). */
export async function keepThisPage(): Promise<boolean> {
  if (!('serviceWorker' in navigator)) return false;
  try {
    const registration = await navigator.serviceWorker.register(workerAddress());
    await navigator.serviceWorker.ready;
    const built = performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name))
      .filter(({ origin, pathname }) => origin === location.origin && /\.(?:js|css|woff2|svg)$/.test(pathname))
      .map(({ pathname }) => pathname);
    registration.active?.postMessage({ kind: 'keep', urls: [...new Set(built)].filter((path) => path !== '/sw.js') });
    return true;
  } catch {
    return false;
  }
}
