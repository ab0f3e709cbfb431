import { runProcess } from "./cli/run-process.js";

await runProcess();
