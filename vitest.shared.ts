import { availableParallelism } from "node:os";

/** Settings of all tests, wherever they run. */
export const shared = {
  passWithNoTests: false,
  // Vitest would leave one processor to itself, which on two means that half of the machine is idle.
  maxWorkers: availableParallelism(),
  setupFiles: ["./test/setup/properties.ts"],
  reporters: ["default", "./scripts/count-reporter.ts"],
  // Only an end to what hangs: no test may depend on how busy the machine is.
  testTimeout: 180_000,
  hookTimeout: 180_000,
  teardownTimeout: 30_000,
};
