import { describe, expect, it } from "vitest";
import type { Employee } from "../../../src/sync/model/employee.js";
import type { Link, Member } from "../../../src/sync/model/member.js";
import type { Plan } from "../../../src/sync/model/plan.js";
import {
  ACCOUNT,
  decided,
  employee,
  link,
  member,
  planOf,
  rowText,
  TODAY,
  type World,
} from "../../support/people.js";

/** An account whose key says no more than the vendor's host. */
const UNPROVEN = { ...ACCOUNT, isProven: false };
const OTHER_ACCOUNT = { account: "personio.other.test" };
const OLD_FORMAT: Partial<Link> = { account: null };

const ZOE: Partial<Employee> = { firstName: "Zoe", lastName: "Quinn" };
const seen = (id: string, values: Partial<Link["seen"]>) => ({ ...link(id).seen, ...values });

/** `id kind code` of every row, sorted. */
function rowsOf(plan: Plan): string[] {
  const rows = [...plan.changes, ...plan.notes, ...plan.unchanged];
  const ids = new Set(rows.flatMap(({ employeeId }) => employeeId ?? []));
  return [...ids].sort().map((id) => `${id}: ${rowText(plan, id)}`);
}

function warningsOf(plan: Plan): string[] {
  return [...plan.changes, ...plan.unchanged].flatMap(({ warnings }) => warnings.map(({ code }) => code));
}

/** Member by employee of this account, of the links that the plan stores. */
function membersOf(plan: Plan): Record<string, string> {
  const own = plan.links.upsert.filter(({ account }) => account === ACCOUNT.key);
  return Object.fromEntries(own.map(({ employeeId, memberId }) => [employeeId, memberId]));
}

describe("somebody who marries", () => {
  const married = (ada: Partial<Employee>, stored: Partial<Link> = {}, world: World = {}) =>
    planOf({
      employees: [employee("ada", ada)],
      members: [member("ada")],
      links: [link("ada", stored)],
      ...world,
    });

  it("keeps the member under a new name, then under a new e-mail", () => {
    const named = married({ lastName: "King" });
    expect(rowsOf(named)).toEqual(["ada: update fields_changed"]);
    const [known] = named.links.upsert;
    const addressed = planOf({
      employees: [employee("ada", { lastName: "King", workEmail: "ada.king@acme.test" })],
      members: [member("ada", { lastName: "King" })],
      links: known ? [known] : [],
      account: UNPROVEN,
    });
    expect(rowsOf(addressed)).toEqual(["ada: update email_changed"]);
    expect(warningsOf(addressed)).toEqual([]);
  });

  const BOTH = { lastName: "King", workEmail: "ada.king@acme.test" };

  it("keeps it under both at once where the account is proven, with a warning", () => {
    const plan = married(BOTH);
    expect(rowsOf(plan)).toEqual(["ada: update email_changed"]);
    expect(plan.changes[0]?.warnings).toEqual([
      {
        code: "identity_changed",
        text: "Only the HR id ada agrees: name and e-mail are other ones than those of Ada Test.",
      },
    ]);
    expect(plan.counts).toMatchObject({ linked: 1, doubtful: 1 });
  });

  it("is left to people where it is not, or where the account of the link is not known", () => {
    for (const plan of [married(BOTH, {}, { account: UNPROVEN }), married(BOTH, OLD_FORMAT)]) {
      expect(rowsOf(plan)).toEqual(["ada: conflict identity_unclear"]);
      expect(plan.notes[0]?.reason).toBe(
        "HR id ada was Ada Test <ada@acme.test> until now and has the member Ada Test <ada@acme.test>. Only the HR id agrees, not the e-mail, the name. If it is the same person, run `spendesk-hr link ada m-ada --why …`; if not, `spendesk-hr unlink ada m-ada --why …`.",
      );
      expect(plan.counts.doubtful).toBe(1);
      // Nothing is learned while that is open, or the next run would believe the id.
      expect(plan.links).toEqual({ upsert: [], remove: [] });
    }
  });

  it("is known by a rare start date, wherever the account", () => {
    const staff = Array.from({ length: 20 }, (_, index) =>
      employee(`p${index}`, { workLocation: "Elsewhere" }),
    );
    const plan = planOf({
      employees: [employee("ada", { ...BOTH, startDate: "2021-03-01" }), ...staff],
      members: [member("ada")],
      links: [link("ada", { seen: seen("ada", { startDate: "2021-03-01" }) })],
      account: UNPROVEN,
    });
    expect(rowText(plan, "ada")).toBe("update email_changed");
    expect(warningsOf(plan)).toEqual([]);
  });

  it("is never archived on the id alone, not even where it is proven", () => {
    const plan = married({ ...ZOE, workEmail: "zoe@acme.test", status: "inactive" });
    expect(rowsOf(plan)).toEqual(["ada: conflict identity_unclear"]);
  });

  it("is no question once the member is archived, as when the HR tool makes leavers anonymous", () => {
    const members = [member("ada", { status: "archived" })];
    const anonymous = { ...ZOE, workEmail: null, status: "inactive" } as const;
    for (const account of [ACCOUNT.key, null]) {
      const plan = married(anonymous, { account, archived: true }, { members });
      expect(rowsOf(plan)).toEqual(["ada: skipped already_archived"]);
      expect(plan.counts.doubtful).toBe(0);
      // They are still known by what was seen of them, if they come back.
      expect(plan.links).toEqual({ upsert: [], remove: [] });
    }
  });
});

describe("somebody under a new HR record", () => {
  it.each<[string, Partial<Employee>, Partial<Link>]>([
    ["with e-mail and name", {}, {}],
    ["with a name in other letters", { firstName: "ÁDA", lastName: "Tést" }, {}],
    ["with one of two last names", { lastName: "King-Test" }, {}],
    ["with first and last name exchanged", { firstName: "Test", lastName: "Ada" }, {}],
    ["of another account", {}, OTHER_ACCOUNT],
    ["of another HR tool", {}, { source: "bamboohr", account: "acme.bamboohr.test" }],
  ])("%s keeps the member, and the old link goes", (_case, values, stored) => {
    const before = link("old", { memberId: "m-ada", seen: link("ada").seen, ...stored });
    const plan = planOf({
      employees: [employee("new", { workEmail: "ada@acme.test", firstName: "Ada", ...values })],
      members: [member("ada")],
      links: [before],
      policy: { update: ["email"] },
    });
    expect(rowText(plan, "new")).toBe("unchanged newly_linked");
    expect(rowText(plan, "old")).toBe("skipped superseded");
    expect(membersOf(plan)).toEqual({ new: "m-ada" });
    expect(plan.links.remove).toEqual([before]);
    expect(plan.counts.doubtful).toBe(0);
  });

  it("and a new e-mail is known by the e-mail of before and the name", () => {
    const plan = planOf({
      employees: [employee("new", { workEmail: "ada@before.test", firstName: "Ada" })],
      members: [member("ada")],
      links: [
        link("old", {
          memberId: "m-ada",
          seen: seen("ada", { emails: ["ada@acme.test", "Ada@Before.test"] }),
        }),
      ],
    });
    expect(rowsOf(plan)).toEqual(["new: update email_changed", "old: skipped superseded"]);
  });

  it("leaves a number that was given anew to a joiner", () => {
    const plan = planOf({
      employees: [
        employee("new", { workEmail: "ada@acme.test", firstName: "Ada" }),
        employee("ada", { ...ZOE, workEmail: "zoe@acme.test" }),
      ],
      members: [member("ada")],
      links: [link("ada", { hidden: true })],
    });
    expect(rowsOf(plan)).toEqual(["ada: create joiner", "new: unchanged newly_linked"]);
  });

  it("that keeps nothing but the name is left to people", () => {
    const plan = planOf({
      employees: [employee("new", { workEmail: "new@acme.test", firstName: "Ada" })],
      members: [member("ada")],
      links: [link("old", { memberId: "m-ada", seen: link("ada").seen })],
    });
    expect(rowsOf(plan)).toEqual(["new: conflict namesake_member", "old: previously_managed absent"]);
  });
});

describe("an address that somebody else has now", () => {
  it("invites no second record of whom the HR tool names as its present person", () => {
    const before = seen("ada", {
      emails: ["ada@acme.test", "zoe@acme.test"],
      firstName: null,
      lastName: null,
    });
    const plan = planOf({
      employees: [employee("ada"), employee("zoe", { firstName: "Ada", lastName: "Test" })],
      members: [member("ada", { firstName: null, lastName: null })],
      links: [link("ada", { seen: before })],
    });
    expect(rowsOf(plan)).toEqual(["ada: update fields_changed", "zoe: conflict identity_unclear"]);
  });

  const joiner = employee("zoe", { ...ZOE, workEmail: "ada@acme.test" });
  const world = (left: Partial<Employee> | null, values: Partial<Member> = {}): World => ({
    employees: [joiner, ...(left ? [employee("ada", left)] : [])],
    members: [member("ada", values)],
    links: [link("ada", { archived: values.status === "archived" })],
  });

  it.each<[string, World, string[]]>([
    [
      "of a leaver who keeps the address",
      world({ status: "inactive" }),
      ["ada: conflict member_claimed", "zoe: conflict identity_unclear"],
    ],
    [
      "of a leaver whose address was emptied",
      world({ status: "inactive", workEmail: null }),
      ["ada: conflict member_claimed", "zoe: conflict identity_unclear"],
    ],
    [
      "of somebody archived",
      world({ status: "inactive" }, { status: "archived" }),
      ["ada: skipped already_archived", "zoe: conflict identity_unclear"],
    ],
    [
      "of somebody who is missing from the read",
      world(null),
      ["ada: previously_managed absent", "zoe: conflict identity_unclear"],
    ],
  ])("%s gives the member to nobody", (_case, planned, rows) => {
    const plan = planOf(planned);
    expect(rowsOf(plan)).toEqual(rows);
    expect(plan.changes).toEqual([]);
    expect(Object.values(membersOf(plan)).filter((id) => id === "m-ada" && membersOf(plan).zoe)).toEqual([]);
  });

  it("names whose it is, what agrees, and how to settle it", () => {
    const { notes } = planOf(world(null));
    expect(notes.find(({ employeeId }) => employeeId === "zoe")?.reason).toBe(
      "The work e-mail ada@acme.test leads to the member Ada Test <ada@acme.test>, which is or was the one of Ada Test <ada@acme.test>. Only the e-mail agrees, not the HR id, the name. If it is the same person, run `spendesk-hr link zoe m-ada --why …`; if not, `spendesk-hr unlink zoe m-ada --why …`.",
    );
  });

  it("of the history of somebody who works here under another one is free", () => {
    const plan = planOf({
      employees: [joiner, employee("ada", { workEmail: "ada.new@acme.test" })],
      members: [member("ada", { email: "ada.new@acme.test" })],
      links: [link("ada", { seen: seen("ada", { emails: ["ada.new@acme.test", "ada@acme.test"] }) })],
    });
    expect(rowsOf(plan)).toEqual(["ada: unchanged in_step", "zoe: create joiner"]);
  });

  it("leaves the leaver's member to be archived once somebody said that it is not the joiner's", () => {
    const plan = planOf({
      ...world({ status: "inactive" }),
      decisions: [decided("unlink", { employee: "zoe", member: "m-ada" })],
    });
    expect(rowsOf(plan)).toEqual(["ada: archive inactive", "zoe: skipped unlinked"]);
  });
});

describe("another account behind the same numbers", () => {
  const IDS = ["1", "2", "3", "4"];
  const NAMES: Record<string, Partial<Employee>> = {
    1: { firstName: "Zoe", lastName: "Quinn", workEmail: "zoe@acme.test" },
    2: { firstName: "Ada", lastName: "King", workEmail: "ada@acme.test" },
    3: { firstName: "Bob", lastName: "Kahn", workEmail: "bob@acme.test" },
    4: { firstName: "Cid", lastName: "Meyer", workEmail: "cid@acme.test" },
  };
  const PAIRS = {
    a: NAMES[2],
    b: NAMES[3],
    c: NAMES[4],
    d: { firstName: "Dan", lastName: "Ortiz", workEmail: "dan@acme.test" },
  };
  const members = Object.entries(PAIRS).map(([id, values]) =>
    member(id, {
      email: values?.workEmail ?? null,
      firstName: values?.firstName ?? null,
      lastName: values?.lastName ?? null,
    }),
  );
  const links = Object.entries(PAIRS).map(([id, values], index) =>
    link(IDS[index] ?? "", {
      memberId: `m-${id}`,
      seen: {
        emails: [values?.workEmail ?? ""],
        firstName: values?.firstName ?? null,
        lastName: values?.lastName ?? null,
        startDate: null,
      },
    }),
  );
  const employees = IDS.map((id) => employee(id, NAMES[id]));

  it("moves everybody to their own member by e-mail and name, and nobody to another's", () => {
    const plan = planOf({ employees, members, links: links.map((one) => ({ ...one, ...OTHER_ACCOUNT })) });
    expect(plan.changes.map(({ action, employeeId }) => `${action} ${employeeId}`)).toEqual(["create 1"]);
    expect(membersOf(plan)).toEqual({ 2: "m-a", 3: "m-b", 4: "m-c" });
    expect(plan.notes.map(({ code, memberId }) => `${code} ${memberId}`)).toContain("absent m-d");
  });

  it("where nothing tells the accounts apart changes no person into another one", () => {
    for (const account of [UNPROVEN, ACCOUNT]) {
      const plan = planOf({ employees, members, links, account });
      expect(membersOf(plan)).toMatchObject({ 2: "m-a", 3: "m-b", 4: "m-c" });
      expect(plan.changes.filter(({ memberId }) => memberId !== null && memberId !== "m-a")).toEqual([]);
    }
  });

  it("is doubted when nobody is who they were", () => {
    const strangers = IDS.map((id) => employee(id, { firstName: `New${id}`, lastName: "Person" }));
    const unproven = planOf({ employees: strangers, members, links, account: UNPROVEN });
    for (const id of IDS) expect(rowText(unproven, id)).toBe("conflict identity_unclear");
    expect(unproven.counts).toMatchObject({ linked: 4, doubtful: 4 });
    const proven = planOf({ employees: strangers, members, links });
    expect(new Set(warningsOf(proven))).toEqual(new Set(["identity_changed"]));
    expect(proven.counts).toMatchObject({ linked: 4, doubtful: 4 });
  });

  it("counts links that it left behind only while nobody confirmed the account", () => {
    const left = links.map((one) => ({ ...one, ...OTHER_ACCOUNT }));
    const world = { employees: [employee("9")], members, links: left };
    expect(planOf({ ...world, isAccountConfirmed: false }).counts).toMatchObject({ linked: 4, doubtful: 4 });
    expect(planOf(world).counts).toMatchObject({ linked: 4, doubtful: 0 });
  });
});

describe("links of an earlier version", () => {
  const stored = (id: string) =>
    link(id, {
      ...OLD_FORMAT,
      seen: { emails: [`${id}@acme.test`], firstName: null, lastName: null, startDate: null },
    });

  it("are confirmed by e-mail or name without any write, and know the account then", () => {
    const plan = planOf({
      employees: [
        employee("ada"),
        employee("bea", { workEmail: null }),
        employee("cy", { status: "inactive" }),
      ],
      members: [member("ada"), member("bea"), member("cy", { status: "archived" })],
      links: ["ada", "bea", "cy"].map(stored),
    });
    expect(plan.changes).toEqual([]);
    expect(plan.counts).toMatchObject({ doubtful: 0 });
    expect(plan.links.upsert.map(({ employeeId, account }) => `${employeeId} ${account}`)).toEqual([
      `ada ${ACCOUNT.key}`,
      `bea ${ACCOUNT.key}`,
      `cy ${ACCOUNT.key}`,
    ]);
    expect(plan.links.upsert[0]?.seen).toEqual(link("ada").seen);
  });

  it("are no proof for somebody of another name and e-mail", () => {
    const plan = planOf({
      employees: [employee("ada", { ...ZOE, workEmail: "zoe@acme.test" })],
      members: [member("ada")],
      links: [stored("ada")],
    });
    expect(rowsOf(plan)).toEqual(["ada: conflict identity_unclear"]);
  });
});

describe("several active records of one person", () => {
  const record = (id: string, values: Partial<Employee>) =>
    employee(id, { workEmail: "ada@acme.test", firstName: "Ada", ...values });
  const planFor = (records: readonly Employee[], world: World = {}) =>
    planOf({
      employees: records,
      members: [member("ada")],
      links: [link("r1", { memberId: "m-ada", seen: link("ada").seen })],
      ...world,
    });

  it.each<[string, readonly Employee[], string[]]>([
    [
      "the one inside the filter stands, although the other is linked",
      [record("r1", { workLocation: "Elsewhere" }), record("r2", {})],
      ["r1: skipped superseded", "r2: unchanged newly_linked"],
    ],
    [
      "of two inside, the later start stands",
      [record("r1", { startDate: "2020-01-01" }), record("r2", { startDate: "2025-01-01" })],
      ["r1: skipped superseded", "r2: unchanged newly_linked"],
    ],
    [
      "of two with one start, the linked one stands",
      [record("r0", {}), record("r1", {})],
      ["r0: skipped superseded", "r1: unchanged in_step"],
    ],
    [
      "outside the filter, nobody is changed",
      [record("r1", { workLocation: "Elsewhere" }), record("r2", { workLocation: "Elsewhere" })],
      ["r1: previously_managed out_of_filter", "r2: skipped superseded"],
    ],
    [
      "one that has left archives nothing while the other works here",
      [record("r1", { status: "inactive" }), record("r2", { workLocation: "Elsewhere" })],
      ["r1: skipped superseded", "r2: previously_managed out_of_filter"],
    ],
  ])("%s", (_case, records, rows) => {
    const plan = planFor(records);
    expect(rowsOf(plan)).toEqual(rows);
    expect(plan.changes).toEqual([]);
  });

  it("is no conflict, as it is with two people of one address", () => {
    expect(rowsOf(planFor([record("r1", {}), record("r2", { ...ZOE })]))).toEqual([
      "r1: conflict duplicate_work_email",
      "r2: conflict duplicate_work_email",
    ]);
  });
});

describe("a member that was never linked", () => {
  const stranger = employee("zoe", { ...ZOE, workEmail: "ada@acme.test" });
  const planFor = (values: Partial<Member>, world: World = {}) =>
    planOf({ employees: [stranger], members: [member("ada", values)], ...world });

  it("needs no more than the e-mail when it shows no name", () => {
    for (const values of [{ firstName: null, lastName: null }, { lastName: null }]) {
      const plan = planFor(values);
      expect(rowsOf(plan)).toEqual(["zoe: update fields_changed"]);
      expect(warningsOf(plan)).toEqual([]);
    }
  });

  it("is the one of whoever works here rather than of whoever is to start", () => {
    const plan = planOf({
      employees: [
        employee("a", { ...ZOE, workEmail: "ada@acme.test", status: "pending" }),
        employee("b", { workEmail: "ada@acme.test" }),
      ],
      members: [member("ada", { firstName: null, lastName: null })],
    });
    expect(rowsOf(plan)).toEqual(["a: skipped not_started", "b: update fields_changed"]);
  });

  it("under another name is taken only while a person confirms, with a warning", () => {
    expect(rowsOf(planFor({}))).toEqual(["zoe: conflict identity_unclear"]);
    const confirming = planFor({}, { acceptsOtherNames: true });
    expect(rowsOf(confirming)).toEqual(["zoe: update fields_changed"]);
    expect(warningsOf(confirming)).toEqual(["other_name"]);
    expect(confirming.changes[0]?.link).toMatchObject({ employeeId: "zoe", memberId: "m-ada" });
  });

  it("is not taken that way when it was somebody's, confirming or not", () => {
    const links = [link("ada")];
    expect(rowText(planFor({}, { links, acceptsOtherNames: true }), "zoe")).toBe("conflict identity_unclear");
  });

  it("is kept from somebody of another name who has left", () => {
    const plan = planOf({
      employees: [employee("zoe", { ...ZOE, workEmail: "ada@acme.test", status: "inactive" })],
      members: [member("ada")],
    });
    expect(rowsOf(plan)).toEqual(["zoe: conflict identity_unclear"]);
    const archived = planOf({
      employees: [employee("zoe", { ...ZOE, workEmail: "ada@acme.test", status: "inactive" })],
      members: [member("ada", { status: "archived" })],
    });
    expect(rowsOf(archived)).toEqual(["zoe: skipped left_without_member"]);
  });
});

describe("a record that the HR tool emptied", () => {
  const EMPTY = { workEmail: null, firstName: null, lastName: null };

  it("keeps its member by the id, when it left and when it did not", () => {
    const world = { members: [member("ada")], links: [link("ada")], account: UNPROVEN };
    expect(rowsOf(planOf({ ...world, employees: [employee("ada", EMPTY)] }))).toEqual([
      "ada: unchanged in_step",
    ]);
    expect(
      rowsOf(planOf({ ...world, employees: [employee("ada", { ...EMPTY, status: "inactive" })] })),
    ).toEqual(["ada: archive inactive"]);
  });
});

describe("what people decided", () => {
  const world: World = {
    employees: [employee("ada", { firstName: "Eda" }), employee("bea")],
    members: [member("ada"), member("bea", { firstName: "Old" })],
    links: [link("ada"), link("bea")],
  };

  it("leaves an employee alone who is to be ignored, whatever the account of the decision", () => {
    for (const account of [ACCOUNT.key, null]) {
      const plan = planOf({ ...world, decisions: [decided("ignore", { employee: "ada", account })] });
      expect(rowsOf(plan)).toEqual(["ada: skipped ignored", "bea: update fields_changed"]);
    }
    const [note] = planOf({
      ...world,
      decisions: [decided("ignore", { employee: "ada", until: TODAY })],
    }).notes;
    expect(note?.reason).toBe(
      `Nothing is done for this person. carol decided so on 2026-11-20, until ${TODAY}: They asked.`,
    );
  });

  it("does not mean the employee of another account by the same number", () => {
    const other = decided("ignore", { employee: "ada", account: "personio.other.test" });
    expect(rowsOf(planOf({ ...world, decisions: [other] }))).toEqual([
      "ada: update fields_changed",
      "bea: update fields_changed",
    ]);
  });

  it("leaves a member alone, and whoever has it", () => {
    const ignored = decided("ignore", { member: "m-ada" });
    expect(rowText(planOf({ ...world, decisions: [ignored] }), "ada")).toBe("skipped ignored");
    const absent = planOf({
      members: [member("ada")],
      links: [link("ada", { hrStatus: "previously_managed", absentReads: 5 })],
      policy: { absent: "archive" },
      decisions: [ignored],
    });
    expect(rowsOf(absent)).toEqual(["ada: skipped ignored"]);
    expect(absent.links).toEqual({ upsert: [], remove: [] });
  });

  it("keeps two apart, although everything agrees", () => {
    const apart = [decided("unlink", { employee: "ada", member: "m-ada" })];
    for (const links of [[], [link("ada")]]) {
      const plan = planOf({
        employees: [employee("ada")],
        members: [member("ada")],
        links,
        decisions: apart,
      });
      expect(rowText(plan, "ada")).toBe("skipped unlinked");
      expect(plan.changes).toEqual([]);
    }
    const moved = planOf({
      employees: [employee("ada", { workEmail: "ada.new@acme.test" })],
      members: [member("ada")],
      decisions: apart,
    });
    expect(rowsOf(moved)).toEqual(["ada: create joiner"]);
  });

  it("gives the member of a former record to nobody whom it was kept from", () => {
    const plan = planOf({
      employees: [
        employee("old", { workEmail: "ada@acme.test", firstName: "Ada", status: "inactive" }),
        employee("new", { workEmail: "ada@acme.test", firstName: "Ada" }),
      ],
      members: [member("ada")],
      links: [link("old", { memberId: "m-ada", seen: link("ada").seen })],
      decisions: [decided("unlink", { employee: "new", member: "m-ada" })],
    });
    expect(membersOf(plan).new).toBeUndefined();
    expect(rowText(plan, "new")).toBe("skipped unlinked");
  });
});
