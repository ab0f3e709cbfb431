import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defineConnector } from "../../../src/connectors/define.js";
import { toEmployee } from "../../../src/connectors/mapping/employee.js";
import type { ManifestInput } from "../../../src/connectors/schema/manifest.js";
import { manifest, person } from "../example.js";

const BASE = manifest();

function map(record: unknown, parts: Partial<ManifestInput> = {}, list = "people") {
  const { manifest: read } = defineConnector(manifest(parts));
  const context = { manifest: read, today: "2026-06-15", onOddDate: () => {} };
  return toEmployee({ record, list, expressions: new Map([["x", "made"]]) }, context);
}

describe("a record as an employee", () => {
  it("has what the manifest names, and nothing else", () => {
    expect(map(person(7))).toEqual({
      id: "7",
      status: "active",
      workEmail: "person7@acme.test",
      firstName: "Mira",
      lastName: "Lindqvist",
      terminationDate: null,
      custom: {},
    });
    expect(map({ id: 7 })).toEqual({ id: "7", status: "unknown", custom: {} });
  });

  it("takes the first of several values that is filled", () => {
    const employee = { ...BASE.employee, team: ["a", { expr: "x" }, "b"] };
    expect(map(person(1, { a: "A" }), { employee })?.team).toBe("A");
    expect(map(person(1, { a: " " }), { employee })?.team).toBe("made");
    const paths = { ...BASE.employee, team: ["a", "b"] };
    expect(map(person(1, { a: null }), { employee: paths })?.team).toBeNull();
    expect(map(person(1), { employee: paths })?.team).toBeUndefined();
  });

  it("keeps several values of one field apart, and further fields by their keys", () => {
    const employee = { ...BASE.employee, team: "teams[*].name", custom: { floor: "floor", desk: "desk" } };
    const found = map(person(1, { teams: [{ name: "A" }, { name: "B" }], floor: 3 }), { employee });
    expect(found).toMatchObject({ team: ["A", "B"], custom: { floor: "3" } });
    expect(found?.custom).not.toHaveProperty("desk");
  });

  it.each([
    ["DEU", "DE"],
    ["gb", "GB"],
    ["France", "FR"],
    ["Nowhere", "Nowhere"],
  ])("has the country %s as %s", (written, code) => {
    const employee = { ...BASE.employee, country: "country" };
    expect(map(person(1, { country: written }), { employee })?.country).toBe(code);
  });

  it("names a manager by id, by e-mail, or by nobody", () => {
    const employee = { ...BASE.employee, manager: { id: "boss.id", email: "boss.email" } };
    const managerOf = (boss: unknown) => map(person(1, { boss }), { employee })?.manager;
    expect(managerOf({ id: 3, email: "b@acme.test" })).toEqual({ id: "3", email: "b@acme.test" });
    expect(managerOf({ id: 3 })).toEqual({ id: "3", email: null });
    expect(managerOf(null)).toBeNull();
    expect(managerOf(undefined)).toBeUndefined();
  });

  describe("has a status", () => {
    const rules = {
      from: "status",
      map: { Active: "active", "On Leave": "leave", draft: "noContract" },
      rules: [
        {
          when: [
            { field: "flags.gone", is: true },
            { date: "terminationDate", is: "past" },
          ],
          is: "inactive",
        },
        { when: { field: "kind", in: ["x", 3] }, is: "pending" },
        { when: { list: "leavers" }, is: "inactive" },
      ],
      unknown: "skip",
    } satisfies ManifestInput["status"];

    it.each<[object, string, string | null | undefined, string?]>([
      [{ status: "ACTIVE" }, "active", undefined],
      [{ status: "on leave" }, "active", "leave"],
      [{ status: "draft" }, "no_contract", undefined],
      [{ status: "sabbatical" }, "unknown", "sabbatical"],
      [{ status: null }, "unknown", null],
      [{ status: undefined }, "unknown", undefined],
      [{ flags: { gone: true }, end: "2026-06-14" }, "inactive", undefined],
      // The last day is still worked, and one flag alone says nothing.
      [{ flags: { gone: true }, end: "2026-06-15" }, "active", undefined],
      [{ flags: { gone: true } }, "active", undefined],
      [{ kind: "3" }, "pending", undefined],
      [{ status: "active" }, "inactive", undefined, "leavers"],
    ])("%j is %s (%s)", (values, status, statusDetail, list) => {
      const found = map(person(1, values), { status: rules }, list);
      expect([found?.status, found?.statusDetail]).toEqual([status, statusDetail]);
    });

    it("that may not be read where none of its fields may", () => {
      const rule = { when: { field: "active", is: true }, is: "active" } as const;
      const status: ManifestInput["status"] = { rules: [rule], unknown: "skip" };
      expect(map(person(1), { status })?.statusDetail).toBeUndefined();
      expect(map(person(1, { active: null }), { status })).toMatchObject({
        status: "unknown",
        statusDetail: "no rule",
      });
    });
  });

  describe("has bank details", () => {
    const GB = { iban: "GB33BUKB20201555555555", bic: "BUKBGB22XXX" };
    const bank = (accounts: unknown, parts: object = {}) =>
      map(person(1, { accounts }), {
        bank: { accounts: "accounts", iban: "iban", bic: "bic", ...parts },
      })?.bank?.reveal();

    it("of the only account, or of the marked one", () => {
      expect(bank([GB])).toEqual(GB);
      expect(bank([])).toEqual({ iban: null, bic: null });
      expect(bank(undefined)).toBeUndefined();
      expect(bank([GB, { iban: "x" }])).toBeUndefined();
      const primary = { field: "main", is: true };
      expect(bank([{ iban: "x" }, { ...GB, main: "true" }], { primary })).toEqual(GB);
      expect(
        bank(
          [
            { ...GB, main: true },
            { ...GB, main: true },
          ],
          { primary },
        ),
      ).toBeUndefined();
    });

    it("only where the number is an IBAN, and each value where it may be read", () => {
      const when = { field: "format", in: ["iban"] };
      expect(bank([{ ...GB, format: "clabe" }], { when })).toBeUndefined();
      expect(bank([{ ...GB, format: "IBAN" }], { when })).toEqual(GB);
      expect(bank([{ bic: null }])).toEqual({ bic: null });
    });
  });

  it("is none without a usable id", () => {
    for (const record of [
      null,
      undefined,
      "text",
      5,
      [],
      {},
      { id: null },
      { id: " " },
      { id: 1.5 },
      { id: {} },
    ]) {
      expect(map(record)).toBeNull();
    }
  });

  it("never fails, whatever a record holds", () => {
    const employee = {
      ...BASE.employee,
      team: "teams[*].name",
      country: "country",
      manager: { id: "boss.id" },
      custom: { a: "a[b=1].c" },
    };
    const key = fc.constantFrom(
      "email",
      "first",
      "status",
      "end",
      "teams",
      "country",
      "boss",
      "a",
      "accounts",
      "__proto__",
    );
    fc.assert(
      fc.property(fc.dictionary(key, fc.anything()), (record) => {
        const bank = { accounts: "accounts", iban: "iban" };
        expect(map({ ...record, id: 7 }, { employee, bank })?.id).toBe("7");
      }),
    );
  });
});
