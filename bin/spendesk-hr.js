#!/usr/bin/env node
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const main = new URL("../dist/main.js", import.meta.url);

if (existsSync(fileURLToPath(main))) {
  await import(main.href);
} else {
  process.stderr.write(
    "spendesk-hr could not start.\nThe program was not built in this folder.\nRun `npm run build`, then the same command again.\n",
  );
  process.exitCode = 78;
}
