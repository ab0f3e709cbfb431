import { describe, expect, it } from "vitest";
import { createPageWatch, createRecordWatch, EndlessList, mostPages } from "../../src/shared/page-watch.js";

/** Pages until the watch has had enough; null when it let all of them pass. */
function endOf(pages: Iterable<{ rows: number; fresh: number; total: number | null }>) {
  const watch = createPageWatch();
  let count = 0;
  try {
    for (const page of pages) {
      count += 1;
      watch.page(page);
    }
    return null;
  } catch (error) {
    if (!(error instanceof EndlessList)) throw error;
    return { page: count, message: error.message };
  }
}

function* forever<T>(page: (number: number) => T): Generator<T> {
  for (let number = 1; ; number += 1) yield page(number);
}

describe("createPageWatch", () => {
  it("lets honest lists pass: any size, a last page of few, an empty one, a total that moves a little", () => {
    const pages = Array.from({ length: 1000 }, () => ({ rows: 100, fresh: 100, total: 100_050 }));
    expect(endOf([...pages, { rows: 50, fresh: 50, total: 100_049 }])).toBeNull();
    expect(endOf([{ rows: 0, fresh: 0, total: 0 }])).toBeNull();
    expect(
      endOf([
        { rows: 100, fresh: 100, total: null },
        { rows: 100, fresh: 1, total: null },
      ]),
    ).toBeNull();
    // Smaller and smaller pages, as of an API that is too slow for large ones.
    expect(endOf(Array.from({ length: 40 }, () => ({ rows: 25, fresh: 25, total: 1000 })))).toBeNull();
  });

  it("ends at a page that brings nothing new", () => {
    expect(endOf(forever((number) => ({ rows: 100, fresh: number === 1 ? 100 : 0, total: 1e9 })))).toEqual({
      page: 2,
      message: "page 2 of the list brought nothing new after the 100 records before it",
    });
  });

  it("ends when a told total grows with every page", () => {
    const end = endOf(forever((number) => ({ rows: 100, fresh: 100, total: (number + 1) * 100 })));
    expect(end?.page).toBeLessThan(40);
    expect(end?.message).toContain("did not end within");
  });

  it.each([null, 1_000_000_000])("ends with ever new people and the total %s", (total) => {
    expect(endOf(forever(() => ({ rows: 100, fresh: 100, total })))?.page).toBe(mostPages(total, 100) + 1);
    expect(mostPages(total, 100)).toBeLessThanOrEqual(10_000);
  });
});

describe("createRecordWatch", () => {
  it("goes by the id where it is told to be, else by all that a record holds", () => {
    const watch = createRecordWatch((record) =>
      "key" in record && typeof record.key === "number" ? record.key : null,
    );
    watch.page([{ key: 1, seen: "now" }, { name: "Ada" }], null);
    watch.page([{ key: 1, seen: "later" }, { name: "Bea" }], null);
    expect(() => watch.page([{ key: 1, seen: "again" }, { name: "Ada" }], null)).toThrow(EndlessList);
  });

  it("tells records apart by their id, of whatever kind, else by what they hold", () => {
    const watch = createRecordWatch();
    watch.page([{ id: 1 }, { id: "a" }, { employee: { id: 7 } }], null);
    watch.page([{ id: 1, name: "changed" }, { employee: { id: 8 } }], null);
    const again = () => watch.page([{ employee: { id: 8 } }, { id: "1" }, { id: "a" }], null);
    expect(again).toThrow(EndlessList);
  });

  it("takes no empty entry for one that was there before", () => {
    const watch = createRecordWatch();
    for (const records of [[[]], [[]], [null], [null], ["x"], ["x"]]) watch.page(records, null);
  });

  it("bears records that are nested too deeply to be written", () => {
    let deep: object = {};
    for (let level = 0; level < 50_000; level += 1) deep = { deep };
    createRecordWatch().page([deep], null);
  });
});
