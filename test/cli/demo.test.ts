import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PROVIDERS } from "../../src/providers/registry.js";
import { runCli } from "../support/run-cli.js";

async function demo(...flags: string[]) {
  const cwd = await mkdtemp(join(tmpdir(), "spendesk-hr-test-"));
  try {
    const run = await runCli(["demo", ...flags], { cwd, env: { HOME: cwd } });
    return { ...run, left: await readdir(cwd) };
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}

/** Tools whose word for who left is not theirs alone: nobody is archived before a person says what it means. */
const ENDS_UNSAID = ["kenjo"];

/** Tools that say of nobody that they have not started: they are invited at once. */
const STARTS_UNSAID = ["sesame"];

describe("demo", () => {
  it.each(PROVIDERS.filter(({ guide }) => !guide).map(({ id, title }) => [id, title]))(
    "plays the whole story with %s",
    async (id, title) => {
      const { exitCode, stdout, left } = await demo("--provider", id);
      expect(exitCode).toBe(0);
      expect(stdout).toContain(`A sandbox imitates Spendesk and ${title}`);
      expect(stdout).toContain(`$ spendesk-hr connect ${id} --entity acme-uk`);
      const plans = stdout.match(/^Plan: .*$/gm) ?? [];
      const creates = STARTS_UNSAID.includes(id) ? 16 : 15;
      expect(plans[0]).toMatch(new RegExp(`^Plan: (?:1 update, )?${creates} creates\\.`, "u"));
      expect(plans).toContainEqual(
        expect.stringMatching(
          ENDS_UNSAID.includes(id)
            ? /^Plan: 1 update, 1 create\. 1 no longer managed/
            : /^Plan: 1 archive, 1 update, 1 create\. 1 no longer managed/,
        ),
      );
      expect(plans.at(-1)).toMatch(/^Plan: no changes\./);
      expect(stdout).toContain("acme-uk  ✔ connected");
      expect(left).toEqual([]);
    },
  );

  it("gives the steps as one document", async () => {
    const { exitCode, stdout } = await demo("-o", "json");
    const { provider, steps } = JSON.parse(stdout);
    expect({ exitCode, provider }).toEqual({ exitCode: 0, provider: "personio" });
    expect(steps.map(({ command }: { command: string }) => command.split(" ")[1])).toEqual([
      ...["connect", "configure", "preview", "apply", "preview", "apply", "preview"],
      ...["members", "status", "history"],
    ]);
  });

  it("says that there is none of a file", async () => {
    const { exitCode, stderr } = await demo("--provider", "file");
    expect(exitCode).toBe(64);
    expect(stderr).toContain("There is no demo of HR file.");
  });

  it("suggests an HR tool for a misspelt one", async () => {
    const { exitCode, stderr } = await demo("--provider", "hibbob");
    expect(exitCode).toBe(64);
    expect(stderr).toContain("Did you mean hibob?");
  });
});
