/** Makes a release: `npm run release -- patch`, `minor`, `major` or a version. Pushes nothing. */
import { runBundled } from "./run-bundled.mjs";

await runBundled("release");
