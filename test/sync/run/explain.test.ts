import { afterEach, describe, expect, it } from "vitest";
import { decisionFor, type Explanation, explainPerson } from "../../../src/sync/run/explain.js";
import type { PlannedInFull } from "../../../src/sync/run/plan-task.js";
import { employee, link, member, planOf } from "../../support/people.js";
import { type Firm, openFirm, type Site } from "../apply/firm.js";

let firm: Firm;

afterEach(() => firm.quick.close());

async function explain(site: Site, who: string): Promise<readonly Explanation[]> {
  firm = await openFirm({ "acme-uk": site });
  return await explainPerson(await plannedOf(), who, firm);
}

async function plannedOf(): Promise<PlannedInFull> {
  const [result] = await firm.planInFull();
  if (!result?.ok) throw result?.problem ?? new Error("no entity");
  return result.planned;
}

/** `employee / link / member: standing, HR status, matched by, decision`. */
function textOf({ employee: person, link: known, member: shown, ...one }: Explanation): string {
  const { decision } = one;
  const row = decision && (decision.kind === "change" ? decision.row.action : decision.row.code);
  return [
    `${person?.id ?? "-"} / ${known?.employeeId ?? "-"} / ${shown?.id ?? "-"}:`,
    `${one.standing?.standing ?? "-"}, ${one.hrStatus ?? "-"}, ${one.matchedBy ?? "-"}, ${row ?? "-"}`,
  ].join(" ");
}

const TEAM: Site = {
  employees: [
    employee("ada"),
    employee("bob", { workEmail: "bob.new@acme.test" }),
    employee("cyd"),
    employee("dan", { status: "inactive" }),
    employee("eve", { workEmail: null }),
  ],
  members: [
    ...["ada", "bob", "dan", "zoe", "gone"].map((id) => member(id)),
    member("nomail", { email: null }),
  ],
  links: [link("bob"), link("dan"), link("gone")],
};

describe("a person who is explained", () => {
  it.each<[string, string, string]>([
    [
      "an employee id, found by work e-mail",
      "ada",
      "ada / - / m-ada: eligible, manual, work e-mail, newly_linked",
    ],
    [
      "a work e-mail in any case",
      " ADA@acme.test",
      "ada / - / m-ada: eligible, manual, work e-mail, newly_linked",
    ],
    ["a member's id", "m-ada", "- / - / m-ada: -, manual, -, -"],
    ["the id of a linked member", "m-bob", "bob / bob / m-bob: eligible, managed, link, update"],
    [
      "the e-mail in Spendesk of a linked member",
      "bob@acme.test",
      "bob / bob / m-bob: eligible, managed, link, update",
    ],
    [
      "the new work e-mail of somebody linked",
      "bob.new@acme.test",
      "bob / bob / m-bob: eligible, managed, link, update",
    ],
    ["somebody to be created", "cyd", "cyd / - / -: eligible, -, -, create"],
    ["a leaver", "dan", "dan / dan / m-dan: leaver, managed, link, archive"],
    ["somebody without an e-mail", "eve", "eve / - / -: eligible, -, -, no_work_email"],
    ["a manual member", "zoe@acme.test", "- / - / m-zoe: -, manual, -, -"],
    ["a member without an e-mail", "m-nomail", "- / - / m-nomail: -, manual, -, -"],
    ["somebody missing, by id", "gone", "- / gone / m-gone: -, managed, -, absent"],
    ["somebody missing, by member", "m-gone", "- / gone / m-gone: -, managed, -, absent"],
    ["nobody", "nobody", "- / - / -: -, -, -, -"],
  ])("by %s", async (_by, who, text) => {
    const found = await explain(TEAM, who);
    expect(found.map(textOf)).toEqual([text]);
    expect(found[0]).toMatchObject({ entity: "acme-uk", providerId: "personio", employeesRead: 5 });
  });

  it("has the member that the plan found by an e-mail of before", async () => {
    const seen = { ...link("ada").seen, emails: ["ada.old@acme.test", "ada@acme.test"] };
    const site = {
      employees: [employee("ada2", { firstName: "Ada", workEmail: "ada@acme.test" })],
      members: [member("ada", { email: "ada.old@acme.test" })],
      links: [link("ada", { seen })],
    };
    const found = await explain(site, "ada2");
    expect(found.map(textOf)).toEqual(["ada2 / - / m-ada: eligible, manual, work e-mail, update"]);
  });

  it("has the member with the work e-mail where the plan found none", async () => {
    const employees = [employee("ada"), employee("bob", { workEmail: "ada@acme.test" })];
    const found = await explain({ employees, members: [member("zoe"), member("ada")] }, "bob");
    expect(found.map(textOf)).toEqual([
      "bob / - / m-ada: eligible, manual, work e-mail, duplicate_work_email",
    ]);
  });

  it("may be several records with one e-mail", async () => {
    const employees = [employee("ada"), employee("ada2", { workEmail: "ada@acme.test", status: "inactive" })];
    const found = await explain({ employees, members: [member("ada")] }, "ada@acme.test");
    expect(found.map((one) => one.employee?.id)).toEqual(["ada", "ada2"]);
  });

  it("is told with status and filter", async () => {
    const ada = employee("ada", { status: "pending", startDate: "2027-01-01", workLocation: "London" });
    const [everybody] = await explain({ employees: [ada] }, "ada");
    expect(everybody?.standing).toEqual({ standing: "pending", reason: "Starts on 2027-01-01." });
    expect(everybody?.filter).toBeNull();
    await firm.quick.close();
    const filter = { kind: "rule", field: "Work Location", operator: "is", values: ["London"] } as const;
    const [filtered] = await explain({ employees: [ada], filter }, "ada");
    expect(filtered?.filter).not.toBeNull();
    await firm.quick.close();
    const [member] = await explain({ employees: [ada], members: TEAM.members ?? [], filter }, "m-zoe");
    expect(member).toMatchObject({ standing: null, filter: null });
  });

  it("is told with the last ten changes, newest first", async () => {
    firm = await openFirm({ "acme-uk": { employees: [employee("ada")] } });
    for (let run = 0; run < 12; run += 1) {
      firm.clock.time += 60_000;
      await firm.apply();
    }
    const [one] = await explainPerson(await plannedOf(), "ada", firm);
    expect(one?.lastChanges).toHaveLength(10);
    expect(one?.lastChanges[0]).toMatchObject({
      action: "create",
      employeeId: "ada",
      intendedAt: "2026-11-23T09:12:00.000Z",
    });
  });

  it("is told with what is taken to be right, of this member only", async () => {
    firm = await openFirm({ "acme-uk": TEAM });
    const baselines = [
      { memberId: "m-ada", field: "bank" as const, value: "f" },
      { memberId: "m-bob", field: "manager" as const, value: null },
    ];
    await firm.state.storeUnshown(
      "acme-uk",
      {
        answers: [
          { field: "bank", answer: "right", who: null },
          { field: "manager", answer: "right", who: null },
        ],
        baselines,
      },
      firm.clock.now(),
    );
    const planned = await plannedOf();
    const taken = async (who: string) =>
      (await explainPerson(planned, who, firm)).map(({ takenAsRight }) => takenAsRight);
    expect([await taken("ada"), await taken("bob"), await taken("cyd")]).toEqual([
      [["bank"]],
      [["manager"]],
      [[]],
    ]);
    const more = {
      ...planned.plan,
      baselines: [{ memberId: "m-ada", field: "manager" as const, value: null }],
    };
    expect((await explainPerson({ ...planned, plan: more }, "ada", firm))[0]?.takenAsRight).toEqual([
      "manager",
      "bank",
    ]);
  });
});

describe("the row of a plan that is about somebody", () => {
  const plan = planOf({
    employees: [employee("ada", { lastName: "King" }), employee("bob"), employee("cyd", { workEmail: null })],
    members: [member("ada"), member("bob"), member("gone")],
    links: [link("ada"), link("bob"), link("gone")],
  });

  it.each([
    [{ employeeId: "ada" }, "change"],
    [{ memberId: "m-ada" }, "change"],
    [{ employeeId: "bob" }, "unchanged"],
    [{ memberId: "m-bob" }, "unchanged"],
    [{ employeeId: "cyd" }, "note"],
    [{ memberId: "m-gone" }, "note"],
    [{ employeeId: "zoe" }, undefined],
    [{ memberId: "ada" }, undefined],
  ])("%j", (who, kind) => {
    expect(decisionFor(plan, who)?.kind).toBe(kind);
  });
});
