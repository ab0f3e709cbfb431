import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bareEnv, sandboxKeys, writeConfig, writeSecret } from "../support/credential-files.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../support/sandbox-workspace.js";
import { found, keyNeedles, secretNeedles } from "../support/secret-needles.js";
import { answerConnect, connectSteps, OWNER } from "./pty/desk.js";
import { openTerminal, type Terminal } from "./pty/terminal.js";

const PASSPHRASE = "tulip harbour sixteen ladders";

describe("credentials in a terminal", () => {
  let workspace: SandboxWorkspace;
  let terminals: Terminal[];

  beforeEach(async () => {
    workspace = await openSandboxWorkspace({ employees: 6, members: 1, ownerEmail: OWNER });
    terminals = [];
  });
  afterEach(async () => {
    const needles = [...keyNeedles(workspace), ...secretNeedles("passphrase", PASSPHRASE)];
    const shown = terminals.map((terminal) => terminal.raw()).join("\n");
    for (const terminal of terminals) terminal.close();
    await workspace.close();
    expect(found(needles, shown)).toEqual([]);
  });

  function open(argv: readonly string[]): Terminal {
    const env = {
      ...bareEnv(workspace),
      PATH: process.env.PATH,
      XDG_CONFIG_HOME: join(workspace.folder, "config"),
    };
    const terminal = openTerminal(argv, { cwd: workspace.folder, env });
    terminals.push(terminal);
    return terminal;
  }

  it("are typed hidden by credentials set, tried, and stored", async () => {
    const { spendesk, personio } = sandboxKeys(workspace);
    await writeConfig(workspace, { credentials: "{ store: file, file: { path: hr.json } }" });
    await writeSecret(workspace, "hr.json", {
      "acme-uk": { spendesk: { ...spendesk, clientSecret: "old-secret" }, personio },
    });
    const terminal = open(["credentials", "set", "spendesk"]);
    await terminal.answer("Spendesk: API key id");
    await terminal.answer("Spendesk: API key secret", spendesk.clientSecret);
    await terminal.answer("Day the key ends", "2099-05-31");
    expect(await terminal.ended()).toBe(0);
    expect(terminal.text()).toContain("The credentials of acme-uk / spendesk are stored in file.");
    expect(terminal.raw()).not.toContain("old-secret");
    expect(JSON.parse(await readFile(join(workspace.folder, "hr.json"), "utf8"))).toEqual({
      "acme-uk": { spendesk, personio },
    });
    const status = open(["status"]);
    expect(await status.ended()).toBe(0);
    expect(status.text()).toContain("2099-05-31");
  });

  it("go into an encrypted file whose passphrase connect and later runs ask for", async () => {
    const { sandbox } = workspace;
    const connect = open([
      "connect",
      ...["--set", `spendesk.baseUrl=${sandbox.spendeskUrl()}`],
      ...["--set", `source.baseUrl=${sandbox.providerUrl("personio")}`],
    ]);
    const [entity, tool, _where, ...others] = connectSteps(sandbox);
    if (!entity || !tool) throw new Error("the wizard has no questions");
    await answerConnect(connect, [entity, tool]);
    await connect.choose("Where are the keys kept?", "encrypted-file");
    await connect.answer("Passphrase of", PASSPHRASE);
    await connect.type("The same passphrase again", "another one\r");
    await connect.see("It is not the same.");
    await connect.answer("The same passphrase again", "\u0015", PASSPHRASE);
    await answerConnect(connect, others);
    await connect.choose("Connect acme-uk to Personio?", "Connect");
    expect(await connect.ended()).toBe(0);
    const file = await readFile(join(workspace.folder, "config/spendesk-hr/credentials.age"), "utf8");
    expect(file).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----/);
    expect(await readFile(workspace.configPath, "utf8")).toContain("store: encrypted-file");

    const test = open(["credentials", "test"]);
    await test.answer("Passphrase of", "not the passphrase");
    await test.answer("Passphrase of", PASSPHRASE);
    expect(await test.ended()).toBe(0);
    expect(test.text()).toContain("✔ acme-uk / personio answers: 6 employees");
  });
});
