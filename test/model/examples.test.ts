import { describe, expect, it } from "vitest";
import type { Employee } from "../../src/sync/model/employee.js";
import type { PersonDecision } from "../../src/sync/model/state-store.js";
import { ACCOUNT, bankFingerprint, employee, link, member, policy, TODAY } from "../support/people.js";
import { plan } from "./planner.js";
import type { ModelInput } from "./types.js";

type Example = Partial<Omit<ModelInput, "policy">> & { readonly policy?: Parameters<typeof policy>[0] };

function planOf(example: Example) {
  return plan({
    entity: "acme-uk",
    employees: [],
    members: [],
    links: [],
    inFilter: ({ workLocation }) => workLocation !== "Elsewhere",
    today: TODAY,
    bankFingerprint,
    account: ACCOUNT,
    decisions: [],
    configChanged: false,
    acceptsOtherNames: false,
    connectedOn: "2026-01-01",
    ...example,
    policy: policy({ archivedByHand: "report", ...example.policy }),
  });
}

/** `kind code → member` of everybody, absent links as `(id)`. */
function rows(example: Example): Record<string, string> {
  const { rows: all, absent } = planOf(example);
  const text = ({ kind, code, memberId, warnings }: (typeof all)[number]) =>
    [`${kind} ${code}`, memberId, ...warnings].filter(Boolean).join(" ");
  return Object.fromEntries([
    ...all.map((row) => [row.employeeId, text(row)]),
    ...absent.map((row) => [`(${row.employeeId})`, text(row)]),
  ]);
}

/** A record of the person `id` under another id of the HR tool. */
function record(id: string, of: string, values: Partial<Employee> = {}): Employee {
  return { ...employee(of, values), id };
}

function decided(
  kind: PersonDecision["kind"],
  employeeId: string | null,
  memberId: string | null,
  until: string | null = null,
): PersonDecision {
  const who = employeeId === null ? null : { source: ACCOUNT.source, account: ACCOUNT.key, id: employeeId };
  const rest = { name: "", why: "", who: "admin", at: "2026-11-01T00:00:00Z", endedAt: null };
  return {
    id: `${kind} ${employeeId} ${memberId}`,
    entity: "acme-uk",
    kind,
    employee: who,
    memberId,
    until,
    ...rest,
  };
}

const LEFT: Partial<Employee> = { status: "inactive" };
const UNPROVEN = { ...ACCOUNT, isProven: false };

describe("who is who", () => {
  it("does not give the member of a leaver to a stranger with the same address", () => {
    const julia = employee("julia", { workEmail: "john@acme.test" });
    for (const status of ["active", "archived"] as const) {
      const world = { members: [member("john", { status })], links: [link("john")] };
      expect(rows({ employees: [employee("john", LEFT), julia], ...world })).toEqual({
        john: status === "active" ? "conflict member_claimed m-john" : "skipped already_archived m-john",
        julia: "conflict identity_unclear",
      });
    }
  });

  it("keeps the member of a person with a new record, and says so of the old one", () => {
    expect(
      rows({
        employees: [employee("ada", LEFT), record("e9", "ada")],
        members: [member("ada")],
        links: [link("ada")],
      }),
    ).toEqual({ ada: "skipped superseded", e9: "unchanged newly_linked m-ada" });
  });

  it("does not believe in the numbers of another account", () => {
    const links = [link("e1", { account: "trial", memberId: "m-ada", seen: link("ada").seen })];
    const other = { employees: [record("e1", "zoe"), record("e2", "ada")], members: [member("ada")], links };
    expect(rows(other)).toEqual({
      e1: "create joiner",
      e2: "unchanged newly_linked m-ada",
      "(e1)": "skipped superseded",
    });
    expect(planOf(other).links).toEqual([link("e2", { memberId: "m-ada", seen: link("ada").seen })]);
  });

  it("follows a marriage: id and earlier e-mail, id and name, or the id of a proven account", () => {
    const world = { members: [member("ada")], links: [link("ada")] };
    const king = { lastName: "King", workEmail: "ada.king@acme.test" };
    expect(rows({ employees: [employee("ada", { lastName: "King" })], ...world })).toEqual({
      ada: "update fields_changed m-ada",
    });
    expect(rows({ employees: [employee("ada", { workEmail: king.workEmail })], ...world })).toEqual({
      ada: "update email_changed m-ada",
    });
    expect(rows({ employees: [employee("ada", king)], ...world })).toEqual({
      ada: "update email_changed m-ada identity_changed",
    });
    expect(rows({ employees: [employee("ada", king)], ...world, account: UNPROVEN })).toEqual({
      ada: "conflict identity_unclear m-ada",
    });
  });

  it("takes a blank record for the same person, wherever the account", () => {
    const blank = employee("ada", { ...LEFT, firstName: null, lastName: null, workEmail: null });
    const world = { employees: [blank], members: [member("ada")], links: [link("ada")] };
    expect(rows(world)).toEqual({ ada: "archive inactive m-ada" });
    expect(rows({ ...world, account: UNPROVEN })).toEqual({ ada: "archive inactive m-ada" });
  });

  it("asks nothing about an anonymous leaver whose member is archived, and learns nothing of it", () => {
    const anonymous = employee("ada", { ...LEFT, firstName: "No", lastName: "Name", workEmail: null });
    const links = [link("ada", { account: null })];
    const world = { employees: [anonymous], members: [member("ada", { status: "archived" })], links };
    expect(rows(world)).toEqual({ ada: "skipped already_archived m-ada" });
    expect(planOf(world)).toMatchObject({ links, doubtful: [] });
    expect(rows({ ...world, members: [member("ada")] })).toEqual({ ada: "conflict identity_unclear m-ada" });
  });

  it("gives the member to two signs rather than to one", () => {
    const employees = [record("e1", "zoe"), record("e2", "ada")];
    const links = [link("e1", { memberId: "m-ada", seen: link("ada").seen })];
    expect(rows({ employees, members: [member("ada")], links })).toEqual({
      e1: "create joiner",
      e2: "unchanged newly_linked m-ada",
    });
  });

  it("lets a record that has left yield to the one that comes with the id of a proven account", () => {
    const king = employee("ada", { lastName: "King", workEmail: "ada.king@acme.test" });
    const employees = [king, record("e9", "ada", LEFT)];
    expect(rows({ employees, members: [member("ada")], links: [link("ada")] })).toEqual({
      ada: "update email_changed m-ada identity_changed",
      e9: "skipped superseded",
    });
  });

  it("gives no member of a missing record to one that has left, unless the account is another", () => {
    const world = { employees: [record("e9", "ada", LEFT)], members: [member("ada")] };
    expect(rows({ ...world, links: [link("ada")] })).toEqual({
      e9: "skipped superseded",
      "(ada)": "previously_managed absent m-ada",
    });
    expect(rows({ ...world, links: [link("ada", { account: "before" })] })).toEqual({
      e9: "archive inactive m-ada",
      "(ada)": "skipped superseded",
    });
  });

  it("puts a new link in the place of one whose member is gone", () => {
    const links = [link("ada", { memberId: "m-gone", bankFingerprint: "f" })];
    const world = { employees: [employee("ada")], members: [member("ada")], links };
    expect(rows(world)).toEqual({ ada: "unchanged newly_linked m-ada" });
    expect(planOf(world).links).toEqual([link("ada")]);
    expect(planOf({ ...world, employees: [employee("ada", LEFT)], members: [] }).links).toEqual(links);
    expect(planOf({ ...world, employees: [], members: [] }).links).toEqual([]);
    expect(planOf({ ...world, members: [] })).toMatchObject({ rows: [{ code: "member_gone" }], links });
  });

  it("confirms links of an unknown account by e-mail and name, not by the number alone", () => {
    const links = [link("ada", { account: null })];
    const plan = planOf({ employees: [employee("ada")], members: [member("ada")], links });
    expect(plan.rows.map(({ code }) => code)).toEqual(["in_step"]);
    expect(plan.links).toEqual([link("ada")]);
    const other = { employees: [record("ada", "zoe")], members: [member("ada")], links };
    expect(rows(other)).toEqual({ ada: "conflict identity_unclear m-ada" });
    expect(planOf(other).doubtful).toEqual(["ada"]);
  });

  it("accepts another name only for members never linked, and only when a person accepts it", () => {
    const employees = [employee("ada")];
    const guest = member("ada", { firstName: "Guest", lastName: "One" });
    expect(rows({ employees, members: [guest] })).toEqual({ ada: "conflict identity_unclear" });
    expect(rows({ employees, members: [guest], acceptsOtherNames: true })).toEqual({
      ada: "update fields_changed m-ada other_name",
    });
    // It stays accepted, also when the run ends before the write.
    const { links: accepted } = planOf({ employees, members: [guest], acceptsOtherNames: true });
    expect(accepted).toEqual([link("ada")]);
    expect(rows({ employees, members: [guest], links: accepted })).toEqual({
      ada: "update fields_changed m-ada",
    });
    expect(rows({ employees, members: [member("ada", { firstName: null, lastName: null })] })).toEqual({
      ada: "update fields_changed m-ada",
    });
    const links = [link("bob", { memberId: "m-ada" })];
    expect(rows({ employees, members: [guest], links, acceptsOtherNames: true }).ada).toBe(
      "conflict identity_unclear",
    );
  });

  it("counts a start date as a sign when few people share it", () => {
    const crowd = (startDate: string) =>
      Array.from({ length: 24 }, (_, index) => employee(`x${index}`, { ...LEFT, startDate }));
    const lea = record("e9", "lea", { workEmail: "ada@acme.test", startDate: "2020-03-04" });
    const links = [link("ada", { seen: { ...link("ada").seen, startDate: "2020-03-04" } })];
    const world = { members: [member("ada")], links };
    expect(rows({ employees: [lea, ...crowd("2019-01-01")], ...world }).e9).toMatch(/^update/);
    expect(rows({ employees: [lea, ...crowd("2020-03-04")], ...world }).e9).toBe("conflict identity_unclear");
  });

  it("lets the record inside the filter, then the later one, stand for a person", () => {
    const uk = record("e1", "cem", { startDate: "2020-01-01" });
    const de = record("e2", "cem", { startDate: "2024-01-01" });
    expect(rows({ employees: [uk, { ...de, workLocation: "Elsewhere" }] })).toEqual({
      e1: "create joiner",
      e2: "skipped superseded",
    });
    expect(rows({ employees: [uk, de] })).toEqual({ e1: "skipped superseded", e2: "create joiner" });
  });

  it("puts two people with one address in conflict", () => {
    expect(rows({ employees: [employee("ada"), employee("bob", { workEmail: "ADA@acme.test" })] })).toEqual({
      ada: "conflict duplicate_work_email",
      bob: "conflict duplicate_work_email",
    });
  });

  it("asks about namesakes: members that nobody has, and those of people who left", () => {
    const ada = record("e9", "ada", { workEmail: "ada.new@acme.test" });
    expect(rows({ employees: [ada], members: [member("ada", { email: null })] })).toEqual({
      e9: "conflict namesake_member",
    });
    const linked = { members: [member("ada")], links: [link("ada")] };
    expect(rows({ employees: [ada], ...linked }).e9).toBe("conflict namesake_member");
    expect(rows({ employees: [ada, employee("ada")], ...linked }).e9).toBe("create joiner");
    const moved = { ...ada, startDate: "2026-06-03" };
    const left = employee("ada", { ...LEFT, terminationDate: "2026-05-31" });
    expect(rows({ employees: [moved, left], ...linked })).toEqual({
      e9: "conflict namesake_member",
      ada: "conflict member_claimed m-ada",
    });
    // The name alone keeps no leaver, only somebody who is missing.
    expect(rows({ employees: [ada, employee("ada", LEFT)], ...linked })).toEqual({
      e9: "conflict namesake_member",
      ada: "archive inactive m-ada",
    });
    const links = [link("ada", { hrStatus: "previously_managed", absentReads: 1 })];
    expect(rows({ employees: [ada], members: linked.members, links, policy: { absent: "archive" } })).toEqual(
      {
        e9: "conflict namesake_member",
        "(ada)": "conflict member_claimed m-ada",
      },
    );
    expect(rows({ employees: [ada], ...linked, decisions: [decided("unlink", "e9", "m-ada")] }).e9).toBe(
      "create joiner",
    );
  });

  it("archives no member of somebody of unknown status who is its person by an earlier e-mail", () => {
    const ada = link("ada").seen;
    const links = [
      link("old", { memberId: "m-ada", seen: { ...ada, emails: ["a@acme.test", "ada@acme.test"] } }),
    ];
    const old = record("old", "ada", { ...LEFT, workEmail: "a@acme.test" });
    const world = { members: [member("ada", { email: "a@acme.test" })], links };
    const unknown = { status: "unknown" } as const;
    expect(rows({ ...world, employees: [old, record("e9", "ada", unknown)] }).old).toBe(
      "conflict member_claimed m-ada",
    );
    expect(
      rows({ ...world, employees: [old, record("e9", "zoe", { ...unknown, workEmail: "ada@acme.test" })] })
        .old,
    ).toBe("archive inactive m-ada");
  });
});

describe("what people decided", () => {
  const world = {
    employees: [employee("ada", { lastName: "X" })],
    members: [member("ada")],
    links: [link("ada")],
  };

  it("leaves alone who is ignored, until the day", () => {
    for (const decision of [decided("ignore", "ada", null), decided("ignore", null, "m-ada")]) {
      expect(rows({ ...world, decisions: [decision] })).toEqual({ ada: "skipped ignored m-ada" });
      expect(planOf({ ...world, decisions: [decision] }).links).toMatchObject([
        { memberId: "m-ada", hrStatus: "managed" },
      ]);
    }
    expect(rows({ ...world, decisions: [decided("ignore", "ada", null, "2026-11-23")] }).ada).toBe(
      "skipped ignored m-ada",
    );
    expect(rows({ ...world, decisions: [decided("ignore", "ada", null, "2026-11-22")] }).ada).toMatch(
      /^update/,
    );
    expect(rows({ ...world, employees: [], decisions: [decided("ignore", "ada", null)] })).toEqual({
      "(ada)": "skipped ignored m-ada",
    });
  });

  it("never matches what was taken apart", () => {
    const apart = { ...world, links: [], decisions: [decided("unlink", "ada", "m-ada")] };
    expect(rows(apart)).toEqual({ ada: "skipped unlinked" });
    expect(planOf(apart).links).toEqual([]);
  });
});

describe("standing, filter and archived members", () => {
  const world = { members: [member("ada")], links: [link("ada")] };

  it.each<[string, Partial<Employee>, Example["policy"], string]>([
    ["active before the first day", { startDate: "2026-11-24" }, {}, "unchanged not_started m-ada"],
    [
      "active, invited in time",
      { startDate: "2026-11-24" },
      { inviteDaysBefore: 1 },
      "unchanged in_step m-ada",
    ],
    [
      "inactive, never to end",
      { ...LEFT, terminationDate: "2099-12-31" },
      { graceDays: 5 },
      "archive inactive m-ada",
    ],
    [
      "inactive, ends within a year",
      { ...LEFT, terminationDate: "2026-12-31" },
      { graceDays: 5 },
      "skipped in_grace m-ada",
    ],
    ["active, ended today", { terminationDate: TODAY }, {}, "archive terminated m-ada"],
    [
      "active, ended before it started",
      { startDate: "2026-02-01", terminationDate: "2026-01-31" },
      {},
      "unchanged in_step m-ada",
    ],
    [
      "active, ended within the days of grace",
      { terminationDate: TODAY },
      { graceDays: 1 },
      "unchanged in_step m-ada",
    ],
    [
      "no contract yet",
      { status: "no_contract" as "pending", startDate: "2020-01-01" },
      {},
      "unchanged not_started m-ada",
    ],
  ])("%s", (_case, values, rules, row) => {
    expect(rows({ employees: [employee("ada", values)], ...world, ...(rules && { policy: rules }) })).toEqual(
      { ada: row },
    );
  });

  it("archives leavers whose data left the filter, not those whom a person left out", () => {
    const gone = employee("ada", { ...LEFT, workLocation: "Elsewhere" });
    const out = (released: "data" | "configuration" | null) =>
      rows({
        employees: [gone],
        members: [member("ada")],
        links: [link("ada", { hrStatus: "previously_managed", released })],
      }).ada;
    expect(out("data")).toBe("archive inactive m-ada");
    expect(out("configuration")).toBe("previously_managed left_out_of_filter m-ada");
    expect(out(null)).toBe("previously_managed left_out_of_filter m-ada");
    const leaves = { employees: [employee("ada", { workLocation: "Elsewhere" })], ...world };
    expect(planOf(leaves)).toMatchObject({ released: ["ada"], links: [{ released: "data" }] });
    expect(planOf({ ...leaves, configChanged: true }).links[0]?.released).toBe("configuration");
  });

  it("restores what this tool archived, and leaves what others archived", () => {
    const members = [member("ada", { status: "archived" })];
    const employees = [employee("ada", { startDate: "2026-06-01" })];
    const ours = { employees, members, links: [link("ada", { archived: true })] };
    expect(rows(ours).ada).toBe("restore rehire m-ada");
    expect(rows({ ...ours, policy: { rehires: "report" } }).ada).toBe("blocked rehire_reported m-ada");
    expect(rows({ employees, members, links: [link("ada")] }).ada).toBe("blocked archived_by_hand m-ada");
    expect(
      rows({ employees, members, links: [link("ada")], policy: { archivedByHand: "restore" } }).ada,
    ).toBe("restore archived_by_hand m-ada");
    expect(rows({ employees, links: [link("ada", { hidden: true })] }).ada).toBe(
      "blocked archived_by_hand m-ada",
    );
    expect(rows({ employees, members, connectedOn: null }).ada).toBe("blocked archived_before m-ada");
    expect(rows({ employees, members, connectedOn: "2026-06-01" }).ada).toBe("blocked archived_before m-ada");
    expect(rows({ employees, members }).ada).toBe("restore rehire m-ada");
  });
});

describe("e-mails in use and managers", () => {
  const team = (changes: Readonly<Record<string, Partial<Employee>>>) => {
    const ids = Object.keys(changes);
    return {
      employees: ids.map((id) => employee(id, changes[id])),
      members: ids.map((id) => member(id)),
      links: ids.map((id) => link(id)),
    };
  };
  const boss = (id: string) => ({ manager: { id, email: null } });

  it("waits for an e-mail that is given up, and exchanges none", () => {
    const chain = {
      ada: { workEmail: "ada.new@acme.test" },
      bob: { workEmail: "ada@acme.test" },
      cyd: { workEmail: "bob@acme.test" },
    };
    expect(planOf(team(chain)).rows.map(({ kind, level }) => `${kind} ${level}`)).toEqual([
      "update 0",
      "update 1",
      "update 2",
    ]);
    const circle = {
      ada: { workEmail: "bob@acme.test" },
      bob: { workEmail: "ada@acme.test" },
      cyd: { workEmail: "cyd.new@acme.test" },
    };
    expect(rows(team(circle))).toEqual({
      ada: "conflict email_swap m-ada",
      bob: "conflict email_swap m-bob",
      cyd: "update email_changed m-cyd",
    });
  });

  it("writes managers, but none who is oneself, in a circle, archived or nobody", () => {
    const people = {
      ada: boss("bob"),
      bob: boss("bob"),
      cyd: boss("dee"),
      dee: boss("cyd"),
      eve: { ...LEFT, ...boss("ada") },
      fay: boss("eve"),
      gus: boss("nobody"),
    };
    expect(rows(team(people))).toEqual({
      ada: "update fields_changed m-ada",
      bob: "unchanged in_step m-bob manager_self",
      cyd: "unchanged in_step m-cyd manager_circular",
      dee: "unchanged in_step m-dee manager_circular",
      eve: "archive inactive m-eve",
      fay: "unchanged in_step m-fay manager_archived",
      gus: "unchanged in_step m-gus manager_not_found",
    });
  });
});

describe("values", () => {
  const wrote = (values: object) =>
    link("ada", {
      written: {
        firstName: { value: "Ada", before: "Eda", times: 1, wasSeen: false, reportedEdit: null, ...values },
      },
    });
  const shows = (firstName: string, values: object, handEdits: "overwrite" | "report" = "overwrite") => {
    const world = {
      employees: [employee("ada")],
      members: [member("ada", { firstName })],
      links: [wrote(values)],
    };
    const plan = planOf({ ...world, policy: { handEdits } });
    const [row] = plan.rows;
    return [`${row?.kind} ${row?.warnings}`, plan.links[0]?.written.firstName] as const;
  };

  it("remember that they were kept", () => {
    expect(shows("Ada", {})).toMatchObject(["unchanged ", { wasSeen: true }]);
  });

  it("are sent twice, then rest until the member shows something else", () => {
    expect(shows("Eda", { times: 1 })[0]).toBe("update ");
    expect(shows("Eda", { times: 2 })[0]).toBe("unchanged not_kept");
    expect(shows("Ida", { times: 2 })[0]).toBe("update ");
  });

  it("that somebody typed are said before they are overwritten", () => {
    const first = shows("Ida", { wasSeen: true });
    expect(first).toMatchObject(["unchanged edited_by_hand", { reportedEdit: "Ida" }]);
    expect(shows("Ida", { wasSeen: true, reportedEdit: "Ida" })[0]).toBe("update edited_by_hand");
    expect(shows("Ita", { wasSeen: true, reportedEdit: "Ida" })[0]).toBe("unchanged edited_by_hand");
    expect(shows("Ida", { wasSeen: true, reportedEdit: "Ida" }, "report")[0]).toBe(
      "unchanged edited_by_hand",
    );
  });
});
