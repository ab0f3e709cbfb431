import { describe, expect, it } from "vitest";
import { type ErrorKind, Problem } from "../../../src/shared/errors.js";
import type { EntityRecord, StateStore } from "../../../src/sync/model/state-store.js";
import { newEntityRecord } from "../../../src/sync/model/state-words.js";
import { recordAttempt } from "../../../src/sync/run/run-record.js";

const NOW = new Date("2026-11-23T09:00:00.000Z");
const BEFORE: EntityRecord = {
  ...newEntityRecord("acme-uk", "personio"),
  connectionStatus: "connected",
  lastError: { code: "earlier", message: "It was down.", why: null, next: null },
};

/** What is stored of an attempt. */
async function stored(
  before: EntityRecord | null,
  problem: Problem | null,
): Promise<readonly EntityRecord[]> {
  const saved: EntityRecord[] = [];
  const state: Pick<StateStore, "entity" | "saveEntity"> = {
    entity: async () => before,
    saveEntity: async (record) => void saved.push(record),
  };
  await recordAttempt(state as StateStore, { entity: "acme-uk", providerId: "bamboohr" }, NOW, problem);
  return saved;
}

const problemOf = (kind: ErrorKind, code = "x") =>
  new Problem({ kind, code, what: "It failed.", why: "It was down.", next: "Wait." });

describe("an attempt to work with an entity", () => {
  it("is stored with its time and its HR tool, and ends the last error", async () => {
    const attempt = { ...BEFORE, provider: "bamboohr", lastAttemptAt: NOW.toISOString(), lastError: null };
    expect(await stored(BEFORE, null)).toEqual([attempt]);
    expect(await stored(null, null)).toEqual([{ ...attempt, connectionStatus: "awaiting_actions" }]);
  });

  it("is not stored of an entity that somebody disconnected", async () => {
    expect(await stored({ ...BEFORE, connectionStatus: "disconnected" }, null)).toEqual([]);
  });

  it.each<[ErrorKind, string, boolean]>([
    ["credentials", "x", true],
    ["temporary", "x", true],
    ["unexpected", "x", true],
    ["configuration", "x", true],
    ["configuration", "entity_not_configured", false],
    ["safety", "x", false],
    ["interrupted", "x", false],
    ["locked", "x", false],
  ])("that ended with a %s problem (%s) is trouble of the connection: %s", async (kind, code, isTrouble) => {
    const [record] = await stored(BEFORE, problemOf(kind, code));
    expect(record?.lastError).toEqual(
      isTrouble ? { code, message: "It failed.", why: "It was down.", next: "Wait." } : null,
    );
  });
});
