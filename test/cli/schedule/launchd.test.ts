import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SandboxWorkspace } from "../../support/sandbox-workspace.js";
import { readPlist } from "./plist.js";
import { commandsOf, fileOf, openFileWorkspace, type ScheduleDocument, scheduleOf } from "./workspace.js";

let workspace: SandboxWorkspace;
beforeAll(async () => {
  workspace = await openFileWorkspace();
});
afterAll(() => workspace.close());

interface Job {
  readonly Label: string;
  readonly UserName?: string;
  readonly ProgramArguments: readonly string[];
  readonly EnvironmentVariables?: Readonly<Record<string, string>>;
  readonly StartCalendarInterval: readonly { readonly Hour?: number; readonly Minute: number }[];
  readonly StandardErrorPath: string;
  readonly Umask: number;
}

function jobOf(document: ScheduleDocument): Job {
  return readPlist(fileOf(document, ".plist")) as Job;
}

const withStore = (store: string) => ({ ...workspace.env, SPENDESK_HR_CREDENTIALS_STORE: store });
/** An agent is for who prints it; root is never that one. */
const AGENT = ["--user", process.getuid?.() === 0 ? "root" : (process.env.USER ?? "")];

describe("schedule launchd", () => {
  it("makes an agent of who prints it, with logs in the home folder and the keychain", async () => {
    const document = await scheduleOf(workspace, ["launchd", ...AGENT], withStore("keychain"));
    const job = jobOf(document);
    expect(job).toMatchObject({ Label: "io.github.spendesk-hr", Umask: 0o077 });
    expect(job.UserName).toBeUndefined();
    expect(job.ProgramArguments).toEqual([
      ...[process.execPath, join(process.cwd(), "bin/spendesk-hr.js")],
      ...["apply", "--yes", "--timeout", "240m", "--wait-lock", "5m", "--jitter", "10m"],
      ...["--config", workspace.configPath, "--state-dir", workspace.stateDir],
    ]);
    expect(job.EnvironmentVariables).toEqual({ SPENDESK_HR_CREDENTIALS_STORE: "keychain" });
    expect(job.StandardErrorPath).toBe(join(workspace.folder, "Library/Logs/spendesk-hr/spendesk-hr.log"));
    const commands = commandsOf(document);
    expect(commands).toContain("launchctl bootstrap gui/$(id -u) ");
    expect(commands).not.toContain("sudo launchctl");
    expect(document.steps.at(-1)?.text).toContain("answer Always Allow");
    expect(document.warnings.join()).not.toContain("keychain");
  });

  it("makes a daemon for another user, without a keychain", async () => {
    const document = await scheduleOf(workspace, ["launchd", "--user", "hr"], withStore("keychain"));
    const job = jobOf(document);
    expect(job).toMatchObject({
      UserName: "hr",
      StandardErrorPath: "/Library/Logs/spendesk-hr/spendesk-hr.log",
      EnvironmentVariables: { SPENDESK_HR_CREDENTIALS_STORE: "file" },
    });
    const commands = commandsOf(document);
    expect(commands).toContain("sudo launchctl bootstrap system /Library/LaunchDaemons/");
    expect(commands).toContain("sudo -H -u hr env SPENDESK_HR_CREDENTIALS_STORE=file");
    // BSD's install knows no -D, macOS no useradd.
    expect(commands).not.toMatch(/install (?:[^\n]* )?-D\b|useradd|sudoedit/u);
    expect(document.warnings.join()).toMatch(/keychain.*can't be used under launchd/u);
  });

  it.each([
    [["--at", "04:17"], [{ Hour: 4, Minute: 17 }]],
    [["--every", "12h"], expect.toSatisfy((starts: object[]) => starts.length === 2)],
    [["--every", "20m"], expect.toSatisfy((starts: object[]) => starts.length === 3)],
  ])("starts at the times of %j", async (argv, starts) => {
    const { StartCalendarInterval } = jobOf(await scheduleOf(workspace, ["launchd", ...argv]));
    expect(StartCalendarInterval).toEqual(starts);
    for (const { Hour } of StartCalendarInterval) expect(Hour === undefined).toBe(argv[1] === "20m");
  });

  it("keeps every character of a path, and no secret of the store env", async () => {
    const stateDir = join(workspace.folder, `<it's> & "50%" ünïcode`);
    const document = await scheduleOf(workspace, ["launchd", "--state-dir", stateDir], withStore("env"));
    expect(jobOf(document).ProgramArguments.at(-1)).toBe(stateDir);
    expect(document.warnings.join()).toContain("Its variables would stand in a file that others can read");
    expect(document.files.map(({ name }) => name)).toEqual(["io.github.spendesk-hr.plist"]);
    const { personio, spendesk } = workspace.sandbox.credentials;
    for (const secret of [personio.clientSecret, spendesk.clientSecret])
      expect(JSON.stringify(document)).not.toContain(secret);
  });

  it("hands over the passphrase of an encrypted file by a file", async () => {
    const folder = await mkdtemp(join(workspace.folder, "sealed-"));
    await mkdir(join(folder, ".config/spendesk-hr"), { recursive: true });
    await writeFile(join(folder, ".config/spendesk-hr/credentials.age"), "sealed", { mode: 0o600 });
    const env = { ...withStore("encrypted-file"), HOME: folder };
    const document = await scheduleOf(workspace, ["launchd", "--user", "hr"], env);
    const file = "/etc/spendesk-hr/passphrase";
    expect(jobOf(document).EnvironmentVariables?.SPENDESK_HR_CREDENTIALS_PASSPHRASE_FILE).toBe(file);
    expect(commandsOf(document)).toContain(`sudo install -m 600 -o hr /dev/null ${file}`);
    await rm(folder, { recursive: true });
  });

  it("says that it belongs to macOS where this is another system", async () => {
    const { warnings } = await scheduleOf(workspace, ["launchd"]);
    expect(warnings.some((text) => text.includes("part of macOS"))).toBe(process.platform !== "darwin");
  });
});
