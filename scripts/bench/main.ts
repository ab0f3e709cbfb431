import { exportRead, READ_EXPORT, readExport } from "./export-read.js";
import { planning } from "./planning.js";
import { DOWNLOAD_PREVIEW, largePreviews, playPreviewPart, previews, SERVE_PREVIEW } from "./preview.js";
import { requests } from "./requests.js";
import { startUp } from "./start-up.js";

/** One measured value and the budget it must keep. */
export interface Measurement {
  readonly what: string;
  readonly measured: string;
  readonly budget: string;
  readonly kept: boolean;
}

async function measureAll(): Promise<void> {
  const measurements = [
    ...startUp(),
    ...(await exportRead()),
    ...planning(),
    ...(await requests()),
    ...(await previews()),
    ...(process.argv.includes("--large") ? await largePreviews() : []),
  ];
  const widest = Math.max(...measurements.map(({ what }) => what.length));
  for (const { what, measured, budget, kept } of measurements) {
    console.log(
      `${kept ? "ok  " : "OVER"}  ${what.padEnd(widest)}  ${measured.padEnd(24)}  budget ${budget}`,
    );
  }
  process.exitCode = measurements.every(({ kept }) => kept) ? 0 : 1;
}

/** The processes that measurements start besides the program. */
async function play(task: string | undefined, args: readonly string[]): Promise<void> {
  if (task === READ_EXPORT) return readExport(args[0] ?? "");
  if (task === SERVE_PREVIEW || task === DOWNLOAD_PREVIEW) return playPreviewPart(task, args);
  return measureAll();
}

const [task, ...args] = process.argv.slice(2);
await play(task, args);
