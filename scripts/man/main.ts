import { readFileSync, writeFileSync } from "node:fs";
import * as z from "zod";
import { HELP_FILES, USUAL_COLUMNS } from "../../src/cli/answer-at-once.js";
import { variables } from "../generate/variables.js";
import { helpText } from "./help.js";
import { manualPage } from "./page.js";

const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync("package.json", "utf8")));
writeFileSync("dist/spendesk-hr.1", manualPage(version, await variables()));
writeFileSync(`dist/${HELP_FILES.usual}`, helpText(USUAL_COLUMNS));
writeFileSync(`dist/${HELP_FILES.wide}`, helpText(Number.MAX_SAFE_INTEGER));
