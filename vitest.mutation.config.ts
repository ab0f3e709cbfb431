import { defineConfig } from "vitest/config";

/** Few runs per property, since every change of the code runs them. */
process.env.PROPERTY_RUNS ??= "25";

/** The tests that hold the heart, and what of Spendesk's client and of the state decides. */
export default defineConfig({
  test: {
    include: [
      "test/{shared,sync,model}/**/*.test.ts",
      "test/properties/plan.property.test.ts",
      "test/state/{counted-changes,links,lock}.test.ts",
      "test/spendesk/{change-members,create-members,error-texts}.test.ts",
    ],
    exclude: ["test/sync/hand-off/hand-off.property.test.ts"],
    setupFiles: ["./test/setup/properties.ts"],
    testTimeout: 60_000,
  },
});
