import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EXIT_CODES } from "../../../src/shared/exit-codes.js";
import { openConnectedWorkspace } from "../../support/connected-workspace.js";
import type { SandboxWorkspace } from "../../support/sandbox-workspace.js";
import { commandsOf, fileOf, scheduleOf, settingOf, settingsOf } from "./workspace.js";

let workspace: SandboxWorkspace;
beforeAll(async () => {
  workspace = await openConnectedWorkspace();
});
afterAll(() => workspace.close());

const withStore = (store: string) => ({ ...workspace.env, SPENDESK_HR_CREDENTIALS_STORE: store });

describe("schedule systemd", () => {
  it("is the default, and is made from the real paths", async () => {
    const document = await scheduleOf(workspace);
    const service = fileOf(document, "hr.service");
    const command = settingOf(service, "ExecStart");
    expect(command).toBe(
      `${process.execPath} ${join(process.cwd(), "bin/spendesk-hr.js")} apply --yes --timeout 240m --wait-lock 5m --config ${workspace.configPath} --state-dir ${workspace.stateDir}`,
    );
    expect(settingOf(service, "ReadWritePaths")).toBe(workspace.stateDir);
    expect(settingOf(service, "OnFailure")).toBe("spendesk-hr-failed@%n.service");
    expect(document.times).toMatch(/^every day at 0[345]:\d\d \(Europe\/London\)$/);
  });

  it("prints the same again, and other times for another installation", async () => {
    const again = await Promise.all([scheduleOf(workspace), scheduleOf(workspace)]);
    expect(again[0]).toEqual(again[1]);
    const times = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        scheduleOf(workspace, ["--state-dir", `/var/lib/other-${index}`]),
      ),
    );
    expect(new Set(times.map((document) => document.times)).size).toBeGreaterThan(3);
  });

  it("has a timer with a random delay", async () => {
    for (const every of ["15m", "1h", "6h", "24h"]) {
      const timer = fileOf(await scheduleOf(workspace, ["--every", every]), ".timer");
      expect(settingOf(timer, "Persistent")).toBe("yes");
      expect(settingOf(timer, "RandomizedDelaySec")).toMatch(/^\d+min$/);
      expect(settingOf(timer, "OnCalendar")).toMatch(/^\*-\*-\* [\d*,]+:[\d,]+:00( Europe\/London)?$/);
    }
  });

  it("loads exactly the credentials the entity's connections have", async () => {
    const document = await scheduleOf(workspace, [], withStore("systemd"));
    const service = fileOf(document, "hr.service");
    const names = [
      "spendesk.client-id",
      "spendesk.client-secret",
      "personio.client-id",
      "personio.client-secret",
    ];
    expect(settingsOf(service, "LoadCredential")).toEqual(
      names.map((name) => `spendesk-hr.acme-uk.${name}:/etc/credstore/spendesk-hr.acme-uk.${name}`),
    );
    for (const name of names)
      expect(commandsOf(document)).toContain(`/etc/credstore/spendesk-hr.acme-uk.${name}'`);
    expect(document.warnings).toEqual([]);

    const encrypted = await scheduleOf(workspace, ["--encrypted"], withStore("systemd"));
    expect(settingsOf(fileOf(encrypted, "hr.service"), "LoadCredentialEncrypted")).toHaveLength(4);
    expect(commandsOf(encrypted)).toContain("systemd-creds encrypt");
  });

  it("takes the variables of the store env from a file that holds no secret yet", async () => {
    const document = await scheduleOf(workspace, [], withStore("env"));
    expect(settingOf(fileOf(document, "hr.service"), "EnvironmentFile")).toBe(
      "/etc/spendesk-hr/credentials.env",
    );
    const lines = fileOf(document, "credentials.env.example").trim().split("\n").slice(1);
    expect(lines).toEqual([
      "SPENDESK_HR_ACME_UK_SPENDESK_CLIENT_ID=''",
      "SPENDESK_HR_ACME_UK_SPENDESK_CLIENT_SECRET=''",
      "SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_ID=''",
      "SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECRET=''",
    ]);
  });

  it("hands over what opens an encrypted file", async () => {
    const passphrase = await scheduleOf(workspace, [], withStore("encrypted-file"));
    const service = fileOf(passphrase, "hr.service");
    expect(settingsOf(service, "LoadCredential")).toEqual([
      "spendesk-hr.passphrase:/etc/credstore/spendesk-hr.passphrase",
    ]);
    expect(settingsOf(service, "Environment")).toContain(
      "SPENDESK_HR_CREDENTIALS_PASSPHRASE_FILE=%d/spendesk-hr.passphrase",
    );
    const path = join(workspace.folder, "keyed.config.yaml");
    const config = await readFile(workspace.configPath, "utf8");
    await writeFile(
      path,
      `${config}\ncredentials: { store: encrypted-file, encryptedFile: { path: /srv/x.age, systemdCredential: hr.key } }\n`,
    );
    const keyed = await scheduleOf(workspace, ["--config", path], withStore("encrypted-file"));
    expect(settingsOf(fileOf(keyed, "hr.service"), "LoadCredential")).toEqual([
      "hr.key:/etc/credstore/hr.key",
    ]);
    expect(commandsOf(keyed)).toContain("chmod 600 /srv/x.age");
  });

  it("puts systemd's credentials in the place of a keychain, and says so", async () => {
    const document = await scheduleOf(workspace, [], withStore("keychain"));
    const service = fileOf(document, "hr.service");
    expect(settingsOf(service, "Environment")).toContain("SPENDESK_HR_CREDENTIALS_STORE=systemd");
    expect(settingsOf(service, "LoadCredential")).toHaveLength(4);
    expect(document.warnings.join()).toMatch(/keychain.*can't be used under systemd.*credentials export/);
  });

  it("tries again by itself only after a temporary failure", async () => {
    const service = fileOf(await scheduleOf(workspace), "hr.service");
    const final = settingOf(service, "RestartPreventExitStatus")?.split(" ").map(Number) ?? [];
    const others = Object.values(EXIT_CODES).map(({ code }) => code);
    expect(others.filter((code) => !final.includes(code))).toEqual([0, EXIT_CODES.temporary.code]);
    // Every quarter of an hour, the next run is the second try.
    expect(
      settingOf(fileOf(await scheduleOf(workspace, ["--every", "15m"]), "hr.service"), "Restart"),
    ).toBeUndefined();
  });

  it("keeps paths with blanks, quotes and percent signs whole", async () => {
    const stateDir = join(workspace.folder, `it's "50%" $HOME`);
    const service = fileOf(await scheduleOf(workspace, ["--state-dir", stateDir]), "hr.service");
    const escaped = stateDir.replaceAll("%", "%%").replaceAll('"', '\\"');
    expect(settingOf(service, "ReadWritePaths")).toBe(`"${escaped}"`);
    expect(settingOf(service, "ExecStart")).toContain(`--state-dir "${escaped.replace("$", "$$$$")}"`);
  });

  it("refuses a path that would break out of its line", async () => {
    const { exitCode, stderr } = await workspace.run(["schedule", "--state-dir", "/var/lib/x\nUser=root"]);
    expect(exitCode).toBe(78);
    expect(stderr).toContain("control character");
  });

  it("lets systemd make a memory below /var/lib, and run as the named user", async () => {
    const document = await scheduleOf(workspace, ["--state-dir", "/var/lib/hr-sync", "--user", "hr"]);
    const service = fileOf(document, "hr.service");
    expect(settingOf(service, "StateDirectory")).toBe("hr-sync");
    expect(settingOf(service, "ReadWritePaths")).toBeUndefined();
    expect(settingOf(service, "User")).toBe("hr");
    expect(commandsOf(document)).toContain("useradd --system");
    expect(commandsOf(document)).toContain("apply --accept-config");
  });

  it("carries proxies and certificates over, but no password", async () => {
    const proxied = {
      ...workspace.env,
      HTTPS_PROXY: "http://hr:s3cret-proxy@proxy.acme.test:3128",
      NO_PROXY: "intranet.acme.test",
      SPENDESK_HR_CA_FILE: "/etc/ssl/acme.pem",
    };
    const document = await scheduleOf(workspace, [], proxied);
    const service = fileOf(document, "hr.service");
    expect(settingsOf(service, "Environment")).toContain("NO_PROXY=intranet.acme.test");
    expect(settingsOf(service, "Environment")).toContain("SPENDESK_HR_CA_FILE=/etc/ssl/acme.pem");
    expect(JSON.stringify(document)).not.toContain("s3cret-proxy");
    expect(document.warnings.join()).toContain("HTTPS_PROXY may hold a password");
  });

  it("never shows a credential that is set now", async () => {
    const { stdout, stderr } = await workspace.run(["schedule"]);
    const { personio, spendesk } = workspace.sandbox.credentials;
    for (const secret of [personio.clientSecret, spendesk.clientSecret])
      expect(stdout + stderr).not.toContain(secret);
  });
});
