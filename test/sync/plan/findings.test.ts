import { describe, expect, it } from "vitest";
import type { Plan, Warning } from "../../../src/sync/model/plan.js";
import type { Finding } from "../../../src/sync/model/state-store.js";
import { attentionOf, isRelease } from "../../../src/sync/plan/findings.js";
import { employee, link, member, planOf, type World } from "../../support/people.js";

const NOW = new Date("2026-11-23T02:00:00Z");
const BEFORE = "2026-11-20T02:00:00.000Z";
const OUT = { workLocation: "Elsewhere" };

function attention(plan: Plan, known: readonly Finding[] = [], warnings: readonly Warning[] = []) {
  return attentionOf(plan, warnings, known, NOW);
}

/** What the next run knows after this one. */
function findings(plan: Plan, known: readonly Finding[] = []): readonly Finding[] {
  return attention(plan, known).map(({ finding }) => finding);
}

function codes(world: World): string[] {
  return attention(planOf(world)).map(({ finding: { code, employeeId } }) => `${employeeId} ${code}`);
}

const one = (ada: Parameters<typeof employee>[1], world: World = {}): World => ({
  employees: [employee("ada", ada)],
  members: [member("ada")],
  links: [link("ada")],
  ...world,
});

describe("what a person must see", () => {
  it.each<[string, World, string[]]>([
    [
      "a conflict",
      one({ firstName: "Zoe", workEmail: "zoe@x.test" }, { links: [link("ada", { account: null })] }),
      ["ada identity_unclear"],
    ],
    ["somebody newly released", one(OUT), ["ada out_of_filter"]],
    ["somebody missing from the read", { members: [member("ada")], links: [link("ada")] }, ["ada absent"]],
    [
      "a leaver whom a change of the filter left out",
      one(
        { ...OUT, status: "inactive" },
        { links: [link("ada", { hrStatus: "previously_managed", released: "configuration" })] },
      ),
      ["ada left_out_of_filter"],
    ],
    [
      "a leaver who is never archived",
      one({ status: "inactive" }, { links: [], policy: { neverManaged: "keep" } }),
      ["ada never_managed"],
    ],
    [
      "a leaver who is an owner",
      one({ status: "inactive" }, { members: [member("ada", { isOwner: true })] }),
      ["ada owner"],
    ],
    [
      "a leaver while archiving is off",
      one({ status: "inactive" }, { policy: { archive: false } }),
      ["ada archive_off"],
    ],
    [
      "somebody protected who would be changed",
      one({ firstName: "Eda" }, { policy: { protect: ["ada@acme.test"] } }),
      ["ada protected"],
    ],
    [
      "a member archived by hand",
      one({}, { members: [member("ada", { status: "archived" })], policy: { archivedByHand: "report" } }),
      ["ada archived_by_hand"],
    ],
    [
      "a rehire that is only reported",
      one(
        {},
        {
          members: [member("ada", { status: "archived" })],
          links: [link("ada", { archived: true })],
          policy: { rehires: "report" },
        },
      ),
      ["ada rehire_reported"],
    ],
    ["a member of unknown status", one({ status: "unknown" }), ["ada unknown_status"]],
  ])("is %s", (_case, world, expected) => {
    expect(codes(world)).toEqual(expected);
  });

  it.each<[string, World]>([
    ["somebody in step", one({})],
    ["a change", one({ firstName: "Eda" })],
    ["a joiner without an e-mail", { employees: [employee("ada", { workEmail: null })] }],
    ["somebody of unknown status who has no member", { employees: [employee("ada", { status: "unknown" })] }],
    ["somebody before their first day", { employees: [employee("ada", { status: "pending" })] }],
    [
      "a leaver whose member is archived",
      one({ status: "inactive" }, { members: [member("ada", { status: "archived" })] }),
    ],
    ["a manual member", { members: [member("ada")] }],
  ])("is not %s", (_case, world) => {
    expect(codes(world)).toEqual([]);
  });

  it("is said by name, with the reason", () => {
    const [item] = attention(planOf(one(OUT)));
    expect(item).toEqual({
      finding: {
        key: "released m-ada",
        code: "out_of_filter",
        employeeId: "ada",
        memberId: "m-ada",
        name: "Ada Test",
        since: NOW.toISOString(),
        isCounted: true,
      },
      text: "Ada Test: The filter leaves this person out now. The member stays as it is and is no longer managed.",
      isNew: true,
      isSteady: true,
    });
  });

  it("is a warning about the entity as well, once", () => {
    const warning = { code: "filter_value_unknown", text: 'Nobody has the value "Lodnon".' };
    const items = attention(planOf({}), [], [warning, warning]);
    expect(items).toEqual([
      {
        finding: {
          key: 'filter_value_unknown Nobody has the value "Lodnon".',
          ...{ code: "filter_value_unknown", employeeId: null, memberId: null },
          ...{ name: warning.text, since: NOW.toISOString(), isCounted: false },
        },
        ...{ text: warning.text, isNew: true, isSteady: false },
      },
    ]);
  });
});

describe("a finding that stays so, as somebody decided it,", () => {
  const steady = (world: World) => attention(planOf(world)).map(({ isSteady }) => isSteady);
  const PROTECTED: World = { policy: { protect: ["ada@acme.test"] } };
  const BY_HAND: World = {
    members: [member("ada", { status: "archived" })],
    policy: { archivedByHand: "report" },
  };

  it.each<[string, World, boolean]>([
    ["somebody released", one(OUT), true],
    ["a member archived by hand", one({}, BY_HAND), true],
    ["somebody protected who would be changed", one({ firstName: "Eda" }, PROTECTED), true],
    ["a leaver who is protected", one({ status: "inactive" }, PROTECTED), false],
    ["a leaver while archiving is off", one({ status: "inactive" }, { policy: { archive: false } }), false],
    ["a member of unknown status", one({ status: "unknown" }), false],
  ])("%s", (_case, world, expected) => {
    expect(steady(world)).toEqual([expected]);
  });
});

describe("a warning about several people", () => {
  const shared = (text: string, ...ids: string[]): Warning => ({
    code: "shared_iban",
    text,
    about: ids.map((id) => ({ key: id, employeeId: id, name: id })),
  });

  it("is news of those who are new among them, whatever else changed in its text", () => {
    const known = attention(planOf({}), [], [shared("Ada, Bea", "ada", "bea")]).map(({ finding }) => finding);
    const renamed = attention(planOf({}), known, [shared("Ada, Bella", "ada", "bea")]);
    expect(renamed.map(({ isNew }) => isNew)).toEqual([false, false]);
    const joined = attention(planOf({}), known, [shared("Ada, Bea, Cid", "ada", "bea", "cid")]);
    expect(joined.filter(({ isNew }) => isNew)).toMatchObject([
      { text: "Ada, Bea, Cid", finding: { key: "shared_iban cid", employeeId: "cid", name: "cid" } },
    ]);
  });
});

describe("a finding", () => {
  it("keeps when it began, and is news once", () => {
    const plan = planOf(one(OUT));
    const [first] = findings(plan);
    const known = first ? [{ ...first, since: BEFORE, isCounted: false }] : [];
    expect(attention(plan, known)).toMatchObject([
      { isNew: false, finding: { since: BEFORE, isCounted: false } },
    ]);
  });

  it("is the same one when somebody released is missing later, and another one when a conflict ends", () => {
    const released = findings(planOf(one(OUT)));
    const missing = planOf({
      members: [member("ada")],
      links: [link("ada", { hrStatus: "previously_managed", released: "data" })],
    });
    expect(attention(missing, released)).toMatchObject([{ isNew: false, finding: { code: "absent" } }]);
    const left = planOf(
      one(
        { ...OUT, status: "inactive" },
        { links: [link("ada", { hrStatus: "previously_managed", released: "configuration" })] },
      ),
    );
    expect(attention(left, released)).toMatchObject([
      { isNew: true, finding: { code: "left_out_of_filter" } },
    ]);
  });

  it("begins anew when it was over", () => {
    expect(findings(planOf(one({})), findings(planOf(one(OUT))))).toEqual([]);
    expect(attention(planOf(one(OUT)), [])).toMatchObject([{ isNew: true }]);
  });

  it("counts towards the limit of releases in the run in which the person is released, and not before", () => {
    const known = planOf(
      one(OUT, { links: [link("ada", { hrStatus: "previously_managed", released: "data" })] }),
    );
    expect(known.releases).toEqual([]);
    expect(findings(known)).toMatchObject([{ isCounted: false }]);
    expect(findings(planOf(one(OUT)))).toMatchObject([{ isCounted: true }]);
  });

  it("tells releases from others", () => {
    expect(findings(planOf(one(OUT))).map(isRelease)).toEqual([true]);
    expect(findings(planOf(one({ status: "unknown" }))).map(isRelease)).toEqual([false]);
  });
});

describe("the key under which later runs know a finding", () => {
  it("is of the employee, so that each person has one", () => {
    const left = { status: "inactive" } as const;
    const plan = planOf({
      employees: [employee("ada", left), employee("bob", left)],
      members: [member("ada", { isOwner: true }), member("bob", { isOwner: true })],
      links: [link("ada"), link("bob")],
    });
    expect(findings(plan).map(({ key, isCounted }) => [key, isCounted])).toEqual([
      ["owner ada", false],
      ["owner bob", false],
    ]);
  });

  it("is of the member for a release, which counts", () => {
    const plan = planOf(one(OUT));
    expect(findings(plan)).toMatchObject([{ key: "released m-ada", isCounted: true }]);
  });

  it("is of the member where a note names no employee", () => {
    const [note] = planOf(one(OUT)).notes;
    if (!note) throw new Error("no note was planned");
    const conflict = { ...note, kind: "conflict" as const, code: "member_linked_twice", employeeId: null };
    const plan = { ...planOf({}), notes: [conflict, { ...conflict, memberId: "m-bob" }] };
    expect(findings(plan).map(({ key }) => key)).toEqual([
      "member_linked_twice m-ada",
      "member_linked_twice m-bob",
    ]);
  });
});
