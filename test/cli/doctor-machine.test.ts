import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { execa } from "execa";
import { afterEach, describe, expect, it } from "vitest";
import { timeZones } from "../../src/cli/doctor/runtime.js";
import { createKeychainStore } from "../../src/credentials/keychain-store.js";
import { bareEnvironment, startSecretService } from "../credentials/secret-service.js";
import { openAppliedWorkspace } from "../support/connected-workspace.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";
import { diagnose } from "./doctor-support.js";

const MODULES = join(import.meta.dirname, "../../node_modules");

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

describe("doctor and Node.js", () => {
  let folder: string;
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("ends with 78 and says how to rebuild the database module without its compiled part", async () => {
    folder = await mkdtemp(join(tmpdir(), "spendesk-hr-doctor-"));
    await build({
      entryPoints: [join(import.meta.dirname, "../../src/main.ts")],
      outfile: join(folder, "main.mjs"),
      bundle: true,
      format: "esm",
      platform: "node",
      external: ["better-sqlite3", "keytar", "typescript"],
      banner: {
        js: 'import { createRequire as make } from "node:module"; const require = make(import.meta.url);',
      },
      define: { SPENDESK_HR_VERSION: '"0.0.0"' },
    });
    await mkdir(join(folder, "node_modules"));
    for (const name of ["bindings", "file-uri-to-path"])
      await symlink(join(MODULES, name), join(folder, "node_modules", name));
    for (const part of ["package.json", "lib"])
      await cp(join(MODULES, "better-sqlite3", part), join(folder, "node_modules/better-sqlite3", part), {
        recursive: true,
      });
    const { exitCode, stdout } = await execa(process.execPath, [join(folder, "main.mjs"), "doctor"], {
      cwd: folder,
      env: { HOME: folder, SPENDESK_HR_STATE_DIR: join(folder, "state") },
      extendEnv: false,
      reject: false,
    });
    expect(exitCode).toBe(78);
    expect(stdout).toContain("✘ problem  The database module better-sqlite3 can't be loaded.");
    expect(stdout).toContain("npm rebuild better-sqlite3");
    expect(stdout).toContain("✘ problem  No entity is configured.");
  });
});

describe("the time zone data", () => {
  it.each([
    ["2025c", "2026-11-24", "ok"],
    ["2023a", "2026-11-24", "warning"],
    [undefined, "2026-11-24", "problem"],
  ])("of %s are judged on %s as %s", (version, day, status) => {
    expect(timeZones(version, new Date(`${day}T00:00:00Z`))).toMatchObject({ status });
  });
});
