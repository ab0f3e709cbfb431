/** Prints the folders of src/ with their sizes, and whether imports lead in a circle. */
import { runBundled } from "./run-bundled.mjs";

await runBundled("map");
