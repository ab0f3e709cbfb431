import { defineConfig } from "vitest/config";
import { group, run } from "./vitest.shared.js";

/** Tests of the state that run on PostgreSQL as well. */
const ON_BOTH = [
  "test/state/{approvals,counted-changes,entities,entity-locks,findings,hand-offs,journal,kept-plans}.test.ts",
  // Not lock, where the test's own clock judges: entity-locks does without it. Not lock-owner: whether a process lives
  // is asked of the system, and concurrent-applies does so on both. Not open, migrate and fingerprint-key, which are
  // about files: test/system/state/postgres has their counterparts.
  "test/state/{links,person-decisions,read-counts,runs,tidy,unshown}.test.ts",
  "test/sync/apply/{apply,apply-stopped,remembered}.test.ts",
  "test/properties/worlds.property.test.ts",
  // Not concurrent-lease: there a lock is judged by a clock that the test turns; here by the server's, which
  // test/system/state turns.
  "test/faults/concurrent-{applies,entities,wait-lock}.test.ts",
  "test/faults/crash-{apply,hand-off,setup,signals}.test.ts",
];

/** The program and its state in PostgreSQL, whatever happens between them. */
const ONLY_ON_POSTGRES = "test/system/postgres/*.test.ts";

/** What needs programs, services or rights of the system: see scripts/install-debian-packages.sh. */
export default defineConfig({
  test: {
    ...run,
    projects: [
      {
        test: {
          ...group,
          name: "system",
          include: ["test/system/**/*.test.ts"],
          exclude: [ONLY_ON_POSTGRES],
        },
      },
      {
        test: {
          ...group,
          name: "postgres",
          include: [...ON_BOTH, ONLY_ON_POSTGRES],
          globalSetup: ["./test/support/postgres/provide.ts"],
          env: { WORLDS: process.env.WORLDS ?? "100" },
        },
      },
    ],
  },
});
