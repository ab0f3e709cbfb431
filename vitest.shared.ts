import { availableParallelism } from "node:os";
import SlowFirst from "./scripts/slow-first.js";
import { useMemoryForTemporaryFolders } from "./scripts/temporary-folder.js";

useMemoryForTemporaryFolders();

/** Settings of both configurations. */
export const run = {
  passWithNoTests: false,
  // Vitest would leave one processor to itself, which on two means that half of the machine is idle.
  maxWorkers: availableParallelism(),
  sequence: { sequencer: SlowFirst },
  reporters: ["default", "./scripts/count-reporter.ts"],
};

/** Settings of every group of tests. */
export const group = {
  setupFiles: ["./test/setup/properties.ts"],
  // Only an end to what hangs: no test may depend on how busy the machine is.
  testTimeout: 180_000,
  hookTimeout: 180_000,
  teardownTimeout: 30_000,
  restoreMocks: true,
  unstubEnvs: true,
};
