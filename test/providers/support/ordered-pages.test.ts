import { describe, expect, it } from "vitest";
import { orderedPages } from "../../../src/providers/support/list-pages.js";

async function collect<Page>(pages: AsyncIterable<Page>): Promise<Page[]> {
  const all: Page[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

describe("ordered pages", () => {
  it("yields pages in order whichever comes first", async () => {
    const waits = [3, 2, 1];
    const pages = orderedPages({ from: 1, to: 4, parallel: 3 }, async (index) => {
      await new Promise((resolve) => setTimeout(resolve, waits[index - 1]));
      return index;
    });
    expect(await collect(pages)).toEqual([1, 2, 3]);
  });

  it("never has more than `parallel` pages in hand", async () => {
    const started: number[] = [];
    const pages = orderedPages({ from: 0, to: 100, parallel: 3 }, async (index) => {
      started.push(index);
      return index;
    });
    await pages.next();
    await pages.next();
    expect(started).toEqual([0, 1, 2, 3]);
  });

  it("yields nothing for an empty range", async () => {
    expect(await collect(orderedPages({ from: 1, to: 0, parallel: 5 }, async () => 0))).toEqual([]);
  });

  it("throws the first failed page when its turn comes and survives the later ones", async () => {
    const pages = orderedPages({ from: 0, to: 4, parallel: 4 }, async (index) => {
      if (index >= 1) throw new Error(`page ${index}`);
      return index;
    });
    expect(await pages.next()).toEqual({ done: false, value: 0 });
    await expect(pages.next()).rejects.toThrow("page 1");
  });
});
