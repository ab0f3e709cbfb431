import { defineConfig } from "vitest/config";
import { group, run } from "./vitest.shared.js";

/** Tests of the state that run on PostgreSQL as well. */
const ON_BOTH = [
  "test/state/{approvals,counted-changes,entities,entity-locks,findings,hand-offs,journal,kept-plans}.test.ts",
  "test/state/{links,person-decisions,read-counts,runs,tidy,unshown}.test.ts",
  "test/sync/apply/{apply,apply-stopped,remembered}.test.ts",
  "test/properties/worlds.property.test.ts",
];

/** What needs programs, services or rights of the system: see scripts/install-debian-packages.sh. */
export default defineConfig({
  test: {
    ...run,
    projects: [
      { test: { ...group, name: "system", include: ["test/system/**/*.test.ts"] } },
      {
        test: {
          ...group,
          name: "postgres",
          include: ON_BOTH,
          globalSetup: ["./test/support/postgres/provide.ts"],
          env: { WORLDS: process.env.WORLDS ?? "100" },
        },
      },
    ],
  },
});
