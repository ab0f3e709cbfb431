import { defineConfig } from "vitest/config";

/**
 * The tests that hold the heart, and what of Spendesk's client and of the state decides. Random worlds are
 * left out: every change of the code would play them, and they would find the same a hundred times slower.
 */
export default defineConfig({
  test: {
    include: [
      "test/{shared,sync}/**/*.test.ts",
      "test/state/{counted-changes,links,lock,lock-owner}.test.ts",
      "test/spendesk/{change-members,create-members,error-texts,members-write}.test.ts",
    ],
    exclude: ["**/*.property.test.ts", "**/properties.test.ts"],
    setupFiles: ["./test/setup/properties.ts"],
    testTimeout: 60_000,
  },
});
