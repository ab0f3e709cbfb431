import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSandboxWorkspace, type SandboxWorkspace } from "../../support/sandbox-workspace.js";
import { openTerminal, type Terminal } from "./terminal.js";

describe("a long result in a terminal", () => {
  let desk: SandboxWorkspace;
  let terminal: Terminal | null = null;

  beforeEach(async () => {
    desk = await openSandboxWorkspace({ employees: 60, members: 3 });
    expect((await desk.connect()).exitCode).toBe(0);
    expect((await desk.configure("--include", "all")).exitCode).toBe(0);
  });
  afterEach(async () => {
    terminal?.close();
    await desk.close();
  });

  /** A pager that keeps what it gets and says so. */
  async function pagerOf(folder: string): Promise<string> {
    const script = join(folder, "pager.sh");
    await writeFile(script, '#!/bin/sh\ncat > "$1"\necho "shown by the pager"\n');
    await chmod(script, 0o755);
    return `${script} ${join(folder, "paged.txt")}`;
  }

  function open(argv: readonly string[], env: Record<string, string>): Terminal {
    terminal = openTerminal(argv, { cwd: desk.folder, env: { ...desk.env, ...env } });
    return terminal;
  }

  it("goes to the pager, whole", async () => {
    const screen = open(["preview"], { PAGER: await pagerOf(desk.folder) });
    await screen.see("shown by the pager");
    expect(await screen.ended()).toBe(0);
    expect(screen.text()).not.toContain("Creations");
    const paged = await readFile(join(desk.folder, "paged.txt"), "utf8");
    expect(paged).toContain(": 60 employees");
    expect(paged.trimEnd()).toMatch(/Plan: .*$/);
  });

  it.each([
    ["without one that can be started", ["preview"], { PAGER: "/nowhere/pager" }],
    ["with --no-pager", ["preview", "--no-pager"], { PAGER: "false" }],
    ["when it fits the screen", ["preview", "--summary"], { PAGER: "false" }],
    ["as JSON", ["preview", "-o", "json"], { PAGER: "false" }],
  ])("is printed %s", async (_case, argv, env) => {
    const screen = open(argv, env);
    expect(await screen.ended()).toBe(0);
    expect(screen.text()).toContain("acme-uk");
  });
});
