import { describe, expect, it } from "vitest";
import {
  connectionStatusOf,
  entityDisconnected,
  newEntityRecord,
  type StatePlace,
  unconfirmedText,
} from "../../../src/sync/model/state-words.js";

const record = (entity: string, confirmedConfig: string | null) => ({
  ...newEntityRecord(entity, "personio"),
  confirmedConfig,
});

async function textFor(
  own: string | null,
  others: readonly (string | null)[],
  place?: StatePlace,
): Promise<string> {
  const records = others.map((confirmed, index) => record(`other-${index}`, confirmed));
  return await unconfirmedText({
    record: record("acme", own),
    state: { entities: async () => [record("acme", own), ...records] },
    place,
  });
}

describe("a configuration that is not confirmed", () => {
  it("was changed, where the state knows another one", async () => {
    expect(await textFor("abc", [])).toContain("is not the one a person confirmed");
    expect(await textFor("abc", [null], { folder: "/var/lib/x" })).not.toContain("/var/lib/x");
  });

  it("is that of a new entity, where the state knows others", async () => {
    expect(await textFor(null, [null, "abc"])).toBe(
      "Nobody has confirmed the configuration of this entity yet.",
    );
  });

  it("is that of an entity that was connected anew, where the state knows of plans that were carried out", async () => {
    const own = { ...record("acme", null), connectedOn: "2026-01-01" };
    const state = { entities: async () => [own, record("new", null)] };
    const place = { folder: "/var/lib/x" };
    expect(await unconfirmedText({ record: own, state, place })).toBe(
      "Nobody has confirmed the configuration of this entity since it was connected anew.",
    );
    expect(await unconfirmedText({ record: record("new", null), state, place })).toBe(
      "Nobody has confirmed the configuration of this entity yet.",
    );
  });

  it("may be an old one, where the state knows nothing: its place and the ways back are said", async () => {
    const text = await textFor(null, [null], { folder: "/var/lib/spendesk-hr" });
    expect(text).toMatch(/^The state in \/var\/lib\/spendesk-hr is new: nothing was ever confirmed there/);
    expect(text).toContain("`--state-dir`");
    expect(text).toContain("no links are known. If there were runs before,");
    expect(text).toContain("`spendesk-hr state restore <backup>`");
    expect(await textFor(null, [])).toMatch(/^The state is new:/);
  });

  it("is looked for in another database, where the state is in one", async () => {
    const text = await textFor(null, [null], { database: "postgres://db.acme.test/operations" });
    expect(text).toMatch(/^The state in postgres:\/\/db\.acme\.test\/operations is new:/);
    expect(text).toContain("`state.url`");
    expect(text).not.toContain("--state-dir");
  });
});

describe("the card of an entity", () => {
  const REFUSED = { code: "credentials_refused", message: "The key was refused.", why: null, next: null };

  it.each([
    ["connected under the confirmed configuration", {}, "abc", "connected"],
    ["awaiting actions under another one", {}, "def", "awaiting_actions"],
    ["awaiting actions when the configuration can't be read", {}, null, "awaiting_actions"],
    ["awaiting actions when nothing was confirmed", { confirmedConfig: null }, null, "awaiting_actions"],
    ["in error whatever was confirmed", { lastError: REFUSED }, "abc", "error"],
    [
      "disconnected whatever went wrong",
      { connectionStatus: "disconnected", lastError: REFUSED },
      "abc",
      "disconnected",
    ],
  ] as const)("is %s", (_what, values, fingerprint, status) => {
    expect(connectionStatusOf({ ...record("acme", "abc"), ...values }, fingerprint)).toBe(status);
  });

  it("is awaiting actions when it is new, with its HR tool and nothing else", () => {
    const { entity, provider, connectionStatus, ...rest } = newEntityRecord("acme", "personio");
    expect({ entity, provider, connectionStatus }).toEqual({
      ...{ entity: "acme", provider: "personio", connectionStatus: "awaiting_actions" },
    });
    expect(Object.values(rest).filter((value) => value !== null)).toEqual([]);
  });

  it("says how a disconnected entity comes back", () => {
    const problem = entityDisconnected("acme", "personio");
    expect(problem).toMatchObject({ kind: "configuration", code: "entity_disconnected" });
    expect(problem.message).toContain("acme is disconnected");
    expect(problem.next).toBe(
      "Run `spendesk-hr connect personio --entity acme`, then `spendesk-hr configure --entity acme`.",
    );
  });
});
