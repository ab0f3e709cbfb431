import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { draftEntity } from "../../src/config/write.js";
import {
  entityText,
  FILE,
  loadText,
  MINIMAL,
  newWorkspace,
  onlyEntity,
  problemOf,
  rejection,
} from "./workspace.js";

const TEXT = entityText(...MINIMAL, "protect: [jörg@acme.test]");

/** The problem with these bytes as the project's configuration. */
async function problemOfBytes(bytes: Uint8Array, name = FILE) {
  const workspace = await newWorkspace();
  await writeFile(join(workspace.cwd, name), bytes);
  return { workspace, problem: await rejection(workspace.load()) };
}

describe("the encoding of the configuration", () => {
  it("is UTF-8, with or without a byte order mark", async () => {
    for (const text of [TEXT, `\ufeff${TEXT}`, TEXT.replaceAll("\n", "\r\n")]) {
      expect(onlyEntity(await loadText(text)).policy.protect).toEqual(["jörg@acme.test"]);
    }
    const json = JSON.stringify({ version: 1, entities: {} });
    expect((await loadText(`\ufeff${json}`, "spendesk-hr.config.json")).entities).toEqual([]);
  });

  it("that an editor chose is named, with the place of the first odd letter", async () => {
    const { problem } = await problemOfBytes(Buffer.from(TEXT, "latin1"));
    expect(problem).toMatchObject({ kind: "configuration", code: "config_encoding" });
    expect(problem.message).toMatch(
      /^spendesk-hr\.config\.yaml is not UTF-8 from byte \d+ \(line 6, column 16\) on; it looks like ISO-8859-1 or Windows-1252/,
    );
    expect(problem.next).toContain("`iconv -f WINDOWS-1252 -t UTF-8`");
  });

  it.each([FILE, "spendesk-hr.config.json"])("can't be UTF-16, also in %s", async (name) => {
    const { problem } = await problemOfBytes(Buffer.from(`\ufeff${TEXT}`, "utf16le"), name);
    expect(problem.message).toContain(`${name} is not UTF-8: it begins with the mark of UTF-16`);
  });

  it("keeps a file that is not UTF-8 from being written anew", async () => {
    const { workspace } = await problemOfBytes(Buffer.from(TEXT, "latin1"));
    const draft = draftEntity(join(workspace.cwd, FILE), "acme-uk", { timezone: "Europe/Paris" });
    expect(await rejection(draft)).toMatchObject({ code: "config_encoding" });
  });
});

describe("a letter that was lost before", () => {
  it("is found in values", async () => {
    const problem = await problemOf(TEXT.replace("ö", "\ufffd"));
    expect(problem).toMatchObject({ kind: "configuration", code: "config_encoding" });
    expect(problem.message).toBe(
      'entities.acme-uk.protect[0] holds "\ufffd" (spendesk-hr.config.yaml:6:15).',
    );
  });

  it("is found in keys", async () => {
    const source = "source: { provider: bamboohr, settings: { Stra\ufffde: x } }";
    const problem = await problemOf(entityText("timezone: Europe/London", source));
    expect(problem.message).toMatch(
      /^entities\.acme-uk\.source\.settings\.Stra\ufffde holds "\ufffd" \(.*:5:47\)/,
    );
  });

  it("does no harm in a comment", async () => {
    expect(onlyEntity(await loadText(`# Stra\ufffde\n${TEXT}`)).id).toBe("acme-uk");
  });
});
