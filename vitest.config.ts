import { defineConfig } from "vitest/config";
import { group, run } from "./vitest.shared.js";

/** Tests that change what all code of a process uses, for good. */
const ALONE = "test/faults/crash-*.test.ts";

/** What anybody can run: needs Node.js and nothing else. */
export default defineConfig({
  test: {
    ...run,
    projects: [
      {
        test: {
          ...group,
          name: "together",
          include: ["test/**/*.test.ts"],
          exclude: ["test/system/**", ALONE],
          // A process for many files: loading the program anew for each takes longer than many of them do.
          isolate: false,
        },
      },
      { test: { ...group, name: "alone", include: [ALONE] } },
    ],
  },
});
