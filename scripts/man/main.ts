import { readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { variables } from "../generate/variables.js";
import { manualPage } from "./page.js";

const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync("package.json", "utf8")));
writeFileSync("dist/spendesk-hr.1", manualPage(version, await variables()));
