/** Begins a provider: `npm run new:provider -- newhr "New HR"`. */
import { runBundled } from "./run-bundled.mjs";

await runBundled("new-provider");
