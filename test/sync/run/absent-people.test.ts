import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openState } from "../../../src/state/open.js";
import type { EmployeeSource, StateStore } from "../../../src/sync/model/index.js";
import { planTasks } from "../../../src/sync/run/index.js";
import {
  ACCOUNT,
  employee,
  link,
  member,
  NO_CALLS,
  NO_LIMITS,
  onlySource,
  policy,
} from "../../support/people.js";

let dir: string;
let store: StateStore;
const clock = { now: () => new Date("2026-11-23T10:00:00Z") };

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "spendesk-hr-absent-"));
  store = await openState({ dir, clock, toolVersion: "test" });
  const twice = { hrStatus: "previously_managed", absentReads: 1 } as const;
  await store.applyLinkChanges("acme-uk", { upsert: [link("ada", twice), link("ben")], remove: [] });
});

afterAll(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

/** The actions for Ada, who is missing for the second time. */
async function planWith(absentPeople: EmployeeSource["absentPeople"]) {
  const people = [employee("ben")];
  const members = [member("ada"), member("ben")];
  const [result] = await planTasks(
    [
      {
        entity: "acme-uk",
        providerId: ACCOUNT.source,
        timezone: "Europe/London",
        policy: policy({ absent: "archive" }),
        safety: NO_LIMITS,
        configFingerprint: "as confirmed",
        calls: NO_CALLS,
        sources: onlySource({
          providerId: ACCOUNT.source,
          accountKey: "one account",
          account: () => ACCOUNT,
          async *readEmployees() {
            yield people;
            return { complete: true, total: people.length };
          },
          ...(absentPeople && { absentPeople }),
        }),
        reader: {
          readMembers: async () => ({ members, outcome: { complete: true, total: members.length } }),
        },
      },
    ],
    { state: store, clock, progress: { phase: () => {} } },
    { overrides: { acceptConfig: true }, noArchive: false },
  );
  if (!result?.ok) throw result?.problem ?? new Error("nothing was planned");
  return result.planned.plan.changes.map(({ action, employeeId }) => `${action} ${employeeId}`);
}

describe("somebody who is missing again", () => {
  it("is archived where the policy says so and the source lists everybody", async () => {
    expect(await planWith(undefined)).toEqual(["archive ada"]);
  });

  it("is never archived where absence means nothing", async () => {
    expect(await planWith("unknown")).toEqual([]);
  });
});
