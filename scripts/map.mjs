/** Prints the folders of src/ with their sizes, and whether imports lead in a cycle. */
import { runBundled } from "./run-bundled.mjs";

await runBundled("map");
