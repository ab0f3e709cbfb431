import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PROVIDERS } from "../../src/providers/registry.js";
import { runCli } from "../support/run-cli.js";

async function demo(...flags: string[]) {
  const cwd = await mkdtemp(join(tmpdir(), "spendesk-hr-test-"));
  try {
    const run = await runCli(["demo", ...flags], { cwd, env: { HOME: cwd, COLUMNS: "80" } });
    return { ...run, left: await readdir(cwd) };
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}

/** Tools whose word for who left is not theirs alone: nobody is archived before a person says what it means. */
const ENDS_UNSAID = ["kenjo"];

describe("demo", () => {
  it.each(PROVIDERS.filter(({ guide }) => !guide).map(({ id, title }) => [id, title]))(
    "plays the whole story with %s",
    async (id, title) => {
      const { exitCode, stdout, left } = await demo("--provider", id);
      expect(exitCode).toBe(0);
      expect(stdout).toContain(`A sandbox imitates Spendesk and ${title}`);
      expect(stdout).toContain(`$ spendesk-hr connect ${id}  #`);
      const plans = stdout.match(/^Plan: .*$/gm) ?? [];
      expect(new Set(plans)).toEqual(
        new Set([
          expect.stringMatching(
            ENDS_UNSAID.includes(id)
              ? /^Plan: 1 update, 1 create\./
              : /^Plan: 1 archive, 1 update, 1 create\./,
          ),
        ]),
      );
      expect(stdout.match(/✔ (\d+) of \1 changes? applied/g)).toHaveLength(2);
      expect(stdout).toContain("Next, with your own keys:\n  spendesk-hr connect");
      expect(left).toEqual([]);
    },
  );

  it("gives the steps as one document", async () => {
    const { exitCode, stdout } = await demo("-o", "json");
    const { provider, steps } = JSON.parse(stdout);
    expect({ exitCode, provider }).toEqual({ exitCode: 0, provider: "personio" });
    expect(steps.map(({ command }: { command: string }) => command.split(" ")[1])).toEqual([
      ...["connect", "configure", "apply", "preview", "apply"],
    ]);
  });

  it("fits on a page", async () => {
    const { stdout } = await demo();
    expect(stdout.split("\n").length).toBeLessThan(60);
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
