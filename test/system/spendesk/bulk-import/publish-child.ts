/** Publishes two files into a folder and says how that ended: `node publish-child.mjs <folder>`. */
import { readdirSync } from "node:fs";
import { isProblem } from "../../../../src/shared/errors.js";
import { publishFolder } from "../../../../src/spendesk/bulk-import/publish-folder.js";

const [folder = ""] = process.argv.slice(2);
const files = [
  { name: "small.txt", content: new Uint8Array(10) },
  { name: "large.txt", content: new Uint8Array(500_000) },
];
const error: unknown = await publishFolder(folder, files).catch((reason: unknown) => reason);
const problem = isProblem(error) ? { kind: error.kind, code: error.code, what: error.message } : null;
process.stdout.write(JSON.stringify({ problem, left: readdirSync(folder) }));
