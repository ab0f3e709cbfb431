import { describe, expect, it } from "vitest";
import { configFingerprint } from "../../src/config/confirmation.js";
import { entityText, loadText, onlyEntity } from "./workspace.js";

const BASE = {
  timezone: "Europe/London",
  walletCurrency: "GBP",
  spendesk: "{ environment: production }",
  source: "{ provider: personio, settings: { a: 1, b: { c: [x, y], d: 2 } } }",
  employees: `{ include: filter, filter: ["'Team' is one of: A,B", "'Country' is: GB"] }`,
  joiners: "{ inviteDaysBefore: 0 }",
  leavers: "{ graceDays: 0, absent: keep, neverManaged: archive }",
  rehires: "restore",
  sync: "{ create: true, update: [email, name], archive: true }",
  protect: "[owner@acme.test, ada@acme.test]",
  safety: "{ minEmployeesPercent: 50 }",
} as const;

async function fingerprint(changes: Partial<Record<keyof typeof BASE, string | null>> = {}): Promise<string> {
  const settings = Object.entries({ ...BASE, ...changes }).filter(([, value]) => value !== null);
  return configFingerprint(onlyEntity(await loadText(entityText(...settings.map(([k, v]) => `${k}: ${v}`)))));
}

describe("configuration fingerprint", () => {
  it("is a SHA-256 that stays the same for the same configuration", async () => {
    expect(await fingerprint()).toMatch(/^[0-9a-f]{64}$/);
    expect(await fingerprint()).toBe(await fingerprint());
  });

  it.each([
    [{ timezone: "Europe/Paris" }],
    [{ walletCurrency: "EUR" }],
    [{ walletCurrency: null }],
    [{ spendesk: "{ environment: demo }" }],
    [{ source: "{ provider: hibob, settings: { a: 1, b: { c: [x, y], d: 2 } } }" }],
    [{ source: "{ provider: personio, settings: { a: 1, b: { c: [y, x], d: 2 } } }" }],
    [
      {
        source:
          "{ provider: personio, baseUrl: https://hr.example.test, settings: { a: 1, b: { c: [x, y], d: 2 } } }",
      },
    ],
    [
      {
        source:
          "{ provider: personio, settings: { a: 1, b: { c: [x, y], d: 2 } }, statuses: { Sabbatical: active } }",
      },
    ],
    [{ employees: "{ include: all }" }],
    [{ employees: `{ include: filter, filter: ["'Team' is one of: A,C", "'Country' is: GB"] }` }],
    [{ employees: `{ include: filter, filter: [any: ["'Team' is one of: A,B", "'Country' is: GB"]] }` }],
    [{ joiners: "{ inviteDaysBefore: 1 }" }],
    [{ leavers: "{ graceDays: 1 }" }],
    [{ leavers: "{ absent: archive }" }],
    [{ leavers: "{ neverManaged: keep }" }],
    [{ rehires: "report" }],
    [{ sync: "{ create: false, update: [email, name] }" }],
    [{ sync: "{ archive: false, update: [email, name] }" }],
    [{ sync: "{ update: [email] }" }],
    [{ sync: "{ update: [email, name], singleName: repeat }" }],
    [{ sync: "{ update: [email, name], deriveBic: true }" }],
    [{ protect: "[ada@acme.test]" }],
    [{ spendesk: "{ bulkImport: { columns: { roles: [value: Controller] } } }" }],
  ])("changes with %o", async (changes) => {
    expect(await fingerprint(changes)).not.toBe(await fingerprint());
  });

  it.each([
    [{ safety: "{ minEmployeesPercent: 10, archives: { percent: 90 } }" }],
    [
      {
        spendesk:
          "{ environment: production, target: file, routes: { createMembers: { method: POST, path: /v2/users } } }",
      },
    ],
    [
      {
        spendesk:
          "{ membersUrl: https://spendesk.example.test, bulkImport: { template: other.xlsx, columns: { roles: [] } } }",
      },
    ],
    [{ source: "{ settings: { b: { d: 2, c: [x, y] }, a: 1 }, provider: personio }" }],
    [{ employees: `{ include: filter, filter: ["'Country' is: GB", "'Team' is one of: B,A,B"] }` }],
    [{ sync: "{ update: [name, email] }" }],
    [{ protect: "[Ada@acme.test, OWNER@acme.test]" }],
    [{ leavers: null, joiners: null, rehires: null }],
  ])("stays with %o", async (changes) => {
    expect(await fingerprint(changes)).toBe(await fingerprint());
  });

  it.each([
    "{ roles: [value: Admin] }",
    "{ costCenter: [value: Controller] }",
    "{ roles: [field: Team] }",
    "{ roles: [{ if: \"'Team' is: A\", value: Controller }] }",
    "{ roles: [value: Controller, value: Admin] }",
    "{ roles: [value: Admin, value: Controller] }",
  ])("tells the column rules %s from others", async (columns) => {
    const of = (text: string) => fingerprint({ spendesk: `{ bulkImport: { columns: ${text} } }` });
    expect(await of(columns)).not.toBe(await of("{ roles: [value: Controller] }"));
    expect(await of(columns)).toBe(await of(columns));
  });

  it("makes nothing of the order of values in the condition of a column rule", async () => {
    const of = (values: string) =>
      fingerprint({
        spendesk: `{ bulkImport: { columns: { roles: [{ if: "'Team' is one of: ${values}", value: Controller }] } } }`,
      });
    expect(await of("A,B")).toBe(await of("B,A"));
  });

  it("tells an entity nobody configured from one with all employees", async () => {
    expect(await fingerprint({ employees: null })).not.toBe(
      await fingerprint({ employees: "{ include: all }" }),
    );
  });
});
