import { describe, expect, it } from "vitest";
import { planWarnings, unknownNames } from "../../../src/sync/plan/plan-warnings.js";
import { decided, employee, link, member, planOf, type World } from "../../support/people.js";

type Names = Parameters<typeof unknownNames>[0];

function namesOf(
  values: Partial<Omit<Names, "policy">> & { readonly protect?: readonly string[] },
): string[] {
  const { protect = [], ...rest } = values;
  const names = { employees: [], members: [], links: [], decisions: [], ...rest, policy: { protect } };
  return unknownNames(names).map(({ code, text }) => `${code}: ${text}`);
}

describe("protected addresses", () => {
  it.each<[string, Parameters<typeof namesOf>[0]]>([
    ["of an employee", { employees: [employee("ada", { workEmail: " ADA@acme.test" })] }],
    ["of a member", { members: [member("ada", { email: "Ada@Acme.test" })] }],
    [
      "somebody had before",
      { links: [link("bea", { seen: { ...link("bea").seen, emails: ["b@x.test", "ada@acme.test"] } })] },
    ],
  ])("%s are known", (_case, values) => {
    expect(namesOf({ ...values, protect: ["ada@acme.test"] })).toEqual([]);
  });

  it("that are nobody's protect nobody, which is said with the nearest one", () => {
    const world = {
      employees: [employee("ada"), employee("olivia")],
      protect: ["oliva@acme.test", "x@y.test"],
    };
    expect(namesOf(world)).toEqual([
      "protect_unknown: `protect` names oliva@acme.test, the e-mail of nobody in the HR tool or in Spendesk. Did you mean olivia@acme.test?",
      "protect_unknown: `protect` names x@y.test, the e-mail of nobody in the HR tool or in Spendesk.",
    ]);
  });

  it("that are nobody's are told apart by themselves, however they are written", () => {
    const names = {
      employees: [],
      members: [],
      links: [],
      decisions: [],
      policy: { protect: ["Oli@acme.test"] },
    };
    expect(unknownNames(names).map(({ about }) => about)).toEqual([
      [{ key: "oli@acme.test", employeeId: null, name: "Oli@acme.test" }],
    ]);
  });

  it("are none of a person without an e-mail", () => {
    expect(namesOf({ employees: [employee("ada", { workEmail: null })], protect: [""] })).toHaveLength(1);
  });
});

describe("decisions to ignore somebody", () => {
  it("who is gone from both sides do nothing, which is said", () => {
    const decisions = [decided("ignore", { employee: "ada" }), decided("ignore", { member: "m-bea" })];
    expect(namesOf({ decisions, employees: [employee("ada")], members: [member("bea")] })).toEqual([]);
    expect(namesOf({ decisions })).toEqual([
      "decision_unknown: Ada Test, whom carol decided on 2026-11-20 to ignore, is neither in the HR tool nor in Spendesk.",
      "decision_unknown: Somebody Test, whom carol decided on 2026-11-20 to ignore, is neither in the HR tool nor in Spendesk.",
    ]);
  });

  it("are known when one side has them", () => {
    const both = [decided("ignore", { employee: "ada", member: "m-ada" })];
    expect(namesOf({ decisions: both, members: [member("ada")] })).toEqual([]);
    expect(namesOf({ decisions: both, employees: [employee("ada")] })).toEqual([]);
  });

  it("are the only ones looked at", () => {
    const decisions = [
      decided("unlink", { employee: "ada", member: "m-ada" }),
      decided("link", { employee: "bea", member: "m-bea" }),
    ];
    expect(namesOf({ decisions })).toEqual([]);
  });
});

describe("warnings of people", () => {
  const warningsOf = (world: World) =>
    planWarnings(planOf(world), world.employees ?? []).map(({ code, text }) => `${code}: ${text}`);

  it("are said once, by name, and ten names at most", () => {
    const ids = Array.from({ length: 12 }, (_, index) => `p${String(index + 1).padStart(2, "0")}`);
    const world = {
      employees: ids.map((id) => employee(id, { firstName: "Zoe", lastName: `Number${id}` })),
      members: ids.map((id) => member(id)),
      acceptsOtherNames: true,
    };
    expect(warningsOf({ ...world, employees: world.employees.slice(0, 2) })).toEqual([
      "other_name: Same address, other name: Zoe Numberp01, Zoe Numberp02.",
    ]);
    const names = ids.slice(0, 10).map((id) => `Zoe Number${id}`);
    expect(warningsOf(world)).toEqual([
      `other_name: Same address, other name: ${names.join(", ")} and 2 more.`,
    ]);
  });

  it("are also those of people for whom nothing is to be changed", () => {
    const value = { value: "Test", before: "Old", times: 2, wasSeen: false, reportedEdit: null };
    expect(
      warningsOf({
        employees: [employee("ada")],
        members: [member("ada", { lastName: "Old" })],
        links: [link("ada", { written: { lastName: value } })],
      }),
    ).toEqual(["not_kept: Spendesk did not keep what was sent for Ada Test."]);
  });

  it("are told apart by what they are about", () => {
    const written = { value: "Test", before: null, times: 1, wasSeen: true, reportedEdit: null };
    expect(
      warningsOf({
        employees: [employee("ada"), employee("bea", { firstName: "Zoe", workEmail: "zoe@acme.test" })],
        members: [member("ada", { lastName: "Byhand" }), member("bea")],
        links: [link("ada", { written: { lastName: written } }), link("bea")],
      }),
    ).toEqual([
      "edited_by_hand: Somebody changed values in Spendesk of Ada Test.",
      "identity_changed: Only the HR id still agrees: Zoe Test.",
    ]);
  });

  it("are mistakes in the HR tool, of those who have no row to say so", () => {
    const world = (lastName: string) => ({
      employees: [
        employee("ada", { workEmail: "ada at acme.test", lastName }),
        employee("bea", { workEmail: null }),
        employee("cleo", { manager: { id: "cleo", email: null } }),
        employee("dora", { manager: { id: "eva", email: null } }),
        employee("eva", { manager: { id: "dora", email: null } }),
        employee("fay", { manager: { id: "elsewhere", email: null } }),
      ],
      members: ["ada", "bea", "cleo", "dora", "eva", "fay"].map((id) => member(id)),
      links: ["ada", "bea", "cleo", "dora", "eva", "fay"].map((id) => link(id)),
    });
    const others = [
      "no_work_email: Members keep their e-mail, since the HR tool has none of Bea Test.",
      "manager_self: Own managers in the HR tool, so none is written: Cleo Test.",
      "manager_circular: Managers that form a cycle in the HR tool are not written: Dora Test, Eva Test.",
    ];
    expect(warningsOf(world("Test")).toSorted()).toEqual(
      [
        "invalid_work_email: Members keep their e-mail, since that in the HR tool is no address: Ada Test.",
        ...others,
      ].toSorted(),
    );
    expect(planOf(world("Married")).changes).toMatchObject([
      {
        employeeId: "ada",
        warnings: expect.arrayContaining([expect.objectContaining({ code: "invalid_work_email" })]),
      },
    ]);
    const codes = warningsOf(world("Married")).map((text) => text.split(":")[0]);
    expect(codes).not.toContain("invalid_work_email");
  });
});
