import { describe, expect, it } from "vitest";
import { changesFor, forManyRows } from "../../src/state/postgres/many-rows.js";

const GIVEN = 'WITH ORDINALITY AS given("@id", "@count", "@place")';

describe("a statement for one row", () => {
  it.each([
    [
      "INSERT INTO pets (id, count, at) VALUES (@id, @count, 'now') ON CONFLICT (id) DO UPDATE SET count = excluded.count",
      `INSERT INTO pets (id, count, at) SELECT "@id", "@count", 'now' FROM unnest($1::text[], $2::integer[]) ${GIVEN} ON CONFLICT (id) DO UPDATE SET count = excluded.count`,
    ],
    [
      "UPDATE pets SET count = @count WHERE id = @id AND count <> @count",
      `UPDATE pets SET count = "@count" FROM unnest($1::integer[], $2::text[]) WITH ORDINALITY AS given("@count", "@id", "@place") WHERE id = "@id" AND count <> "@count" RETURNING "@place"`,
    ],
    [
      "DELETE FROM pets WHERE id = +@id AND EXISTS (SELECT 1 FROM toys WHERE owner = @id AND count = @count)",
      `DELETE FROM pets USING unnest($1::text[], $2::integer[]) ${GIVEN} WHERE id = "@id" AND EXISTS (SELECT 1 FROM toys WHERE owner = "@id" AND count = "@count") RETURNING "@place"`,
    ],
  ])("becomes one for many: %s", (one, many) => {
    const rows = [
      { id: "a", count: null, unused: 1 },
      { id: null, count: 2, unused: 2 },
    ];
    const { text, values } = forManyRows(one, rows);
    expect(text).toBe(many);
    expect(new Set(values)).toEqual(
      new Set([
        ["a", null],
        [null, 2],
      ]),
    );
  });

  it("is refused when it has none of these forms, or a value is missing", () => {
    for (const sql of ["DELETE FROM pets", "INSERT INTO pets SELECT @id", "SELECT @id"]) {
      expect(() => forManyRows(sql, [{ id: "a" }]), sql).toThrow("no form for many rows");
    }
    expect(() => forManyRows("DELETE FROM pets WHERE id = @id", [{}])).toThrow("no value for id");
  });

  it("tells for each row how many it changed", () => {
    const rows = [{ "@place": 3 }, { "@place": 1 }, { "@place": 3 }];
    expect(changesFor(3, { command: "UPDATE", rows })).toEqual([1, 0, 2]);
    expect(changesFor(2, { command: "INSERT", rows: [] })).toEqual([1, 1]);
  });
});
