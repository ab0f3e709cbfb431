/**
 * Writes what README.md and docs/ hold that is made from code; with --check it only says whether it is
 * up to date.
 */
import { runBundled } from "./run-bundled.mjs";

await runBundled("generate");
