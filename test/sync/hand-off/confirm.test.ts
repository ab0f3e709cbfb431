import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BANKS, employee, link, rawBank } from "../../support/people.js";
import { modelMember, type Office, openArchive, openOffice } from "./office.js";

const UNTOLD = { tellsStatus: false, listsArchived: true, tellsManager: false };
const UNLISTED = { tellsStatus: false, listsArchived: false, tellsManager: false };

let archive: Awaited<ReturnType<typeof openArchive>>;
let office: Office;

beforeEach(async () => {
  archive = await openArchive();
});
afterEach(() => archive.close());

/** Two to create (one with an account, managed by the other), one to rename, one to archive. */
function smallCompany(): Promise<Office> {
  return openOffice(archive, {
    employees: [
      employee("ada", { manager: { id: "bo", email: null }, bank: rawBank(BANKS.gb) }),
      employee("bo"),
      employee("cy", { lastName: "Newname" }),
      employee("dee", { status: "inactive" }),
    ],
    members: [modelMember("cy"), modelMember("dee")],
    links: [link("cy")],
  });
}

async function changesOf(planned: Office): Promise<readonly string[]> {
  const { plan } = await planned.preview();
  return plan.changes.map(({ action, employeeId }) => `${action} ${employeeId}`);
}

async function notesOf(planned: Office): Promise<readonly string[]> {
  const { plan } = await planned.preview();
  return plan.notes.filter(({ kind }) => kind === "handed_off").map(({ reason }) => reason);
}

describe("changes that were handed off", () => {
  it("are not planned again while they are open, and say since when", async () => {
    office = await smallCompany();
    expect(await office.handOff()).toHaveLength(4);
    office.passDays(3);
    expect(await changesOf(office)).toEqual([]);
    expect(await notesOf(office)).toEqual([
      "Handed off on 2026-11-23, still open for 3 days: waits for the new member.",
      "Handed off on 2026-11-23, still open for 3 days: waits for the new member.",
      "Handed off on 2026-11-23, still open for 3 days: waits for last name.",
      "Handed off on 2026-11-23, still open for 3 days: waits for the archive.",
    ]);
    expect(await office.handOff()).toEqual([]);
  });

  it("are done once a read shows them, and leave nothing to do, bank details and managers included", async () => {
    office = await smallCompany();
    await office.carryOut(await office.handOff());
    expect(await changesOf(office)).toEqual([]);
    expect(await office.statuses()).toEqual([
      "create ada done",
      "create bo done",
      "update cy done",
      "archive dee done",
    ]);
    await office.apply();
    expect(await archive.state.handOffs("acme-uk", false)).toEqual([]);
    expect(await changesOf(office)).toEqual([]);
    const links = await archive.state.links("acme-uk");
    expect(
      links.map(({ employeeId, memberId, hrStatus, archived }) => ({
        employeeId,
        memberId,
        hrStatus,
        archived,
      })),
    ).toEqual([
      { employeeId: "ada", memberId: "new-1", hrStatus: "managed", archived: false },
      { employeeId: "bo", memberId: "new-2", hrStatus: "managed", archived: false },
      { employeeId: "cy", memberId: "m-cy", hrStatus: "managed", archived: false },
      { employeeId: "dee", memberId: "m-dee", hrStatus: "managed", archived: true },
    ]);
    expect(links[0]).toMatchObject({ bankFingerprint: expect.any(String), managerMemberId: "new-2" });
  });

  it("change no link in a preview", async () => {
    office = await smallCompany();
    const changes = await office.handOff();
    const before = await archive.state.links("acme-uk");
    await office.carryOut(changes);
    await office.preview();
    expect(await archive.state.links("acme-uk")).toEqual(before);
  });

  it("wait for what is missing when a colleague did only a part", async () => {
    office = await smallCompany();
    const changes = await office.handOff();
    await office.carryOut(
      changes
        .filter(({ action }) => action === "create")
        .map(({ desired: { manager: _notYet, ...desired }, ...change }) => ({ ...change, desired })),
    );
    expect(await changesOf(office)).toEqual([]);
    expect((await notesOf(office))[0]).toContain("waits for line manager.");
    expect(await office.statuses()).toContain("create ada open");
    await office.apply();
    expect(await archive.state.links("acme-uk")).toContainEqual(
      expect.objectContaining({
        employeeId: "ada",
        bankFingerprint: expect.any(String),
        managerMemberId: null,
      }),
    );
    office.memberOf({ memberId: "new-1", email: null }).managerId = "new-2";
    expect(await changesOf(office)).toEqual([]);
    expect(await office.statuses()).toContain("create ada done");
  });

  it("were done differently when the values are others, and are corrected by a new change", async () => {
    office = await smallCompany();
    await office.carryOut(await office.handOff());
    office.memberOf({ memberId: "new-1", email: null }).lastName = "Tset";
    office.memberOf({ memberId: "m-cy", email: null }).lastName = "Nawname";
    const { plan, handOffs } = await office.preview();
    expect(plan.changes.map(({ employeeId, fields }) => ({ employeeId, fields }))).toEqual([
      { employeeId: "ada", fields: [{ field: "lastName", from: "Tset", to: "Test" }] },
      { employeeId: "cy", fields: [{ field: "lastName", from: "Nawname", to: "Newname" }] },
    ]);
    expect(handOffs.settled.find(({ handOff }) => handOff.employeeId === "cy")).toMatchObject({
      status: "done_differently",
      detail: 'The last name is "Nawname", not "Newname".',
    });
  });

  it("are withdrawn by the next apply when the plan no longer wants them", async () => {
    office = await smallCompany();
    await office.handOff();
    office.employees = office.employees.map((one) =>
      one.id === "bo" ? { ...one, status: "inactive" } : one,
    );
    const { handOffs } = await office.preview();
    expect(handOffs.settled).toMatchObject([
      { handOff: { employeeId: "bo" }, status: "withdrawn", isSeen: false },
    ]);
    expect(await office.statuses()).toContain("create bo open");
    await office.apply();
    expect(await office.statuses()).toContain("create bo withdrawn");
    expect((await office.preview()).handOffs.settled).toEqual([]);
  });

  it("stay handed off when archives are left out of a run", async () => {
    office = await smallCompany();
    await office.handOff();
    await office.apply({ noArchive: true });
    expect(await office.statuses()).toContain("archive dee open");
  });

  it("are replaced when the e-mail of a creation changed, with a warning about the older row", async () => {
    office = await smallCompany();
    await office.handOff();
    office.employees = office.employees.map((one) =>
      one.id === "ada" ? { ...one, workEmail: "ada.lovelace@acme.test" } : one,
    );
    const { plan } = await office.preview();
    expect(plan.changes).toMatchObject([
      {
        action: "create",
        employeeId: "ada",
        warnings: [{ code: "handed_off_before" }, { code: "manager_handed_off" }],
      },
    ]);
    expect(await office.handOff()).toHaveLength(1);
    expect((await office.statuses()).filter((text) => text.includes("ada"))).toEqual([
      "create ada withdrawn",
      "create ada open",
    ]);
  });

  it("stay one row when only the name of a creation changed, which is updated after the import", async () => {
    office = await smallCompany();
    const changes = await office.handOff();
    office.employees = office.employees.map((one) => (one.id === "bo" ? { ...one, lastName: "Other" } : one));
    expect(await changesOf(office)).toEqual([]);
    await office.carryOut(changes);
    expect(await changesOf(office)).toEqual(["update bo"]);
  });

  it("hand a value over once more when it changed again", async () => {
    office = await smallCompany();
    await office.handOff();
    office.employees = office.employees.map((one) => (one.id === "cy" ? { ...one, lastName: "Third" } : one));
    const again = await office.handOff();
    expect(again).toMatchObject([{ action: "update", employeeId: "cy", desired: { lastName: "Third" } }]);
    expect((await office.statuses()).filter((text) => text.includes("cy"))).toEqual([
      "update cy withdrawn",
      "update cy open",
    ]);
  });

  it("let a new person wait for a manager who is handed off", async () => {
    office = await smallCompany();
    await office.handOff();
    office.employees = [...office.employees, employee("eve", { manager: { id: "bo", email: null } })];
    const changes = await office.handOff();
    expect(changes).toMatchObject([{ employeeId: "eve", warnings: [{ code: "manager_handed_off" }] }]);
    expect(changes[0]?.desired.manager).toBeUndefined();
  });

  it("do not count twice for one member when the HR tool gave the person a new id", async () => {
    const [before, after] = ["old", "new"].map((id) =>
      employee(id, { workEmail: "ada@acme.test", bank: rawBank(BANKS.gb) }),
    );
    if (!before || !after) throw new Error("two records of one person");
    office = await openOffice(archive, { employees: [before] });
    const changes = await office.handOff();
    office.employees = [after];
    expect(await office.handOff()).toHaveLength(1);
    await office.carryOut(changes);
    const { plan } = await office.preview();
    expect(plan.notes.filter(({ kind }) => kind === "conflict")).toEqual([]);
    // Only the name of the record is another one.
    expect(plan.changes.map(({ fields }) => fields.map(({ field }) => field))).toEqual([["firstName"]]);
    await office.carryOut(await office.handOff());
    await office.apply();
    expect(await changesOf(office)).toEqual([]);
    expect(await archive.state.links("acme-uk")).toMatchObject([{ employeeId: "new", memberId: "new-1" }]);
  });

  it("wait for a person's word when a member of that name came in with another e-mail", async () => {
    office = await smallCompany();
    await office.handOff();
    office.members.push(modelMember("bo", { id: "typo", email: "b0@acme.test" }));
    const { plan } = await office.preview();
    expect(plan.changes).toEqual([]);
    expect(plan.notes).toContainEqual(
      expect.objectContaining({
        kind: "conflict",
        code: "namesake_member",
        employeeId: "bo",
        reason: expect.stringContaining("a member of the same name that nobody has: Bo Test <b0@acme.test>"),
      }),
    );
  });
});

describe("what reads never show", () => {
  it("counts as done together with what they show", async () => {
    office = await smallCompany();
    office.view = UNLISTED;
    await office.carryOut(await office.handOff());
    expect(await changesOf(office)).toEqual([]);
    expect(await office.statuses()).toEqual([
      "create ada done",
      "create bo done",
      "update cy done",
      "archive dee done",
    ]);
    await office.apply();
    expect(await changesOf(office)).toEqual([]);
  });

  it("is taken as done by the next read when there is nothing else to see", async () => {
    office = await openOffice(archive, {
      employees: [employee("ada", { bank: rawBank(BANKS.gb) })],
      members: [modelMember("ada")],
    });
    await office.handOff();
    const { plan, handOffs } = await office.preview();
    expect(plan.changes).toEqual([]);
    expect(handOffs.settled).toMatchObject([
      { status: "taken_as_done", detail: "Spendesk's list of members does not show it: bank details." },
    ]);
    expect(await office.handOff()).toEqual([]);
    expect(await changesOf(office)).toEqual([]);
  });

  it("waits for the rest of what was handed off with it", async () => {
    office = await openOffice(archive, {
      employees: [employee("ada", { bank: rawBank(BANKS.gb) }), employee("bo")],
      members: [modelMember("ada")],
    });
    const changes = await office.handOff();
    expect(await notesOf(office)).toEqual([
      "Handed off on 2026-11-23, still open since today: waits for bank details. Spendesk's list of members does not show it.",
      "Handed off on 2026-11-23, still open since today: waits for the new member.",
    ]);
    expect(await office.statuses()).toContain("update ada open");
    await office.carryOut(changes);
    expect(await changesOf(office)).toEqual([]);
    expect(await office.statuses()).toEqual(["create bo done", "update ada taken_as_done"]);
  });

  it("is handed off once more on demand, also when it was taken as done", async () => {
    office = await openOffice(archive, {
      employees: [employee("ada", { bank: rawBank(BANKS.gb) }), employee("bo")],
      members: [modelMember("ada"), modelMember("bo", { lastName: "Oldname" })],
      links: [link("bo", { seen: { ...link("bo").seen, lastName: "Oldname" } })],
    });
    const [ada, bo] = await office.handOff({ insists: true });
    expect(await office.handOff({ again: true })).toEqual([ada, bo]);
    await office.carryOut(bo ? [bo] : []);
    await office.apply();
    expect(await office.handOff({ again: true })).toEqual([ada]);
    expect(await office.statuses()).toEqual([
      "update ada withdrawn",
      "update bo withdrawn",
      "update ada taken_as_done",
      "update bo done",
      "update ada open",
    ]);
  });

  it("keeps an archive open until a person says that it was done", async () => {
    office = await smallCompany();
    office.view = UNTOLD;
    await office.carryOut(await office.handOff());
    await office.apply();
    expect(await office.statuses()).toContain("archive dee open");
    expect(await changesOf(office)).toEqual([]);
    await office.apply({ trustHandOffs: true });
    expect(await office.statuses()).toContain("archive dee done");
    expect(await changesOf(office)).toEqual([]);
    await office.apply();
    expect(await changesOf(office)).toEqual([]);
  });

  it("does not let a restore be asked for again while only the line manager is missing", async () => {
    office = await openOffice(archive, {
      employees: [employee("ada", { manager: { id: "bo", email: null } }), employee("bo")],
      members: [modelMember("ada", { isArchived: true })],
      links: [link("ada", { archived: true })],
      view: UNLISTED,
    });
    const [restore] = await office.handOff();
    expect(restore).toMatchObject({ action: "restore", employeeId: "ada" });
    office.memberOf({ memberId: "m-ada", email: null }).isArchived = false;
    expect(await changesOf(office)).toEqual([]);
    expect((await notesOf(office))[0]).toContain("waits for line manager.");
    await office.apply();
    expect(await archive.state.links("acme-uk")).toMatchObject([{ employeeId: "ada", archived: false }]);
  });

  it("does not let a person's word stand against what a read shows", async () => {
    office = await smallCompany();
    await office.handOff();
    await office.apply({ trustHandOffs: true });
    expect(await office.statuses()).toContain("archive dee open");
  });
});

describe("an apply through the API", () => {
  it("leaves what a colleague has in hand to the colleague", async () => {
    office = await smallCompany();
    await office.handOff();
    await office.apply({ to: "api" });
    expect(office.members.map(({ id }) => id)).toEqual(["m-cy", "m-dee"]);
    expect((await office.statuses()).every((text) => text.endsWith("open"))).toBe(true);
  });

  it("does it on demand, and the colleague's rows are withdrawn", async () => {
    office = await smallCompany();
    await office.handOff();
    const result = await office.apply({ to: "api", again: true });
    expect(result.exitCode).toBe(0);
    expect((await office.statuses()).map((text) => text.split(" ")[2])).toEqual(Array(4).fill("withdrawn"));
    expect(await changesOf(office)).toEqual([]);
    expect(office.members).toHaveLength(4);
  });
});
