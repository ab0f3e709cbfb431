import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { openConnectedWorkspace } from "../../support/connected-workspace.js";
import type { SandboxWorkspace } from "../../support/sandbox-workspace.js";
import { handOffCard } from "../hand-off-support.js";
import { openTerminal, type Terminal } from "./terminal.js";

describe("apply --to file in a terminal", () => {
  let desk: SandboxWorkspace;
  let terminal: Terminal;

  afterEach(async () => {
    terminal.close();
    await desk.close();
  });

  async function open(): Promise<void> {
    desk = await openConnectedWorkspace({ employees: 15 });
    const argv = ["apply", "--to", "file", "--out-dir", "out"];
    terminal = openTerminal(argv, { cwd: desk.folder, env: desk.env });
    await terminal.see("nothing changes in Spendesk until they");
  }

  it("says what files mean and hands over on yes", async () => {
    await open();
    await terminal.answer("Hand these changes over as files?", "y");
    expect(await terminal.ended()).toBe(0);
    expect(await readdir(join(desk.folder, "out"))).toContain("README.txt");
    expect((await handOffCard(desk)).open).toBeGreaterThan(5);
  });

  it("writes no file on no", async () => {
    await open();
    await terminal.answer("Hand these changes over as files?", "n");
    expect(await terminal.ended()).toBe(0);
    expect(await readdir(desk.folder)).not.toContain("out");
    expect(await handOffCard(desk)).toMatchObject({ open: 0 });
  });
});
