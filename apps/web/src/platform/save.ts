/** Saves a text as a file on the reader's device. */
export function saveText(text: string, as: { readonly name: string; readonly type: string }): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${as.type};charset=utf-8` }));
  const link = Object.assign(document.createElement('a'), { href: address, download: as.name });
  link.click();
  // The browser has taken it over by then.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
