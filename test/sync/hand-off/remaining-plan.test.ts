import { describe, expect, it } from "vitest";
import { contextOf, lookAt, type Observation } from "../../../src/sync/hand-off/observation.js";
import { withoutHandedOff } from "../../../src/sync/hand-off/plan.js";
import { BankDetails } from "../../../src/sync/model/bank.js";
import type { HandOff } from "../../../src/sync/model/hand-off.js";
import type { Member } from "../../../src/sync/model/member.js";
import type { Change, FieldChange, Note } from "../../../src/sync/model/plan.js";
import { member, planOf } from "../../support/people.js";
import { changeOf, handOffOf } from "./papers.js";

interface Rest {
  readonly changes: readonly Change[];
  readonly notes: readonly Note[];
  readonly wanted: ReadonlyMap<HandOff, ReadonlySet<string>>;
}

function restOf(
  changes: readonly Change[],
  handOffs: readonly HandOff[],
  { members = [], again = false, notes = [] }: { members?: Member[]; again?: boolean; notes?: Note[] } = {},
): Rest {
  const open: readonly Observation[] = lookAt(handOffs, contextOf(members, [], handOffs, false));
  const plan = { ...planOf({}), changes, notes };
  const { plan: rest, wanted } = withoutHandedOff(plan, open, ({ runId }) => `Since ${runId}`, again);
  return { changes: rest.changes, notes: rest.notes, wanted };
}

const notesOf = ({ notes }: Rest) =>
  notes.map(({ employeeId, code, reason }) => `${employeeId} ${code}: ${reason}`);
const warningsOf = ({ changes }: Rest) =>
  changes.flatMap(({ warnings }) => warnings.map(({ code, text }) => `${code}: ${text}`));

const BANK = { details: new BankDetails("DE89370400440532013000", "COBADEFFXXX"), fingerprint: "f" };
const field = (name: FieldChange["field"], to = "x"): FieldChange => ({ field: name, from: null, to });
const toBob = (memberId: string | null) => ({ employeeId: "bob", memberId });

/** An update of Ada's name and e-mail. */
const rename = changeOf("ada", {
  action: "update",
  code: "email_changed",
  fields: [field("email", "ada.king@acme.test"), field("lastName", "King")],
  desired: { email: "ada.king@acme.test", lastName: "King" },
});
const renamed = handOffOf("ada", {
  action: "update",
  wanted: { email: "ada.king@acme.test", lastName: "King" },
  fields: [
    { field: "email", from: "ada@acme.test", to: "ada.king@acme.test" },
    { field: "lastName", from: "Test", to: "King" },
  ],
});

describe("a whole change in the hands of a colleague", () => {
  it.each<[string, Change, HandOff, Member[], string]>([
    [
      "creation",
      changeOf("ada"),
      handOffOf("ada"),
      [],
      "ada handed_off: Since run-1: waits for the new member.",
    ],
    [
      "creation under another name",
      changeOf("ada", { desired: { lastName: "King" } }),
      handOffOf("ada", { email: "ADA@acme.test", wanted: { lastName: "Test" } }),
      [],
      "ada handed_off: Since run-1: waits for the new member.",
    ],
    [
      "archive",
      changeOf("ada", { action: "archive" }),
      handOffOf("ada", { action: "archive" }),
      [member("ada")],
      "ada handed_off: Since run-1: waits for the archive.",
    ],
    [
      "archive that no read shows",
      changeOf("ada", { action: "archive" }),
      handOffOf("ada", { action: "archive" }),
      [member("ada", { status: "unknown" })],
      "ada handed_off: Since run-1: waits for the archive. Spendesk's list of members does not show it.",
    ],
    [
      "restore with values",
      changeOf("ada", { action: "restore", desired: { lastName: "King" } }),
      handOffOf("ada", { action: "restore", wanted: { lastName: "King" } }),
      [],
      "ada handed_off: Since run-1: waits for the restore.",
    ],
    ["update", rename, renamed, [member("ada")], "ada handed_off: Since run-1: waits for e-mail, last name."],
  ])("(%s) is a note", (_what, change, handOff, members, note) => {
    const rest = restOf([change], [handOff], { members });
    expect(rest.changes).toEqual([]);
    expect(notesOf(rest)).toEqual([note]);
    expect(rest.notes[0]).toMatchObject({
      kind: "handed_off",
      memberId: change.memberId,
      email: change.email,
      name: "ada",
    });
    expect(rest.wanted.has(handOff)).toBe(true);
  });

  it.each<[string, Change, HandOff, Member[]]>([
    ["of somebody else", changeOf("ada"), handOffOf("bob"), []],
    [
      "that is another action",
      changeOf("ada", { action: "archive" }),
      handOffOf("ada", { action: "restore" }),
      [],
    ],
    [
      "of another member",
      changeOf("ada", { action: "archive", memberId: "m-2" }),
      handOffOf("ada", { action: "archive" }),
      [member("ada")],
    ],
    ["that was done", changeOf("ada", { action: "archive" }), handOffOf("ada", { action: "archive" }), []],
    [
      "of an update while the member is still to be created",
      rename,
      handOffOf("ada", { wanted: { lastName: "King" } }),
      [],
    ],
    ["of an update of another member", { ...rename, memberId: "m-2" }, renamed, [member("ada")]],
    [
      "of an update with other values",
      { ...rename, desired: { email: "x@acme.test", lastName: "Quinn" } },
      renamed,
      [member("ada")],
    ],
    [
      "of an update whose values are there",
      rename,
      renamed,
      [member("ada", { email: "ada.king@acme.test", lastName: "King" })],
    ],
  ])("covers nothing %s", (_what, change, handOff, members) => {
    const rest = restOf([change], [handOff], { members });
    expect(rest.changes).toEqual([change]);
    expect(rest.notes).toEqual([]);
    expect(rest.wanted.size).toBe(0);
  });

  it("does not cover a creation without an e-mail", () => {
    const nameless = changeOf("ada", { email: null });
    expect(restOf([nameless], [handOffOf("ada", { email: null })]).changes).toHaveLength(1);
    expect(restOf([nameless], [handOffOf("ada")]).changes).toHaveLength(1);
    expect(restOf([changeOf("ada")], [handOffOf("ada", { email: null })]).changes).toHaveLength(1);
  });

  it("stays planned on demand, and is known to be wanted", () => {
    const handOff = handOffOf("ada");
    const rest = restOf([changeOf("ada")], [handOff], { again: true });
    expect(rest.changes).toEqual([changeOf("ada")]);
    expect(rest.notes).toEqual([]);
    expect([...(rest.wanted.get(handOff) ?? [])]).toEqual(["member"]);
  });

  it("takes its place among the notes of others", () => {
    const [cyd, abe] = ["cyd", "abe"].map(
      (employeeId): Note => ({
        ...{
          kind: "skipped",
          employeeId,
          memberId: null,
          email: null,
          name: employeeId,
          code: "no_name",
          reason: "-",
        },
      }),
    );
    if (!cyd || !abe) throw new Error("two notes");
    const rest = restOf([changeOf("bob")], [handOffOf("bob")], { notes: [abe, cyd] });
    expect(rest.notes.map(({ employeeId }) => employeeId)).toEqual(["abe", "bob", "cyd"]);
  });
});

describe("an update of which a part is in the hands of a colleague", () => {
  const members = [member("ada")];

  it("keeps the rest, with a reason of its own and a word about the part", () => {
    const emailOnly = { ...renamed, wanted: { email: "ada.king@acme.test" } };
    const rest = restOf([rename], [emailOnly], { members });
    expect(rest.changes).toMatchObject([
      {
        desired: { lastName: "King" },
        code: "fields_changed",
        reason: "Differs from the HR tool: last name.",
      },
    ]);
    expect(rest.changes[0]?.desired).not.toHaveProperty("email");
    expect(rest.changes[0]?.fields.map((one) => one.field)).toEqual(["lastName"]);
    expect(warningsOf(rest)).toEqual(["handed_off: Since run-1: waits for e-mail."]);
  });

  it("keeps a value that changed once more", () => {
    const rest = restOf([{ ...rename, desired: { ...rename.desired, lastName: "Quinn" } }], [renamed], {
      members,
    });
    expect(rest.changes).toMatchObject([{ desired: { lastName: "Quinn" } }]);
    expect(warningsOf(rest)).toEqual(["handed_off: Since run-1: waits for e-mail."]);
  });

  it.each<[string, Change["desired"], HandOff["wanted"]]>([
    ["email", { email: "x@acme.test" }, { email: "x@acme.test" }],
    ["firstName", { firstName: "Eda" }, { firstName: "Eda" }],
    ["lastName", { lastName: "King" }, { lastName: "King" }],
    ["bank", { bank: BANK }, { bankFingerprint: "f" }],
    ["manager", { manager: toBob("m-bob") }, { manager: toBob(null) }],
  ])("loses its %s alone", (name, desired, wanted) => {
    const all = {
      email: "new@acme.test",
      firstName: "New",
      lastName: "New",
      bank: { ...BANK, fingerprint: "new" },
      manager: { employeeId: "cyd", memberId: "m-cyd" },
    };
    const names = ["email", "firstName", "lastName", "bank", "manager"] as const;
    const change = changeOf("ada", {
      action: "update",
      fields: names.map((one) => field(one)),
      desired: { ...all, ...desired },
    });
    const handOff = handOffOf("ada", {
      action: "update",
      wanted,
      fields: [
        { field: "email", from: "ada@acme.test", to: "x" },
        { field: "firstName", from: "Ada", to: "x" },
        { field: "lastName", from: "Test", to: "x" },
      ],
    });
    const [left] = restOf([change], [handOff], {
      members: [member("ada", { managerId: null }), member("bob")],
    }).changes;
    const others = names.filter((one) => one !== name);
    expect(Object.keys(left?.desired ?? {})).toEqual(others);
    expect(left?.fields.map((one) => one.field)).toEqual(others);
  });

  it("keeps another manager than the one that was handed off", () => {
    const handOff = handOffOf("ada", { action: "update", wanted: { manager: toBob("m-bob") } });
    const manager = { employeeId: "cyd", memberId: "m-cyd" };
    const change = changeOf("ada", { action: "update", fields: [field("manager")], desired: { manager } });
    expect(
      restOf([change], [handOff], { members: [member("ada", { managerId: null }), member("bob")] }),
    ).toMatchObject({
      changes: [change],
      notes: [],
    });
  });

  it("names what each of several hand-offs waits for", () => {
    const first = { ...renamed, wanted: { email: "ada.king@acme.test" } };
    const second = { ...renamed, runId: "run-2", wanted: { lastName: "King" } };
    const rest = restOf([rename], [first, second], { members });
    expect(notesOf(rest)).toEqual([
      "ada handed_off: Since run-1: waits for e-mail. Since run-2: waits for last name.",
    ]);
    expect(rest.wanted.size).toBe(2);
  });
});

describe("a new row beside an older one of the same person", () => {
  const older = handOffOf("ada", { email: "old@acme.test" });
  const warning =
    "handed_off_before: Since run-1, with the e-mail old@acme.test: that row must not be imported any more.";

  it.each<[string, Change, HandOff, Member[], string[]]>([
    ["warns of the older one", changeOf("ada"), older, [], [warning]],
    [
      "warns of one without an e-mail",
      changeOf("ada"),
      { ...older, email: null },
      [],
      ["handed_off_before: Since run-1: that row must not be imported any more."],
    ],
    [
      "says nothing once that was imported",
      changeOf("ada"),
      older,
      [member("x", { email: "old@acme.test" })],
      [],
    ],
    ["says nothing of an update", changeOf("ada"), renamed, [member("ada")], []],
    ["says nothing of a creation before an archive", changeOf("ada", { action: "archive" }), older, [], []],
  ])("%s", (_what, change, handOff, members, expected) => {
    const rest = restOf([change], [handOff], { members });
    expect(rest.changes).toHaveLength(1);
    expect(warningsOf(rest)).toEqual(expected);
  });
});
