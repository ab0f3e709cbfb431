import { defineConfig } from "vitest/config";

/** The tests that decide about the heart, with few runs per property: each mutant runs them. */
process.env.PROPERTY_RUNS ??= "60";

export default defineConfig({
  test: {
    include: [
      "test/{shared,sync,model,properties}/**/*.test.ts",
      "test/state/{counted-changes,links,lock}.test.ts",
      "test/spendesk/{change-members,create-members,error-texts}.test.ts",
    ],
    testTimeout: 60_000,
  },
});
