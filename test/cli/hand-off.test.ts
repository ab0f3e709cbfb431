import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import writeWorkbook from "write-excel-file/node";
import { applyDocument } from "../../src/cli/json-shapes/run-documents.js";
import type { SandboxOptions } from "../../src/sandbox/settings.js";
import { tellStory } from "../../src/sandbox/story.js";
import { done, openConnectedWorkspace } from "../support/connected-workspace.js";
import { withState } from "../support/memory.js";
import { requestsDuring, writesTo } from "../support/sandbox-requests.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";
import { bankNeedles, found } from "../support/secret-needles.js";
import { openTwoEntities } from "../support/two-entities.js";
import { bringIn, handOff, handOffCard, previewed, TO_FILE } from "./hand-off-support.js";

let workspace: SandboxWorkspace;

afterEach(() => workspace.close());

const READ_ONLY: SandboxOptions = { writes: false, employees: 30, members: 10 };

async function errorOf(argv: readonly string[]) {
  const { exitCode, document } = await workspace.json<{ error: { code: string; hint: string } }>(argv);
  return { exitCode, code: document.error.code, hint: document.error.hint };
}

describe("a Spendesk without write routes", () => {
  it("is brought in step by two files: the next preview is empty, and status shows all as confirmed", async () => {
    workspace = await openConnectedWorkspace(READ_ONLY);
    const { entities, files } = await handOff(workspace);
    const count = entities[0]?.changes.length ?? 0;
    expect(count).toBeGreaterThan(15);
    expect(await handOffCard(workspace)).toMatchObject({ open: count, done: 0 });

    for (const { errors } of await bringIn(workspace, { files })) expect(errors).toEqual([]);

    const { summary, changes, handOffs } = await previewed(workspace);
    expect({ changes, open: handOffs.open, handedOff: summary.handedOff }).toEqual({
      changes: [],
      open: [],
      handedOff: 0,
    });
    const card = await handOffCard(workspace);
    expect(card).toMatchObject({ open: 0, openSince: null, doneDifferently: 0, withdrawn: 0 });
    expect(card.done + card.takenAsDone).toBe(count);
    expect(done(await workspace.run(["preview", "--detailed-exitcode"])).stdout).toContain(
      "Plan: no changes.",
    );
    expect(done(await workspace.run(["apply", "--yes"])).stdout).toContain("nothing to do");
    expect(done(await workspace.run(["status"])).stdout).toMatch(/Handed off +✔ nothing open; \d+ done/);
  });

  it("gets e-mails, names, archives and restores through the worklist", async () => {
    workspace = await openConnectedWorkspace(READ_ONLY);
    const { control } = workspace.sandbox;
    await bringIn(workspace, await handOff(workspace));
    done(await workspace.run(["apply", "--yes"]));
    tellStory(control);
    const { entities, files } = await handOff(workspace);
    const actions = entities[0]?.changes.map(({ action }) => action);
    expect(actions).toEqual(["create", "update", "archive"]);
    for (const { errors } of await bringIn(workspace, { files })) expect(errors).toEqual([]);
    expect(await previewed(workspace)).toMatchObject({ changes: [], handOffs: { open: [] } });

    const leaver = entities[0]?.changes.find(({ action }) => action === "archive");
    control.upsertEmployee({
      id: leaver?.employeeId ?? "",
      status: "active",
      endDate: null,
      office: "Paris",
    });
    const restored = await handOff(workspace);
    expect(restored.entities[0]?.changes.map(({ action }) => action)).toEqual(["restore"]);
    await bringIn(workspace, restored);
    expect(await previewed(workspace)).toMatchObject({ changes: [], handOffs: { open: [] } });
    expect(control.members().find(({ id }) => id === leaver?.memberId)?.isArchived).toBe(false);
  });

  it("is brought in step as well when its list shows names and e-mails only", async () => {
    workspace = await openConnectedWorkspace({ ...READ_ONLY, readFields: "documented" });
    await bringIn(workspace, await handOff(workspace));
    expect(await previewed(workspace)).toMatchObject({ changes: [], handOffs: { open: [] } });
    done(await workspace.run(["apply", "--yes"]));
    tellStory(workspace.sandbox.control);
    await bringIn(workspace, await handOff(workspace));
    const { changes, handOffs } = await previewed(workspace);
    expect(changes).toEqual([]);
    // Nobody can see in that list who is archived.
    expect(handOffs.open).toMatchObject([{ action: "archive", waitsFor: ["the archive"], visible: false }]);
    done(await workspace.run(["apply", "--yes", "--handed-off-done"]));
    expect(await handOffCard(workspace)).toMatchObject({ open: 0, withdrawn: 0 });
    expect(await previewed(workspace)).toMatchObject({ changes: [], handOffs: { open: [] } });
  });
});

describe("apply --to file", () => {
  it("writes nothing to Spendesk, tells what is where, and keeps the files to their owner", async () => {
    workspace = await openConnectedWorkspace({ employees: 30 });
    const { stdout } = done(await workspace.run([...TO_FILE, "--out-dir", "for-anna"]));
    expect(stdout).toMatch(/^✔ \d+ changes of acme-uk handed off to a colleague\./m);
    expect(stdout).toContain(`Files for your colleague in ${join(workspace.folder, "for-anna")}`);
    expect(stdout).toMatch(/acme-uk-import\.xlsx {2}\d+ people to import/);
    expect(stdout).toContain("README.txt");
    expect(stdout).toContain("`spendesk-hr preview` shows what is confirmed");
    expect(writesTo(workspace.sandbox)).toEqual({});
    const folder = join(workspace.folder, "for-anna");
    for (const name of await readdir(folder)) {
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    }
  });

  it("has the documented JSON, and names a new folder after the day and the run", async () => {
    workspace = await openConnectedWorkspace({ employees: 30 });
    const { run, entities, files } = await handOff(workspace);
    const [entity] = entities;
    expect(entity?.results).toEqual({
      applied: 0,
      failed: 0,
      skipped: 0,
      handedOff: entity?.changes.length,
    });
    for (const { outcome, error } of entity?.changes ?? [])
      expect([outcome, error]).toEqual(["handed_off", null]);
    expect(files.map(({ kind, entity: id }) => [kind, id])).toEqual([
      ["import", "acme-uk"],
      ["worklist", "acme-uk"],
      ["worklist", "acme-uk"],
      ["readme", null],
    ]);
    const [folder] = (await readdir(workspace.folder)).filter((name) => name.includes("hand-off"));
    const day = new Date().toISOString().slice(0, 10);
    expect(folder).toBe(`spendesk-hr-hand-off-${day}-${run.slice(0, 8)}`);
  });

  it("is the way when the configuration says so, and --to overrides it", async () => {
    workspace = await openConnectedWorkspace({ employees: 30 });
    done(await workspace.connect("--set", "spendesk.target=file"));
    done(await workspace.configure());
    const { document } = await workspace.json(["apply", "--yes"]);
    expect(applyDocument.parse(document).files.length).toBeGreaterThan(0);
    done(await workspace.run(["apply", "--yes", "--to", "api", "--again"]));
    expect(workspace.sandbox.control.members().length).toBeGreaterThan(10);
  });

  it("hands over what was reviewed, and nothing when it changed since", async () => {
    workspace = await openConnectedWorkspace({ employees: 30 });
    done(await workspace.run(["preview", "--out", "plan.json"]));
    done(await workspace.run(["preview", "--out", "later.json"]));
    done(await workspace.run(["apply", "plan.json", "--to", "file", "--yes"]));
    expect(await errorOf(["apply", "later.json", "--to", "file", "--yes"])).toMatchObject({
      exitCode: 8,
      code: "plan_changed",
    });
  });

  it("asks first, keeps the safety limits and leaves no trace of what it may not do", async () => {
    workspace = await openConnectedWorkspace({ employees: 30 });
    expect(await errorOf(["apply", "--to", "file"])).toMatchObject({
      exitCode: 5,
      code: "confirmation_needed",
    });
    done(await workspace.run(["apply", "--yes"]));
    const { control } = workspace.sandbox;
    for (const person of control.employees().slice(0, 25)) {
      control.upsertEmployee({ id: person.id, status: "inactive" });
    }
    const { code, exitCode, hint } = await errorOf(TO_FILE);
    expect({ code, exitCode }).toEqual({ code: "too_many_archives", exitCode: 5 });
    expect(hint).toContain("--allow-archives");
    expect((await readdir(workspace.folder)).filter((name) => name.includes("hand-off"))).toEqual([]);
    expect(await handOffCard(workspace)).toMatchObject({ open: 0 });
  });

  it("checks a template before it asks anybody anything", async () => {
    workspace = await openConnectedWorkspace({ employees: 30 });
    await writeFile(join(workspace.folder, "template.xlsx"), "no workbook");
    const requests = await requestsDuring(workspace.sandbox, async () => {
      const wrong = await errorOf([...TO_FILE, "--template", "template.xlsx"]);
      expect(wrong).toMatchObject({ exitCode: 78, code: "template_not_xlsx" });
      const missing = await errorOf([...TO_FILE, "--template", "nowhere.xlsx"]);
      expect(missing).toMatchObject({ exitCode: 78, code: "template_missing" });
    });
    expect(requests).toEqual({});
  });

  it("refuses its flags when nothing goes into files", async () => {
    workspace = await openConnectedWorkspace({ employees: 30 });
    for (const flag of ["--template", "--out-dir"]) {
      expect(await errorOf(["apply", "--yes", flag, "there"])).toMatchObject({
        exitCode: 64,
        code: "no_file_target",
      });
    }
  });

  it("refuses a template with people in it", async () => {
    workspace = await openConnectedWorkspace({ employees: 30 });
    const { files } = await handOff(workspace);
    const filled = files.find(({ kind }) => kind === "import")?.path ?? "";
    expect(await errorOf([...TO_FILE, "--again", "--template", filled])).toMatchObject({
      exitCode: 78,
      code: "template_filled",
    });
  });

  it("puts bank details on the worklist when the template has no place for them", async () => {
    workspace = await openConnectedWorkspace({ employees: 30 });
    const rows = [["First name*", "Last name*", "Email Address*", "Roles"]];
    await writeFile(
      join(workspace.folder, "template.xlsx"),
      await writeWorkbook(rows, { sheet: "Members" }).toBuffer(),
    );
    const { entities, files } = await handOff(workspace, "--template", "template.xlsx");
    for (const { errors } of await bringIn(workspace, { files })) expect(errors).toEqual([]);
    const withBank = entities[0]?.changes.filter(({ fields }) =>
      fields.some(({ field }) => field === "bank"),
    );
    expect(withBank?.length).toBeGreaterThan(5);
    const members = workspace.sandbox.control.members();
    for (const { email } of withBank ?? []) {
      expect(members.find((member) => member.email === email)?.bankAccount).not.toBeNull();
    }
    expect(await previewed(workspace)).toMatchObject({ changes: [], handOffs: { open: [] } });
  });

  it("warns of the folder of a run that was killed while it wrote it, until it is deleted", async () => {
    workspace = await openConnectedWorkspace({ employees: 30 });
    const left = join(workspace.folder, "left");
    await mkdir(left);
    await withState(workspace, async (state) => {
      const run = await state.startRun("apply", ["acme-uk"], new Date());
      await state.noteFolder(run, left);
    });
    for (const argv of [["status"], TO_FILE]) {
      expect(done(await workspace.run(argv)).stderr).toMatch(/left is from run .* don't use it, delete it\./);
    }
    await rm(left, { recursive: true });
    expect(done(await workspace.run(["status"])).stderr).toBe("");
  });

  it("does not mix two hand-offs in one folder, and counts nothing of the second", async () => {
    workspace = await openConnectedWorkspace({ employees: 30 });
    await mkdir(join(workspace.folder, "used"));
    await writeFile(join(workspace.folder, "used", "acme-uk-import.xlsx"), "of last week");
    const { exitCode, document } = await workspace.json([...TO_FILE, "--out-dir", "used"]);
    expect(exitCode).toBe(64);
    const [entity] = applyDocument.parse(document).entities;
    expect(entity?.changes[0]).toMatchObject({ outcome: "failed", error: { code: "handoff_folder_in_use" } });
    expect(await handOffCard(workspace)).toMatchObject({ open: 0 });
    expect((await handOff(workspace)).files.length).toBeGreaterThan(0);
  });

  it("writes bank details into the .xlsx files and nowhere else", async () => {
    workspace = await openConnectedWorkspace({ employees: 30, members: 10 });
    const run = done(await workspace.run([...TO_FILE, "--out-dir", "out", "--debug"]));
    const seen = [run, await workspace.run(["preview"]), await workspace.run(["history", "-o", "json"])];
    const texts = seen.flatMap(({ stdout, stderr }) => [stdout, stderr]);
    for (const folder of [workspace.stateDir, join(workspace.folder, "out")]) {
      for (const name of await readdir(folder)) {
        if (!name.endsWith(".xlsx")) texts.push(await readFile(join(folder, name), "latin1"));
      }
    }
    for (const text of texts) expect(found(bankNeedles(workspace), text)).toEqual([]);
  });
});

describe("changes in the hands of a colleague", () => {
  it("are counted by status, noted by preview, explained by explain and dated by history", async () => {
    workspace = await openConnectedWorkspace({ employees: 30 });
    const { run, entities, files } = await handOff(workspace);
    const [change] = entities[0]?.changes ?? [];
    const since = new Date().toISOString().slice(0, 10);
    const text = `Handed off on ${since}, still open since today: waits for the new member.`;
    expect(done(await workspace.run(["preview"])).stdout).toContain("Handed off, still open (");
    const { notes } = await previewed(workspace);
    expect(notes).toContainEqual({
      kind: "handed_off",
      employeeId: change?.employeeId,
      memberId: null,
      email: change?.email,
      name: change?.name,
      code: "handed_off",
      reason: text,
    });
    expect(done(await workspace.run(["explain", change?.email ?? ""])).stdout).toContain(text);
    const card = done(await workspace.run(["status"])).stdout;
    expect(card).toContain(`handed off, still open since ${since}`);
    expect(card).toContain("spendesk-hr preview --entity acme-uk (confirms what your colleague has done)");
    expect(done(await workspace.run(["history", run])).stdout).toContain("→ handed off, … open");

    await bringIn(workspace, { files });
    const { handOffs } = await previewed(workspace);
    expect(handOffs.settled[0]).toMatchObject({ status: "done", run, memberId: expect.any(String) });
    const history = done(await workspace.run(["history", run])).stdout;
    expect(history).toContain(`→ handed off, ✔ done (${since})`);
    expect(history).toContain(`Files: ${join(workspace.folder, `spendesk-hr-hand-off-${since}`)}`);
    expect(done(await workspace.run(["status"])).stdout).toContain("(links the members that were confirmed)");
  });

  it("wait for the worklist when only the import was done", async () => {
    workspace = await openConnectedWorkspace({ employees: 30 });
    const { files } = await handOff(workspace);
    await bringIn(workspace, { files }, ["import"]);
    const { changes, handOffs } = await previewed(workspace);
    expect(changes).toEqual([]);
    expect(handOffs.settled.length).toBeGreaterThan(0);
    for (const { waitsFor } of handOffs.open) expect(waitsFor).toEqual(["line manager"]);
    await bringIn(workspace, { files }, ["worklist"]);
    expect((await previewed(workspace)).handOffs.open).toEqual([]);
  });

  it("are not handed over twice, and all at once on demand", async () => {
    workspace = await openConnectedWorkspace({ employees: 30 });
    const first = await handOff(workspace);
    const second = await handOff(workspace);
    expect(second.files).toEqual([]);
    expect(second.entities[0]?.changes).toEqual([]);
    const nothing = done(await workspace.run(["apply", "--yes"])).stdout;
    expect(nothing).toContain("nothing to do");
    expect(nothing).toContain("in the hands of a colleague, the oldest since");
    const again = await handOff(workspace, "--again");
    expect(again.files.map(({ path }) => basename(path))).toEqual(
      first.files.map(({ path }) => basename(path)),
    );
    const count = first.entities[0]?.changes.length;
    expect(await handOffCard(workspace)).toMatchObject({ open: count, withdrawn: count });
  });

  it("are invited once even if the API does them on demand and the file is imported all the same", async () => {
    workspace = await openConnectedWorkspace({ employees: 30 });
    const { files, entities } = await handOff(workspace);
    const { stdout } = done(await workspace.run(["apply", "--yes", "--to", "api", "--again"]));
    expect(stdout).not.toContain("in the hands of a colleague");
    expect(stdout).toMatch(
      /– withdrawn: create .* Done through the API instead, by run \w{8}\. Tell your colleague not to do it\./,
    );
    const members = workspace.sandbox.control.members().length;
    expect(await handOffCard(workspace)).toMatchObject({ open: 0, withdrawn: entities[0]?.changes.length });
    const [report] = await bringIn(workspace, { files }, ["import"]);
    expect(report?.done).toBe(0);
    expect(new Set(report?.errors.map(({ error }) => error))).toEqual(new Set(["user already exists"]));
    expect(workspace.sandbox.control.members()).toHaveLength(members);
    expect((await previewed(workspace)).changes).toEqual([]);
  });

  it("are withdrawn with a word to the colleague when a person left before the import", async () => {
    workspace = await openConnectedWorkspace({ employees: 30 });
    const { entities } = await handOff(workspace);
    const [change] = entities[0]?.changes ?? [];
    workspace.sandbox.control.upsertEmployee({ id: change?.employeeId ?? "", status: "inactive" });
    const { stdout } = done(await workspace.run(["apply", "--yes"]));
    expect(stdout).toMatch(/– withdrawn: create .* Tell your colleague not to do it\./);
    expect(await handOffCard(workspace)).toMatchObject({ withdrawn: 1 });
  });

  it("are done differently when somebody typed another name, which is then a change", async () => {
    workspace = await openConnectedWorkspace({ employees: 30 });
    await bringIn(workspace, await handOff(workspace));
    const { control } = workspace.sandbox;
    const [member] = control.members();
    control.patchMember(member?.id ?? "", { lastName: "Mistyped" });
    const { changes, handOffs } = await previewed(workspace);
    expect(changes).toMatchObject([
      { action: "update", memberId: member?.id, fields: [{ field: "lastName" }] },
    ]);
    expect(handOffs.settled.filter(({ status }) => status === "done_differently")).toMatchObject([
      { memberId: member?.id, detail: `The last name is "Mistyped", not "${member?.lastName}".` },
    ]);
  });
});

describe("two entities with two ways", () => {
  it("write the one through the API and hand the other over in one run", async () => {
    workspace = await openTwoEntities({ employees: 30 });
    const yaml = await readFile(workspace.configPath, "utf8");
    const [before = "", after = ""] = yaml.split("  acme-fr:");
    await writeFile(
      workspace.configPath,
      `${before}  acme-fr:${after.replace("    spendesk:", "    spendesk:\n      target: file")}`,
    );
    const { exitCode, document } = await workspace.json(["apply", "--yes"]);
    expect(exitCode).toBe(0);
    const { entities, files } = applyDocument.parse(document);
    const [uk, fr] = entities;
    expect(uk?.results).toMatchObject({ applied: uk?.changes.length, handedOff: 0 });
    expect(fr?.results).toMatchObject({ applied: 0, handedOff: fr?.changes.length });
    expect(new Set(files.map(({ entity }) => entity))).toEqual(new Set(["acme-fr", null]));
    expect(workspace.sandbox.control.members("acme-fr")).toEqual([]);
    for (const { errors } of await bringIn(workspace, { files })) expect(errors).toEqual([]);
    expect(done(await workspace.run(["preview", "--detailed-exitcode"])).exitCode).toBe(0);
  });
});
