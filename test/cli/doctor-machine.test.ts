import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, describe, expect, it } from "vitest";
import { timeZones } from "../../src/cli/doctor/runtime.js";

const ROOT = join(import.meta.dirname, "../..");
const MODULES = join(ROOT, "node_modules");

describe("doctor and Node.js", () => {
  let folder: string;
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("ends with 78 and says how to rebuild the database module without its compiled part", async () => {
    folder = await mkdtemp(join(tmpdir(), "spendesk-hr-doctor-"));
    await cp(join(ROOT, "dist"), join(folder, "dist"), { recursive: true });
    for (const part of ["package.json", "lib"])
      await cp(join(MODULES, "better-sqlite3", part), join(folder, "node_modules/better-sqlite3", part), {
        recursive: true,
      });
    const { exitCode, stdout } = await execa(process.execPath, [join(folder, "dist/main.js"), "doctor"], {
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
