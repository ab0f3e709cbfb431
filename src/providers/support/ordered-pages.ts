/**
 * Fetches pages `from` to `to` (exclusive) and yields them in order. At most `parallel` calls are in
 * flight or waiting to be taken, so that memory is bounded by that many pages.
 *
 * A failed page is thrown when its turn comes. Leaving the loop early starts no further call.
 */
export async function* orderedPages<Page>(
  range: { readonly from: number; readonly to: number; readonly parallel: number },
  fetchPage: (index: number) => Promise<Page>,
): AsyncGenerator<Page, void, void> {
  const inFlight: Promise<Page>[] = [];
  let next = range.from;
  for (;;) {
    while (next < range.to && inFlight.length < range.parallel) {
      const page = fetchPage(next);
      // A page behind a failed one is never awaited; without this its failure would end the process.
      page.catch(() => {});
      inFlight.push(page);
      next += 1;
    }
    const head = inFlight.shift();
    if (!head) return;
    yield await head;
  }
}
