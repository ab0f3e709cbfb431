import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { draftFile } from "../../../src/cli/prompts/draft-file.js";

const schema = z.strictObject({ office: z.string() });

describe("draftFile", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "spendesk-hr-draft-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("gives back what was written, from a file that only its owner may read", async () => {
    const draft = draftFile(folder, "connector");
    expect(await draft.read(schema)).toBeNull();
    await draft.write({ office: "Paris" });
    await draft.write({ office: "London" });
    expect(await draft.read(schema)).toEqual({ office: "London" });
    expect(await readdir(folder)).toEqual([".spendesk-hr-connector.draft.json"]);
    expect((await stat(join(folder, ".spendesk-hr-connector.draft.json"))).mode & 0o777).toBe(0o600);
    await draft.remove();
    await draft.remove();
    expect(await readdir(folder)).toEqual([]);
  });

  it.each(["{", '{"office":7}', '{"office":"London","more":true}', ""])(
    "takes %j for no draft",
    async (text) => {
      await writeFile(join(folder, ".spendesk-hr-connector.draft.json"), text);
      expect(await draftFile(folder, "connector").read(schema)).toBeNull();
    },
  );

  it("keeps names apart that differ in case or signs only, and within the folder", async () => {
    const names = ["configure acme-uk", "configure Acme-UK", "configure acme uk", "../configure"];
    for (const name of names) await draftFile(folder, name).write({ office: name });
    const files = await readdir(folder);
    expect(new Set(files.map((name) => name.toLowerCase())).size).toBe(names.length);
    for (const name of names) expect(await draftFile(folder, name).read(schema)).toEqual({ office: name });
  });

  it("stops nothing where nothing can be written", async () => {
    const draft = draftFile(join(folder, "missing"), "connector");
    await draft.write({ office: "London" });
    expect(await draft.read(schema)).toBeNull();
    expect(await readFile(join(folder, "missing"), "utf8").catch(() => null)).toBeNull();
  });
});
