/** Makes archives and Debian packages with Node.js inside, for servers; needs a built dist/. */
import { runBundled } from "./run-bundled.mjs";

await runBundled("package");
