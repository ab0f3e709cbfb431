import { exportRead, READ_EXPORT, readExport } from "./export-read.js";
import { planning } from "./planning.js";
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
  const measurements = [...startUp(), ...(await exportRead()), ...planning(), ...(await requests())];
  const widest = Math.max(...measurements.map(({ what }) => what.length));
  for (const { what, measured, budget, kept } of measurements) {
    console.log(
      `${kept ? "ok  " : "OVER"}  ${what.padEnd(widest)}  ${measured.padEnd(24)}  budget ${budget}`,
    );
  }
  process.exitCode = measurements.every(({ kept }) => kept) ? 0 : 1;
}

const [task, path] = process.argv.slice(2);
await (task === READ_EXPORT && path !== undefined ? readExport(path) : measureAll());
