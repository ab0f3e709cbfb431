import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMANDS } from "../../src/cli/commands/index.js";
import { openAppliedWorkspace } from "../support/connected-workspace.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";

let workspace: SandboxWorkspace;
beforeAll(async () => {
  workspace = await openAppliedWorkspace();
});
afterAll(() => workspace.close());

/** What is offered for the last word, and the number that tells the shell what to do with it. */
async function offered(...words: string[]): Promise<{ values: readonly string[]; directive: string }> {
  const { exitCode, stdout, stderr } = await workspace.run(["complete", "--", ...words]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  const lines = stdout.trimEnd().split("\n");
  const directive = lines.pop() ?? "";
  return { values: lines.map((line) => line.split("\t", 1)[0] ?? ""), directive };
}

const valuesFor = async (...words: string[]) => (await offered(...words)).values;

describe("what completion offers", () => {
  it("is every command by its first word, and both names of preview and apply", async () => {
    const values = await valuesFor("");
    for (const { name, aliases = [] } of COMMANDS) {
      for (const word of [name.split(" ")[0], ...aliases]) expect(values).toContain(word);
    }
    expect(values).not.toContain("complete");
    expect(await valuesFor("credentials", "s")).toEqual(["set"]);
  });

  it.each([["apply"], ["sync"]])("are the flags of %s, and the global ones", async (command) => {
    const values = await valuesFor(command, "--");
    for (const flag of ["--allow-archives", "--yes", "--entity", "--json", "--quiet"]) {
      expect(values).toContain(flag);
    }
  });

  it.each<[string[], string[]]>([
    [["preview", "--entity", ""], ["acme-uk"]],
    [["preview", "--entity=ac"], ["acme-uk"]],
    [["--entity", ""], ["acme-uk"]],
    [
      ["connect", "p"],
      ["personio", "payfit"],
    ],
    [["demo", "--provider", "hi"], ["hibob"]],
    [["credentials", "set", "spe"], ["spendesk"]],
    [
      ["preview", "-o", ""],
      ["table", "json", "yaml", "csv", "xlsx"],
    ],
    [
      ["apply", "--to", ""],
      ["api", "file"],
    ],
    [["schedule", "c"], ["cron"]],
    [["completion", "z"], ["zsh"]],
  ])("for %j is %j", async (words, expected) => {
    expect(await offered(...words)).toEqual({ values: expected, directive: ":4" });
  });

  it("are the newest runs by the beginning of their id, which history understands", async () => {
    const { document } = await workspace.json<{ runs: { id: string }[] }>(["history"]);
    const [command, ...values] = await valuesFor("history", "");
    expect(command).toBe("diff");
    expect(values).toEqual(document.runs.map(({ id }) => id.slice(0, 8)));
    expect((await workspace.run(["history", values[0] ?? ""])).exitCode).toBe(0);
    expect(await valuesFor("history", "diff", "")).toEqual(values);
  });

  it("is left to the shell where a file is meant", async () => {
    for (const words of [
      ["apply", ""],
      ["preview", "--out", ""],
      ["--config", ""],
      ["state", "restore", ""],
    ]) {
      expect(await offered(...words)).toEqual({ values: [], directive: ":0" });
    }
  });

  it("comes from the configuration that the line names, and from none without an error", async () => {
    const other = join(workspace.folder, "other.yaml");
    const entities = "entities: { acme-fr: { timezone: Europe/Paris, source: { provider: hibob } } }";
    await writeFile(other, `version: 1\n${entities}\n`);
    expect(await valuesFor("preview", "--config", other, "--entity", "")).toEqual(["acme-fr"]);
    await writeFile(other, "entities: [broken");
    expect(await valuesFor("preview", "--config", other, "--entity", "")).toEqual([]);
    const nothing = join(workspace.folder, "nothing");
    expect(await valuesFor("--state-dir", nothing, "history", "")).toEqual(["diff"]);
  });
});

describe("completion", () => {
  it.each(["bash", "zsh", "fish", "powershell"])("prints a script for %s", async (shell) => {
    const { exitCode, stdout } = await workspace.run(["completion", shell]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/spendesk-hr complete ('--'|--) /);
  });

  it("names the shells that it knows", async () => {
    const { exitCode, stderr } = await workspace.run(["completion", "fis"]);
    expect(exitCode).toBe(64);
    expect(stderr).toContain("It is made for bash, zsh, fish, powershell.");
    expect(stderr).toContain("Did you mean `spendesk-hr completion fish`?");
  });
});
