import { serveEntities } from "./entities/server.js";
import { entities, SERVE_ENTITIES } from "./entities.js";
import { exportRead, READ_EXPORT, readExport } from "./export-read.js";
import { planning } from "./planning.js";
import { postgres } from "./postgres.js";
import { DOWNLOAD_PREVIEW, largePreviews, playPreviewPart, previews, SERVE_PREVIEW } from "./preview.js";
import { requests } from "./requests.js";
import { startUp } from "./start-up.js";
import { type Judged, type Measure, threeTries } from "./three-tries.js";

const LARGE = process.argv.includes("--large");
const MEASURES: readonly Measure[] = [
  ...[startUp, exportRead, planning, requests, postgres, entities, previews],
  ...(LARGE ? [largePreviews] : []),
];

async function measureAll(): Promise<void> {
  const judged: Judged[] = [];
  for (const measure of MEASURES) judged.push(...(await threeTries(measure)));
  const widest = Math.max(...judged.map(({ what }) => what.length));
  for (const one of judged) console.log(lineOf(one, widest));
  process.exitCode = judged.some(({ verdict }) => verdict === "over") ? 1 : 0;
}

function lineOf({ verdict, what, measured, budget, tries }: Judged, widest: number): string {
  const note = {
    ok: "",
    near: `; over, by less than 15 % in the best of ${tries} tries`,
    over: `; over in each of ${tries} tries`,
  };
  const word = verdict === "over" ? "OVER" : verdict;
  return `${word.padEnd(4)}  ${what.padEnd(widest)}  ${measured.padEnd(24)}  budget ${budget}${note[verdict]}`;
}

/** The processes that measurements start besides the program. */
async function play(task: string | undefined, args: readonly string[]): Promise<void> {
  if (task === SERVE_ENTITIES) return serveEntities();
  if (task === READ_EXPORT) return readExport(args[0] ?? "");
  if (task === SERVE_PREVIEW || task === DOWNLOAD_PREVIEW) return playPreviewPart(task, args);
  return measureAll();
}

const [task, ...args] = process.argv.slice(2);
await play(task, args);
