/** Runs the benchmarks; `npm run bench` builds the program first. */
import { runBundled } from "./run-bundled.mjs";

await runBundled("bench");
