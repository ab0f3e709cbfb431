import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { EntityHandOff } from "../../../src/spendesk/bulk-import/types.js";
import { writeHandOff } from "../../../src/spendesk/bulk-import/write-hand-off.js";
import { BANKS, employee, link, member, rawBank } from "../../support/people.js";
import { handOffOf, newFolder, problemOf, RUN, written } from "./hand-offs.js";
import { excelTemplate } from "./templates.js";

const JOINER = handOffOf({ employees: [employee("ada", { bank: rawBank(BANKS.de) })] });
const LEAVER: EntityHandOff = {
  ...handOffOf({
    employees: [employee("bob", { status: "inactive" })],
    members: [member("bob")],
    links: [link("bob")],
  }),
  entity: "acme-fr",
};

async function modeOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8);
}

describe("hand-off", () => {
  it("is a folder and files for their owner only, whatever the umask", async () => {
    const before = process.umask(0);
    onTestFinished(() => void process.umask(before));
    const { folder, files } = await written(JOINER, LEAVER);
    expect(await modeOf(folder)).toBe("700");
    for (const { path } of files) expect(await modeOf(path)).toBe("600");
  });

  it("has an import file and a worklist per entity and one README, and only those with people in them", async () => {
    const { folder, files } = await written(JOINER, LEAVER);
    expect(files).toEqual([
      {
        path: join(folder, "acme-uk-import.xlsx"),
        entity: "acme-uk",
        kind: "import",
        rows: 1,
        unfilled: null,
      },
      {
        path: join(folder, "acme-fr-worklist.xlsx"),
        entity: "acme-fr",
        kind: "worklist",
        rows: 1,
        unfilled: null,
      },
      {
        path: join(folder, "acme-fr-worklist.csv"),
        entity: "acme-fr",
        kind: "worklist",
        rows: 1,
        unfilled: null,
      },
      { path: join(folder, "README.txt"), entity: null, kind: "readme", rows: 2, unfilled: null },
    ]);
    expect((await readdir(folder)).sort()).toEqual([
      "README.txt",
      "acme-fr-worklist.csv",
      "acme-fr-worklist.xlsx",
      "acme-uk-import.xlsx",
    ]);
  });

  it("writes nothing at all without changes", async () => {
    const folder = await newFolder();
    expect(await writeHandOff({ folder, ...RUN, entities: [handOffOf({})] })).toEqual([]);
    await expect(stat(folder)).rejects.toThrow("ENOENT");
  });

  it("returns no bank details", async () => {
    const { files } = await written(JOINER);
    expect(JSON.stringify(files)).not.toContain(BANKS.de.iban.slice(4, 12));
  });

  it("uses an empty folder that is there, and leaves files of the system in it alone", async () => {
    const folder = await newFolder();
    await mkdir(folder);
    await writeFile(join(folder, ".DS_Store"), "x");
    await writeHandOff({ folder, ...RUN, entities: [JOINER] });
    expect((await readdir(folder)).sort()).toEqual([".DS_Store", "README.txt", "acme-uk-import.xlsx"]);
  });

  it("refuses the folder of an earlier hand-off and leaves it as it is", async () => {
    const { folder } = await written(JOINER);
    const before = await readFile(join(folder, "acme-uk-import.xlsx"));
    const problem = await problemOf(writeHandOff({ folder, ...RUN, entities: [LEAVER] }));
    expect(problem).toMatchObject({ kind: "usage", code: "handoff_folder_in_use" });
    expect(problem.message).toBe(`The folder ${folder} is not empty.`);
    expect((await readdir(folder)).sort()).toEqual(["README.txt", "acme-uk-import.xlsx"]);
    expect(await readFile(join(folder, "acme-uk-import.xlsx"))).toEqual(before);
  });

  it("refuses a place that is a file", async () => {
    const folder = await newFolder();
    await writeFile(folder, "mine");
    const problem = await problemOf(writeHandOff({ folder, ...RUN, entities: [JOINER] }));
    expect(problem).toMatchObject({ kind: "configuration", code: "handoff_not_writable" });
    expect(await readFile(folder, "utf8")).toBe("mine");
  });

  it("leaves no file and no folder behind when one file can't be written", async () => {
    const folder = await newFolder();
    // A name with a slash leads into a folder that is not there.
    const impossible = { ...LEAVER, entity: "no/such-folder" };
    const problem = await problemOf(writeHandOff({ folder, ...RUN, entities: [JOINER, impossible] }));
    expect(problem.code).toBe("handoff_not_writable");
    expect(problem.message).toContain("no file of it was left there");
    await expect(stat(folder)).rejects.toThrow("ENOENT");
  });

  it("writes nothing when the template of one entity can't be used", async () => {
    const folder = await newFolder();
    const bad = {
      ...JOINER,
      entity: "acme-de",
      template: excelTemplate({ titles: ["First name*", "Last name*"] }),
    };
    const problem = await problemOf(writeHandOff({ folder, ...RUN, entities: [JOINER, bad] }));
    expect(problem.message).toBe("The import template of acme-de can't be used.");
    await expect(stat(folder)).rejects.toThrow("ENOENT");
  });
});

describe("README of a hand-off", () => {
  it("says what each file is, the steps in Spendesk, and what to do afterwards", async () => {
    const { text } = await written(JOINER, LEAVER);
    const readme = await text("README.txt");
    for (const part of [
      "Made by spendesk-hr on 2026-11-23 08:15 UTC (run run-1).",
      "- acme-uk-import.xlsx: 1 person to invite to acme-uk",
      "- acme-fr-worklist.xlsx and acme-fr-worklist.csv: 1 person of acme-fr",
      "Settings > Organisation > Members > Invite new members > By file upload",
      "this sends the invitations",
      "Account Owners and Organisation Owners can't be archived",
      "active subscription cards",
      LEAVER.membersUrl,
      "`spendesk-hr preview`",
      "Delete this folder",
    ]) {
      expect(readme).toContain(part);
    }
    expect(readme).not.toContain(BANKS.de.iban.slice(4, 12));
  });

  it("leaves out what there is nothing of", async () => {
    const onlyImport = await (await written(JOINER)).text("README.txt");
    expect(onlyImport).not.toContain("WORKLIST");
    expect(onlyImport).toContain("apply --to file --again --template");
    const fromTemplate = await (await written({ ...JOINER, template: excelTemplate() })).text("README.txt");
    expect(fromTemplate).not.toContain("--template");
    expect(fromTemplate).not.toContain("are empty in the file");
    const onlyWorklist = await (await written(LEAVER)).text("README.txt");
    expect(onlyWorklist).not.toContain("By file upload");
    expect(onlyWorklist).toContain("- Archive:");
    expect(onlyWorklist).not.toMatch(/single sign-on|- Update:|- Restore:|- Invite by hand:/u);
  });
});
