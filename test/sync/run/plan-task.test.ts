import { afterEach, describe, expect, it } from "vitest";
import { Problem } from "../../../src/shared/errors.js";
import type { PlannedEntity } from "../../../src/sync/run/plan-task.js";
import { planTasks } from "../../../src/sync/run/preview.js";
import type { EntityTask } from "../../../src/sync/run/task.js";
import { decided, employee, LIMITS, link, member, rowText } from "../../support/people.js";
import { type Firm, onPaper, openFirm, type Run, type Site } from "../apply/firm.js";

let firm: Firm;

afterEach(() => firm.quick.close());

const HALF = { complete: false, why: "page 2 is missing" } as const;

async function plan(site: Site, run: Run = {}): Promise<PlannedEntity> {
  firm = await openFirm({ "acme-uk": site });
  return planned(run);
}

async function planned(run: Run = {}): Promise<PlannedEntity> {
  const [result] = await firm.planInFull(run);
  if (!result?.ok) throw result?.problem ?? new Error("no entity");
  return result.planned;
}

const left = employee("ada", { status: "inactive" });
const ADA: Site = { employees: [employee("ada")], members: [member("ada")], links: [link("ada")] };
const ARCHIVED: Site = { employees: [employee("ada")], members: [member("ada", { status: "archived" })] };

describe("one entity from both reads to a plan", () => {
  it("says which step it is at, in numbers only", async () => {
    await plan({ employees: [employee("ada"), employee("bob")], members: [member("ada")] });
    expect(firm.log).toEqual([
      "acme-uk: reading employees and members",
      "acme-uk read 2 1",
      "acme-uk: planning 2 employees and 1 members",
      "acme-uk plan 1 0 0 0 1 0 0 0 0 0",
    ]);
  });

  it.each<[string, Partial<Site>, string]>([
    ["the employees can't be read completely", { employeesRead: HALF }, "read_incomplete"],
    ["the members can't be read completely", { membersRead: HALF }, "read_incomplete"],
    ["neither can", { employeesRead: HALF, membersRead: HALF }, "read_incomplete"],
    ["it is disconnected", { record: { connectionStatus: "disconnected" } }, "entity_disconnected"],
  ])("fails when %s, and the other one is planned", async (_why, values, code) => {
    firm = await openFirm({ "acme-uk": { ...ADA, ...values }, "acme-fr": ADA });
    const { entities, exitCode, runId } = await firm.preview();
    expect(entities.map((one) => (one.ok ? "ok" : one.problem.code))).toEqual([code, "ok"]);
    expect(entities[0]).toMatchObject({
      entity: "acme-uk",
      problem: { message: expect.stringContaining("acme-uk") },
    });
    expect(firm.log).toContain(`acme-uk failed ${code}`);
    expect(exitCode).not.toBe(0);
    expect(await firm.state.run(runId)).toMatchObject({
      kind: "preview",
      exitCode,
      entities: ["acme-uk", "acme-fr"],
      counts: { unchanged: 1 },
    });
  });

  it("names the employees first when both reads fail, after both have ended", async () => {
    firm = await openFirm({ "acme-uk": { ...ADA, employeesRead: HALF, membersRead: HALF } });
    const [result] = (await firm.preview()).entities;
    expect(result).toMatchObject({
      ok: false,
      problem: { message: expect.stringContaining("the employees of personio") },
    });
  });

  it("waits for the read that goes on when the other one fails", async () => {
    firm = await openFirm({ "acme-uk": { ...ADA, employeesRead: HALF } });
    let isOver = false;
    const tasks = firm.tasks().map(
      (task): EntityTask => ({
        ...task,
        reader: {
          ...task.reader,
          readMembers: async () => {
            await new Promise((resolve) => setTimeout(resolve, 5));
            isOver = true;
            return task.reader.readMembers();
          },
        },
      }),
    );
    const run = { state: firm.state, clock: firm.clock, progress: { phase: () => {} } };
    await planTasks(tasks, run, { overrides: {}, noArchive: false });
    expect(isOver).toBe(true);
  });

  it("lets members, links and what it would remember go when it was only for a look", async () => {
    firm = await openFirm({
      "acme-uk": { employees: [employee("ada"), employee("bob")], members: [member("ada")] },
    });
    const [full] = await firm.planInFull();
    const [shown] = (await firm.preview()).entities;
    if (!full?.ok || !shown?.ok) throw new Error("no plan");
    const { members, links, plan, ...rest } = full.planned;
    expect([members.length, plan.links.upsert.length]).toEqual([1, 1]);
    expect(Object.keys(shown.planned).sort()).toEqual(Object.keys({ ...rest, plan }).sort());
    expect(shown.planned.plan).toEqual({ ...plan, links: { upsert: [], remove: [] } });
    expect(shown.planned.fingerprint).toBe(rest.fingerprint);
  });

  it("writes nothing but what the attempt was", async () => {
    firm = await openFirm({ "acme-uk": { employees: [employee("ada")] } });
    const before = await firm.state.entity("acme-uk");
    await firm.preview();
    expect(await firm.state.entity("acme-uk")).toEqual({
      ...before,
      lastAttemptAt: "2026-11-23T09:00:00.000Z",
    });
    expect([
      await firm.state.links("acme-uk"),
      await firm.state.findings("acme-uk"),
      await firm.state.approvals("acme-uk"),
    ]).toEqual([[], [], []]);
  });
});

describe("what an entity's own memory decides", () => {
  it.each<[string, Partial<NonNullable<Site["record"]>>, boolean]>([
    ["as a person confirmed it", {}, false],
    ["with another configuration", { confirmedConfig: "other" }, true],
    ["of another account", { confirmedAccount: "personio personio.other.test" }, true],
  ])("is whether it is %s", async (_how, record, isAccepting) => {
    const { isAccepting: found, safety } = await plan({ ...ADA, record });
    expect(found).toBe(isAccepting);
    expect(safety.violations.length > 0).toBe(isAccepting);
  });

  it.each<[string, Site, Run, string]>([
    [
      "is reported in a nightly run",
      { ...ARCHIVED, record: { connectedOn: null } },
      {},
      "blocked archived_before",
    ],
    [
      "is proposed to whoever looks at the first plan",
      { ...ARCHIVED, record: { connectedOn: null } },
      { isProposal: true },
      "restore rehire",
    ],
    [
      "is proposed to whoever confirms it",
      { ...ARCHIVED, record: { connectedOn: null } },
      { isConfirming: true },
      "restore rehire",
    ],
    ["is proposed to nobody later on", ARCHIVED, { isProposal: true }, "blocked archived_before"],
    [
      "is proposed to nobody who confirms later on",
      ARCHIVED,
      { isConfirming: true },
      "blocked archived_before",
    ],
  ])("is that somebody archived before %s", async (_when, site, run, row) => {
    expect(rowText((await plan(site, run)).plan, "ada")).toBe(row);
  });

  it.each([
    ["confirmed", "data"],
    ["other", "configuration"],
  ])(
    "is why the filter leaves somebody out: the configuration carried out last was %s",
    async (appliedConfig, released) => {
      const filter = { kind: "rule", field: "Work Location", operator: "is", values: ["London"] } as const;
      const employees = [
        employee("ada", { workLocation: "Paris" }),
        employee("bob", { workLocation: "London" }),
      ];
      const found = await plan({ ...ADA, employees, filter, record: { appliedConfig } });
      expect(found.plan.links.upsert).toMatchObject([{ employeeId: "ada", released }]);
    },
  );

  it.each<[string, Partial<NonNullable<Site["record"]>>, Run, number]>([
    ["the account is the confirmed one", {}, {}, 0],
    ["another account was confirmed", { confirmedAccount: "personio personio.other.test" }, {}, 1],
    ["nobody confirmed an account", { confirmedAccount: null }, {}, 1],
    ["somebody confirms this one", { confirmedAccount: null }, { isConfirming: true }, 0],
  ])("is how far links of another account are trusted: %s", async (_when, record, run, doubtful) => {
    const links = [link("old", { account: "personio.other.test" })];
    const found = await plan({ employees: [employee("ada")], members: [member("old")], links, record }, run);
    expect(found.plan.counts.doubtful).toBe(doubtful);
  });

  it("is named with its folder when it is new", async () => {
    const { safety } = await plan(
      { ...ADA, record: { confirmedConfig: null, connectedOn: null } },
      { statePlace: { folder: "/var/lib/acme" } },
    );
    expect(safety.violations[0]?.text).toContain("The state in /var/lib/acme is new");
  });

  it.each([
    ["restore", "restore rehire"],
    ["archive", "blocked archived_before"],
  ] as const)("is which %s was approved", async (kind, row) => {
    firm = await openFirm({ "acme-uk": ARCHIVED });
    await firm.state.replaceApprovals(
      "acme-uk",
      [{ employeeId: "ada", kinds: [kind], isCounted: false }],
      firm.clock.now(),
    );
    expect(rowText((await planned()).plan, "ada")).toBe(row);
  });

  it.each([
    ["2026-11-22", "create joiner"],
    ["2026-11-23", "skipped ignored"],
  ])("are decisions in force: until %s", async (until, row) => {
    firm = await openFirm({ "acme-uk": { employees: [employee("ada")] } });
    await firm.state.addPersonDecision(decided("ignore", { employee: "ada", until }), firm.clock.now());
    expect(rowText((await planned()).plan, "ada")).toBe(row);
  });

  it.each<[string, Run, number]>([
    ["stop a plan over them", {}, 1],
    ["do not stop what a person confirms", { isConfirming: true }, 0],
    ["do not stop archives that are left out", { noArchive: true }, 0],
  ])("are limits, which %s", async (_what, run, violations) => {
    const ids = Array.from({ length: 12 }, (_, index) => `p${index}`);
    const { safety } = await plan(
      {
        employees: ids.map((id) => employee(id, { status: "inactive" })),
        members: ids.map((id) => member(id)),
        links: ids.map((id) => link(id)),
        safety: { archives: LIMITS.archives },
      },
      run,
    );
    expect(safety.violations).toHaveLength(violations);
  });

  it("is what is in the hands of a colleague, and whether it is planned again", async () => {
    firm = await openFirm({
      "acme-uk": { employees: [left], members: [member("ada", { status: "unknown" })], links: [link("ada")] },
    });
    await firm.apply(onPaper(["acme-uk"]));
    expect(rowText((await planned()).plan, "ada")).toBe("handed_off handed_off");
    const again = await planned({ again: true });
    expect(rowText(again.plan, "ada")).toBe("archive inactive");
    expect(again.approvals).toEqual([{ employeeId: "ada", kinds: ["archive"], isCounted: true }]);
    const trusted = await planned({ trustHandOffs: true });
    expect(trusted.handOffs.settled).toMatchObject([{ status: "done" }]);
  });
});

describe("what a plan says of an entity as a whole", () => {
  it("is which names fit nobody, and which accounts are shared", async () => {
    const { warnings, attention } = await plan({ ...ADA, policy: { protect: ["x@y.test"] } });
    expect(warnings.map(({ code }) => code)).toEqual(["protect_unknown"]);
    expect(attention.map(({ finding }) => finding.code)).toEqual(["protect_unknown"]);
  });

  it("is an unknown value of the filter", async () => {
    const filter = {
      kind: "rule",
      field: "Work Location",
      operator: "is one of",
      values: ["London", "Lodnon"],
    } as const;
    const employees = ["ada", "bob"].map((id) => employee(id, { workLocation: "London" }));
    const found = await plan({ employees, filter });
    expect(found.plan.changes).toHaveLength(2);
    expect(found.warnings).toHaveLength(1);
    await firm.quick.close();
    const nobody = await plan({ employees: [], members: [member("ada")], filter });
    expect(nobody.safety.violations).not.toEqual([]);
    await firm.quick.close();
    await expect(plan({ employees, filter: { ...filter, values: ["Paris"] } })).rejects.toBeInstanceOf(
      Problem,
    );
  });
});
