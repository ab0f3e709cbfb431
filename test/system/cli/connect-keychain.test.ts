import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { createKeychainStore } from "../../../src/credentials/keychain-store.js";
import { sandboxKeys } from "../../support/credential-files.js";
import { openSandboxWorkspace } from "../../support/sandbox-workspace.js";
import { startSecretService } from "../credentials/secret-service.js";

it("connect stores what a file or standard input holds in the keychain, from where later runs read it", async () => {
  const desk = await openSandboxWorkspace({ employees: 10, members: 2 });
  onTestFinished(() => desk.close());
  const service = await startSecretService("unlocked");
  onTestFinished(() => service.stop());
  const env = {
    ...service.env,
    SPENDESK_HR_STATE_DIR: desk.stateDir,
    SPENDESK_HR_CREDENTIALS_STORE: "keychain",
  };
  const keys = sandboxKeys(desk);
  const secrets = JSON.stringify(keys);
  const path = join(desk.folder, "secrets.json");
  await writeFile(path, secrets, { mode: 0o600 });
  const keychain = createKeychainStore({ env, redactor: { register: () => undefined } });

  for (const [given, stdin] of [
    [path, ""],
    ["-", secrets],
  ] as const) {
    const { exitCode, stderr } = await desk.run(
      [
        ...["connect", "personio", "--entity", "acme-uk", "--yes", "--credentials-file", given],
        ...["--set", "timezone=Europe/London", "--set", `spendesk.baseUrl=${desk.sandbox.spendeskUrl()}`],
        ...["--set", `source.baseUrl=${desk.sandbox.providerUrl("personio")}`],
      ],
      { env, stdin },
    );
    expect(exitCode, stderr).toBe(0);
    for (const [connection, values] of Object.entries(keys)) {
      const id = { entity: "acme-uk", connection };
      expect(await keychain.read(id, ["clientId", "clientSecret"])).toEqual(values);
    }
    expect((await desk.run(["configure", "--include", "all", "--yes"], { env })).exitCode).toBe(0);
    for (const connection of Object.keys(keys)) await keychain.remove({ entity: "acme-uk", connection });
  }
});
