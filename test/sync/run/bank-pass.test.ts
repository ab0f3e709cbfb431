import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Problem } from "../../../src/shared/errors.js";
import { openState } from "../../../src/state/open.js";
import { BankDetails } from "../../../src/sync/model/bank.js";
import type { Employee } from "../../../src/sync/model/employee.js";
import { makeBankFingerprint } from "../../../src/sync/model/fingerprint.js";
import type { Link, Member } from "../../../src/sync/model/member.js";
import type { SyncPolicy } from "../../../src/sync/model/policy.js";
import type { BankReading, EmployeeSource } from "../../../src/sync/model/ports.js";
import type { StateStore } from "../../../src/sync/model/state-store.js";
import type { PlannedEntity } from "../../../src/sync/run/plan-task.js";
import { planTasks } from "../../../src/sync/run/preview.js";
import type { EntityTask } from "../../../src/sync/run/task.js";
import {
  ACCOUNT,
  BANKS,
  employee,
  link,
  member,
  NO_CALLS,
  NO_LIMITS,
  onlySource,
  policy,
  rawBank,
} from "../../support/people.js";
import { writeUnshown } from "../../support/unshown.js";

const { gb, de } = BANKS;
const WHY = "The HR tool has none of contractors.";

let dir: string;
let store: StateStore;
const now = Date.parse("2026-11-23T10:00:00Z");
let asked: string[][];
let phases: string[];

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "spendesk-hr-bank-"));
  store = await openState({ dir, clock: { now: () => new Date(now) }, toolVersion: "test" });
});

beforeEach(async () => {
  asked = [];
  phases = [];
  for (const entity of ["acme-uk", "acme-fr"]) {
    await setLinks(entity, []);
    await writeUnshown(store, entity);
  }
});

afterAll(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

async function setLinks(entity: string, links: readonly Link[]): Promise<void> {
  await store.applyLinkChanges(entity, { upsert: [], remove: await store.links(entity) });
  await store.applyLinkChanges(entity, { upsert: links, remove: [] });
}

interface Scene {
  readonly entity?: string;
  readonly account?: string;
  readonly employees: readonly Employee[];
  readonly members?: readonly Member[];
  readonly policy?: Partial<SyncPolicy>;
  /** What the HR tool says of a person's bank details; null: it gives none person by person. */
  readonly says?: ((id: string) => Promise<BankReading> | BankReading) | null;
}

function has(bank: { readonly iban: string; readonly bic: string }) {
  return (employeeId: string): BankReading => ({ employeeId, ok: true, bank: rawBank(bank) });
}

function hasNot(employeeId: string): BankReading {
  return { employeeId, ok: false, why: WHY };
}

function taskOf(scene: Scene): EntityTask {
  const { entity = "acme-uk", account = "one account", employees, members = [], says = has(gb) } = scene;
  const source: EmployeeSource = {
    providerId: ACCOUNT.source,
    accountKey: account,
    account: () => ACCOUNT,
    async *readEmployees() {
      yield employees;
      return { complete: true, total: employees.length };
    },
    ...(says && {
      async *readBankDetails(ids: readonly string[]) {
        asked.push([...ids]);
        for (const id of ids) yield await says(id);
      },
    }),
  };
  return {
    entity,
    providerId: ACCOUNT.source,
    timezone: "Europe/London",
    policy: policy(scene.policy),
    safety: NO_LIMITS,
    configFingerprint: "as confirmed",
    calls: NO_CALLS,
    sources: onlySource(source),
    reader: {
      readMembers: async () => ({ members, outcome: { complete: true, total: members.length } }),
    },
  };
}

function plan(...scenes: readonly Scene[]) {
  return planTasks(
    scenes.map(taskOf),
    {
      state: store,
      clock: { now: () => new Date(now) },
      progress: {
        phase: (entity, text) => phases.push(`${entity}: ${text}`),
        advanced: (entity, { doing, done, total }) => phases.push(`${entity}: ${doing} ${done}/${total}`),
      },
    },
    { overrides: { acceptConfig: true }, noArchive: false },
  );
}

async function planOne(scene: Scene): Promise<PlannedEntity> {
  const [result] = await plan(scene);
  if (!result?.ok) throw result?.problem ?? new Error("nothing was planned");
  return result.planned;
}

/** `create ada: email firstName lastName bank`. */
function changesOf({ plan: { changes } }: PlannedEntity): string[] {
  return changes.map(
    ({ action, employeeId, fields }) =>
      `${action} ${employeeId}: ${fields.map(({ field }) => field).join(" ")}`,
  );
}

async function storedFingerprint({ iban, bic }: { iban: string; bic: string }): Promise<string> {
  const details = new BankDetails(iban.replace(/\s/g, ""), bic);
  return makeBankFingerprint(await store.fingerprintKey())(details);
}

const renamed = (id: string) => employee(id, { lastName: "Newname" });

describe("bank details person by person", () => {
  it("are read for people who are created, changed or restored, and for nobody else", async () => {
    await setLinks("acme-uk", [
      ...["same", "gone", "left", "moved", "boss"].map((id) => link(id)),
      link("rehired", { archived: true }),
    ]);
    const planned = await planOne({
      employees: [
        employee("joiner"),
        renamed("moved"),
        employee("rehired"),
        employee("same"),
        employee("left", { status: "inactive", terminationDate: "2026-10-31" }),
        employee("later", { status: "pending", startDate: "2027-01-01" }),
        employee("nomail", { workEmail: null }),
        renamed("boss"),
        employee("odd", { status: "unknown", statusDetail: "SUSPENDED" }),
      ],
      members: [
        member("moved"),
        member("rehired", { status: "archived" }),
        member("same"),
        member("left"),
        member("boss"),
        member("gone"),
      ],
      policy: { protect: ["boss@acme.test"] },
    });
    expect(asked).toEqual([
      planned.plan.changes.flatMap((c) => (c.action === "archive" ? [] : c.employeeId)),
    ]);
    expect(asked.flat().sort()).toEqual(["joiner", "moved", "rehired"]);
    expect(changesOf(planned).sort()).toEqual([
      "archive left: ",
      "create joiner: email firstName lastName bank",
      "restore rehired: bank",
      "update moved: lastName bank",
    ]);
    expect(planned.employees).toHaveLength(9);
  });

  it("are not asked for when the configuration keeps them out", async () => {
    const planned = await planOne({ employees: [employee("ada")], policy: { update: ["email", "name"] } });
    expect(asked).toEqual([]);
    expect(changesOf(planned)).toEqual(["create ada: email firstName lastName"]);
  });

  it("are not asked for when nobody changes, and nothing is said about them", async () => {
    await planOne({ employees: [employee("ada")], members: [member("ada")] });
    expect(asked).toEqual([]);
    expect(phases.join()).not.toContain("bank");
  });

  it("are not asked for when they came with the employee", async () => {
    const came = [employee("ada", { bank: rawBank(de) }), employee("bob", { bank: null }), employee("cleo")];
    const planned = await planOne({ employees: came });
    expect(asked).toEqual([["cleo"]]);
    expect(planned.plan.changes[0]?.fields.at(-1)?.to).toBe("•••• 3000");
  });

  it("are left alone in an HR tool that gives them with everybody", async () => {
    const planned = await planOne({ employees: [employee("ada", { bank: rawBank(gb) })], says: null });
    expect(changesOf(planned)).toEqual(["create ada: email firstName lastName bank"]);
  });

  it("that are empty change nothing and say nothing", async () => {
    const says = (employeeId: string): BankReading => ({ employeeId, ok: true, bank: null });
    const planned = await planOne({ employees: [employee("ada")], says });
    expect(changesOf(planned)).toEqual(["create ada: email firstName lastName"]);
    expect(planned.plan.changes[0]?.warnings).toEqual([]);
  });

  it("stay remembered for people who are not asked for", async () => {
    const stored = link("ada", { bankFingerprint: await storedFingerprint(gb) });
    await setLinks("acme-uk", [stored]);
    const planned = await planOne({ employees: [employee("ada")], members: [member("ada")], says: has(de) });
    expect(asked).toEqual([]);
    expect(planned.plan).toMatchObject({ changes: [], links: { upsert: [], remove: [] } });
    expect(await store.links("acme-uk")).toEqual([stored]);
  });

  it("are written along with another change only when they are others than last time", async () => {
    await setLinks("acme-uk", [link("ada", { bankFingerprint: await storedFingerprint(gb) })]);
    const scene = { employees: [renamed("ada")], members: [member("ada")] };
    expect(changesOf(await planOne({ ...scene, says: has(gb) }))).toEqual(["update ada: lastName"]);
    expect(changesOf(await planOne({ ...scene, says: has(de) }))).toEqual(["update ada: lastName bank"]);
  });

  it("give the same plan and fingerprint whenever the facts are the same, and print masked", async () => {
    const scene = { employees: [employee("ada"), renamed("bob")], members: [member("bob")] };
    const [first, second] = [await planOne(scene), await planOne(scene)];
    expect(second.fingerprint).toBe(first.fingerprint);
    expect((await planOne({ ...scene, says: has(de) })).fingerprint).not.toBe(first.fingerprint);
    expect(inspect(first, { depth: null, showHidden: true })).not.toContain("2020155555");
  });

  it("are read for exactly those who change, in every company", async () => {
    const kinds = ["joiner", "same", "renamed", "rehired", "left", "later", "protected"] as const;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...kinds), { maxLength: 12 }), async (people) => {
        asked = [];
        const ids = people.map((kind, index) => `${kind}${index}`);
        const scene = company(ids);
        await setLinks(
          "acme-uk",
          ids.filter(isKnown).map((id) => link(id, { archived: id.startsWith("rehired") })),
        );
        const withReader = await planOne(scene);
        const changing = scene.employees.map(({ id }) => id).filter((id) => /^(?:joiner|ren|reh)/u.test(id));
        expect(asked.flat().sort()).toEqual(changing.sort());
        const times = asked.length;
        const without = await planOne({ ...scene, says: null });
        expect(asked).toHaveLength(times);
        const rows = ({ plan: { changes } }: PlannedEntity) =>
          changes.map(({ action, employeeId, code }) => [action, employeeId, code]);
        expect(rows(withReader)).toEqual(rows(without));
        expect(withReader.plan.notes).toEqual(without.plan.notes);
        expect(withReader.plan.unchanged).toEqual(without.plan.unchanged);
        expect(withReader.plan.links).toEqual(without.plan.links);
      }),
      { numRuns: 60 },
    );
  });
});

describe("bank details that can't be had", () => {
  const left = (text: string) => ({ code: "bank_not_readable", text: expect.stringContaining(text) });

  it("are a warning on that person, and nothing is stopped", async () => {
    const planned = await planOne({
      employees: [employee("ada"), employee("bob")],
      says: (id) => (id === "ada" ? hasNot(id) : has(gb)(id)),
    });
    const [ada, bob] = planned.plan.changes;
    expect(ada?.warnings).toEqual([left(`Bank details were left out. ${WHY}`)]);
    expect(ada?.fields.map(({ field }) => field)).not.toContain("bank");
    expect(bob?.warnings).toEqual([]);
    expect(planned.warnings).toEqual([]);
  });

  it("are one warning for all when it is all for the same reason", async () => {
    const planned = await planOne({ employees: [employee("ada"), employee("bob")], says: hasNot });
    expect(planned.warnings).toMatchObject([left("all 2 people asked for")]);
    expect(planned.plan.changes.flatMap(({ warnings }) => warnings)).toEqual([]);
  });

  it("keep a reason each when the reasons differ, or there is one person", async () => {
    const says = (employeeId: string): BankReading => ({
      employeeId,
      ok: false,
      why: `Because of ${employeeId}.`,
    });
    const two = await planOne({ employees: [employee("ada"), employee("bob")], says });
    expect(two.plan.changes.map(({ warnings }) => warnings)).toEqual([
      [left("Because of ada.")],
      [left("Because of bob.")],
    ]);
    const one = await planOne({ employees: [employee("ada")], says });
    expect(one.plan.changes[0]?.warnings).toEqual([left("Because of ada.")]);
    expect([...one.warnings, ...two.warnings]).toEqual([]);
  });

  it("count as not readable when the HR tool says nothing of a person", async () => {
    const says = (id: string) => has(gb)(id === "ada" ? "somebody else" : id);
    const planned = await planOne({ employees: [employee("ada"), employee("bob")], says });
    expect(planned.plan.changes[0]?.warnings).toEqual([left("says nothing")]);
  });

  it("leave the fingerprint as it is: a reason is nothing that is written", async () => {
    const scene = { employees: [employee("ada")] };
    const refused = await planOne({ ...scene, says: hasNot });
    expect(refused.fingerprint).toBe((await planOne({ ...scene, says: null })).fingerprint);
  });

  it("stop the entity, and only it, when nobody can be asked", async () => {
    const says = () => {
      throw new Problem({ kind: "temporary", code: "server_error", what: "Down.", why: "", next: "Wait." });
    };
    const [broken, other] = await plan(
      { employees: [employee("ada")], says },
      { entity: "acme-fr", account: "another account", employees: [employee("bob")] },
    );
    expect(broken).toMatchObject({ ok: false, problem: { kind: "temporary", code: "server_error" } });
    expect(other?.ok).toBe(true);
    expect(await store.links("acme-uk")).toEqual([]);
  });
});

describe("bank details of entities that share an account", () => {
  const everybody = ["ada", "bob", "cleo"].map((id) => employee(id));

  it("are asked for once for each person, one entity after the other", async () => {
    let open = 0;
    const says = async (id: string) => {
      open += 1;
      expect(open).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      open -= 1;
      return has(gb)(id);
    };
    const results = await plan(
      { employees: everybody, members: [member("cleo")], says },
      { entity: "acme-fr", employees: everybody, members: [member("ada")], says },
    );
    expect(asked.flat().sort()).toEqual(["ada", "bob", "cleo"]);
    const plans = results.flatMap((result) => (result.ok ? changesOf(result.planned) : []));
    expect(plans.map((text) => text.replace(/:.*bank$/u, " with bank"))).toEqual([
      "create ada with bank",
      "create bob with bank",
      "create bob with bank",
      "create cleo with bank",
    ]);
  });

  it("reach nobody whom the other entity leaves as they are", async () => {
    const [, french] = await plan(
      { employees: everybody },
      { entity: "acme-fr", employees: everybody, members: everybody.map(({ id }) => member(id)) },
    );
    expect(french).toMatchObject({ ok: true, planned: { plan: { changes: [] } } });
    expect(JSON.stringify(french)).not.toContain("••••");
  });

  it("are asked for by the second entity when the first one's read breaks off", async () => {
    let calls = 0;
    const says = (id: string) => {
      calls += 1;
      if (calls === 2) throw new Error("broken off");
      return has(gb)(id);
    };
    const results = await plan(
      { employees: everybody, says },
      { entity: "acme-fr", employees: everybody, says },
    );
    expect(results.map(({ ok }) => ok).sort()).toEqual([false, true]);
    // Who was read before the break is not asked for again.
    expect(asked).toEqual([
      ["ada", "bob", "cleo"],
      ["bob", "cleo"],
    ]);
  });
});

describe("reading bank details person by person", () => {
  it("tells how many people it is about and how far it is, and names nobody", async () => {
    const people = Array.from({ length: 120 }, (_, index) => employee(`person${index}`));
    await planOne({ employees: people, says: has(gb) });
    const told = phases.filter((text) => text.includes("bank"));
    expect(told[0]).toBe("acme-uk: reading the bank details of 120 people one by one");
    expect(told.slice(1)).toEqual(
      people.map((_, index) => `acme-uk: reading bank details one by one ${index + 1}/120`),
    );
    expect(phases.join()).not.toContain("person1");
  });
});

function isKnown(id: string): boolean {
  return /^(?:renamed|rehired|protected)/u.test(id);
}

/** A company of people named by what is up with them. */
function company(ids: readonly string[]): Scene {
  const is = (id: string, ...kinds: string[]) => kinds.some((kind) => id.startsWith(kind));
  return {
    employees: ids.map((id) => {
      if (is(id, "renamed", "protected")) return renamed(id);
      if (is(id, "left")) return employee(id, { status: "inactive" });
      return is(id, "later") ? employee(id, { status: "pending" }) : employee(id);
    }),
    members: ids
      .filter((id) => !is(id, "joiner", "later"))
      .map((id) => member(id, is(id, "rehired") ? { status: "archived" } : {})),
    policy: { protect: ids.filter((id) => is(id, "protected")).map((id) => `${id}@acme.test`) },
  };
}
