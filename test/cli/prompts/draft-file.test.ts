import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { draftFile } from "../../../src/cli/prompts/draft-file.js";

const schema = z.strictObject({ office: z.string() });

describe("draftFile", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "spendesk-hr-draft-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("gives back what was written, from a file that only its owner may read", async () => {
    const draft = draftFile(folder, "connector", schema);
    expect(await draft.read()).toBeNull();
    await draft.write({ office: "Paris" });
    await draft.write({ office: "London" });
    expect(await draft.read()).toEqual({ office: "London" });
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
      expect(await draftFile(folder, "connector", schema).read()).toBeNull();
    },
  );

  it("makes the folder, and stops nothing where it can't", async () => {
    await writeFile(join(folder, "file"), "");
    const nowhere = draftFile(join(folder, "file", "state"), "connector", schema);
    expect(await nowhere.write({ office: "London" })).toBe(false);
    expect(await nowhere.read()).toBeNull();
    await nowhere.remove();
    const below = draftFile(join(folder, "state"), "connector", schema);
    expect(await below.write({ office: "London" })).toBe(true);
    expect(await below.read()).toEqual({ office: "London" });
  });
});
