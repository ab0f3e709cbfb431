import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTerminal, type Terminal } from "../../cli/pty/terminal.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../../support/sandbox-workspace.js";

describe("connect in a terminal, with a key that can only read", () => {
  let workspace: SandboxWorkspace;
  let terminal: Terminal;

  beforeEach(async () => {
    workspace = await openSandboxWorkspace({ employees: 10, writes: "forbidden" });
    const { sandbox, folder, env } = workspace;
    terminal = openTerminal(
      [
        ...["connect", "personio", "--entity", "acme-uk", "--set", "timezone=Europe/London"],
        ...["--set", "walletCurrency=GBP", "--set", "owner=olivia@acme.test"],
        ...["--set", "keyExpiresOn=2099-05-31"],
        ...["--set", `spendesk.baseUrl=${sandbox.spendeskUrl()}`],
        ...["--set", `source.baseUrl=${sandbox.providerUrl("personio")}`],
      ],
      { cwd: folder, env },
    );
  });
  afterEach(async () => {
    terminal.close();
    await workspace.close();
  });

  async function answer(files: "y" | "n"): Promise<string> {
    await terminal.choose("Step 1 of 7: done?", "Skip the rest");
    await terminal.answer("May this data be read?", "y");
    await terminal.answer("Change any of these?");
    await terminal.see("The key may not write members");
    await terminal.answer("Hand changes over as files from now on", files);
    await terminal.choose("Connect acme-uk to Personio?", "Connect");
    expect(await terminal.ended()).toBe(0);
    return readFile(workspace.configPath, "utf8");
  }

  it("offers files, and takes them when they are wanted", async () => {
    expect(await answer("y")).toContain("target: file");
  });

  it("leaves the API to somebody who does not want files", async () => {
    expect(await answer("n")).not.toContain("target");
  });
});
