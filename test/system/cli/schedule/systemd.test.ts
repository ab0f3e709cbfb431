import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { fileOf, type ScheduleDocument, scheduleOf, settingOf } from "../../../cli/schedule/workspace.js";
import { openConnectedWorkspace } from "../../../support/connected-workspace.js";
import type { SandboxWorkspace } from "../../../support/sandbox-workspace.js";

/** The worst that `systemd-analyze security` may say of the service, times ten. */
const EXPOSURE = 20;

let workspace: SandboxWorkspace;
beforeAll(async () => {
  workspace = await openConnectedWorkspace();
  const config = await readFile(workspace.configPath, "utf8");
  const encrypted = "{ path: /srv/x.age, systemdCredential: hr.key }";
  const credentials = `credentials: { store: encrypted-file, encryptedFile: ${encrypted} }`;
  await writeFile(join(workspace.folder, "keyed.yaml"), `${config}\n${credentials}\n`);
});
afterAll(() => workspace.close());

/** Writes the units into a folder of their own. */
async function unitsOf(document: ScheduleDocument): Promise<{ folder: string; units: readonly string[] }> {
  const folder = await mkdtemp(join(tmpdir(), "spendesk-hr-units-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const { name, content } of document.files) await writeFile(join(folder, name), content);
  const units = document.files.map(({ name }) => name).filter((name) => /\.(service|timer)$/.test(name));
  expect(units).toHaveLength(3);
  return { folder, units };
}

const withStore = (store: string) => ({ SPENDESK_HR_CREDENTIALS_STORE: store });

describe("what schedule prints for systemd", () => {
  it.each<[string, () => readonly string[], Readonly<Record<string, string>>]>([
    ["by default", () => [], {}],
    ["every quarter of an hour", () => ["--every", "15m"], {}],
    ["every hour", () => ["--every", "1h"], {}],
    ["every six hours", () => ["--every", "6h"], {}],
    ["every day", () => ["--every", "24h"], {}],
    ["for the store systemd", () => [], withStore("systemd")],
    ["for encrypted credentials", () => ["--encrypted"], withStore("systemd")],
    ["for the store env", () => [], withStore("env")],
    ["for an encrypted file", () => [], withStore("encrypted-file")],
    [
      "for one with a key",
      () => ["--config", join(workspace.folder, "keyed.yaml")],
      withStore("encrypted-file"),
    ],
    ["for a keychain", () => [], withStore("keychain")],
    ["for a strange path", () => ["--state-dir", join(workspace.folder, `it's "50%" $HOME`)], {}],
    ["for another user", () => ["--state-dir", "/var/lib/hr-sync", "--user", "hr"], {}],
    [
      "for a company network",
      () => [],
      {
        HTTPS_PROXY: "http://hr:s3cret-proxy@proxy.acme.test:3128",
        NO_PROXY: "intranet.acme.test",
        SPENDESK_HR_CA_FILE: "/etc/ssl/acme.pem",
      },
    ],
  ])("has nothing that systemd finds wrong %s", async (_name, argv, variables) => {
    const document = await scheduleOf(workspace, argv(), { ...workspace.env, ...variables });
    const { folder, units } = await unitsOf(document);
    const words = ["verify", "--man=no", "--recursive-errors=yes", ...units];
    const { all, exitCode } = await execa("systemd-analyze", words, {
      cwd: folder,
      all: true,
      reject: false,
    });
    expect(all).toBe("");
    expect(exitCode).toBe(0);
    const calendar = settingOf(fileOf(document, ".timer"), "OnCalendar") ?? "";
    const { stdout } = await execa("systemd-analyze", ["calendar", calendar]);
    expect(stdout).toMatch(/Next elapse: \w{3} /);
  });

  it("shuts the service in", async () => {
    const { folder } = await unitsOf(await scheduleOf(workspace));
    const path = join(folder, "spendesk-hr.service");
    const args = ["security", "--offline=yes", `--threshold=${EXPOSURE}`, "--no-pager", path];
    const { exitCode, stdout } = await execa("systemd-analyze", args, { reject: false });
    expect(exitCode, stdout).toBe(0);
  });
});
