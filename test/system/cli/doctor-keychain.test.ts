import { readFile, rm, writeFile } from "node:fs/promises";
import { afterEach, describe, expect, it } from "vitest";
import { createKeychainStore } from "../../../src/credentials/keychain-store.js";
import { diagnose } from "../../cli/doctor-support.js";
import { bareEnvironment } from "../../support/bare-environment.js";
import { openAppliedWorkspace } from "../../support/connected-workspace.js";
import type { SandboxWorkspace } from "../../support/sandbox-workspace.js";
import { startSecretService } from "../credentials/secret-service.js";

describe("doctor and the keychain", () => {
  let workspace: SandboxWorkspace;
  afterEach(() => workspace.close());

  /** An entity whose credentials are in the keychain. */
  async function open(): Promise<void> {
    workspace = await openAppliedWorkspace({ employees: 5 });
    delete workspace.env.SPENDESK_HR_CREDENTIALS_STORE;
    const config = await readFile(workspace.configPath, "utf8");
    const own = config.replace(/^credentials:.*\n(?: .*\n)*/m, "");
    await writeFile(workspace.configPath, `${own}credentials: { store: keychain }\n`);
  }

  /** The environment of a session, with the memory of the workspace. */
  function inSession(env: Readonly<Record<string, string>>) {
    return { env: { ...env, SPENDESK_HR_STATE_DIR: workspace.stateDir } };
  }

  it("reads the keys from one that is unlocked", async () => {
    await open();
    const service = await startSecretService("unlocked");
    try {
      const store = createKeychainStore({ env: service.env, redactor: { register: () => undefined } });
      const { spendesk, personio } = workspace.sandbox.credentials;
      await store.write({ entity: "acme-uk", connection: "spendesk" }, spendesk);
      await store.write({ entity: "acme-uk", connection: "personio" }, personio);
      const { exitCode, of } = await diagnose(workspace, [], inSession(service.env));
      expect(exitCode).toBe(0);
      expect(of("spendesk")[0]?.text).toContain("keychain");
      expect(of("personio-access")[0]?.status).toBe("ok");
    } finally {
      await service.stop();
    }
  });

  it("tells one that is locked from one without keys", async () => {
    await open();
    const service = await startSecretService("locked");
    try {
      const { exitCode, of } = await diagnose(workspace, ["--offline"], inSession(service.env));
      expect(exitCode).toBe(4);
      expect(of("spendesk")[0]?.code).toBe("keychain_locked");
    } finally {
      await service.stop();
    }
  });

  it("ends with 4 on a server without one, and does not ask for one that is not used", async () => {
    await open();
    const { home, env } = await bareEnvironment();
    try {
      const server = await diagnose(workspace, ["--offline"], inSession(env));
      expect(server.exitCode).toBe(4);
      expect(server.of("personio")[0]?.code).toBe("keychain_no_session");
      const { checks } = await diagnose(workspace, ["--offline"], {
        env: { ...workspace.env, ...env, SPENDESK_HR_CREDENTIALS_STORE: "env" },
      });
      expect(checks.filter(({ code }) => code?.startsWith("keychain"))).toEqual([]);
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  });
});
