import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PROGRAM, runChild, startServer, type Took } from "./child.js";
import { median } from "./median.js";
import { download, SERVED, type Served } from "./preview/download.js";
import { serveBench } from "./preview/server.js";
import type { Measurement } from "./three-tries.js";

/** The arguments with which this program is one of the processes of this measurement. */
export const SERVE_PREVIEW = "serve-preview";
export const DOWNLOAD_PREVIEW = "download-preview";

const PEOPLE = 10_000;
const MANY_PEOPLE = 100_000;
/** What was measured in December 2026 and a tenth more, of the ratios on a busy machine; the aims are not reached yet. */
const BUDGET = {
  ratio: { personio: 5, hibob: 5.5, workday: 9 },
  ratioOverLine: { personio: 1.3, hibob: 1.8, workday: 1.3 },
  mib: 220,
  mibOfMany: 650,
};
const AIM = { ratio: 1.3, mib: 160, mibOfMany: 450 };
const ROUNDS = 3;
/** A line over which an answer comes about as fast as an HR tool's server gives it, or faster. */
const LINE_MBITS = 100;
const WORKER_BYTES = 7_500;
const LARGE_WORKER_BYTES = 117_000;

/** One company whose preview is measured. */
interface Company {
  readonly provider: Served;
  readonly people: number;
  readonly workerBytes: number;
  readonly mbits: number | null;
}

/** The preview of 10 000 people of whom nearly all change, in each HR tool, beside it and over a line. */
export function previews(): Promise<Measurement[]> {
  return measureAll(
    [null, LINE_MBITS].flatMap((mbits) =>
      SERVED.map((provider) => ({ provider, people: PEOPLE, workerBytes: WORKER_BYTES, mbits })),
    ),
  );
}

/** Whose people come in pages; of 100 000, Bob's one answer would be too large, and is asked for in batches. */
const PAGED = SERVED.filter((provider) => provider !== "hibob");

/** The same of 100 000 people, and of workers of whom Workday says so much that they are 1.2 GB: both take minutes. */
export function largePreviews(): Promise<Measurement[]> {
  return measureAll([
    ...PAGED.map((provider) => ({
      ...{ provider, people: MANY_PEOPLE, workerBytes: WORKER_BYTES, mbits: null },
    })),
    { provider: "workday", people: PEOPLE, workerBytes: LARGE_WORKER_BYTES, mbits: null },
  ]);
}

/** Plays one of the other processes. */
export async function playPreviewPart(task: string, args: readonly string[]): Promise<void> {
  const [first = "", second = "", third] = args;
  if (task === DOWNLOAD_PREVIEW) return download(first, second as Served, Number(third));
  const mbits = third === undefined ? null : Number(third);
  await serveBench({ people: Number(first), workerBytes: Number(second), mbits });
}

async function measureAll(companies: readonly Company[]): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (const company of companies) measurements.push(...(await measure(company)));
  return measurements;
}

async function measure(company: Company): Promise<Measurement[]> {
  const { provider, people, workerBytes, mbits } = company;
  const folder = await mkdtemp(join(tmpdir(), "spendesk-hr-bench-"));
  const sizes = [people, workerBytes, ...(mbits === null ? [] : [mbits])].map(String);
  const { server, url } = await startServer(SERVE_PREVIEW, ...sizes);
  try {
    await writeFile(join(folder, "spendesk-hr.config.json"), JSON.stringify(configOf(provider, url)));
    const place = { folder, env: CREDENTIALS };
    const downloads: number[] = [];
    const previews: Took[] = [];
    const rounds = people > PEOPLE || mbits !== null ? 1 : ROUNDS;
    for (let round = 0; round < rounds; round += 1) {
      const args = [import.meta.filename, DOWNLOAD_PREVIEW, url, provider, String(people)];
      downloads.push((await runChild(args, place)).milliseconds);
      previews.push(await runChild([PROGRAM, "preview"], place));
    }
    const ratio = median(previews.map(({ milliseconds }) => milliseconds)) / median(downloads);
    const peak = Math.max(...previews.map(({ peakMiB }) => peakMiB));
    return verdicts(company, ratio, peak);
  } finally {
    server.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The ratio is of two medians: the whole command, from its start to its exit code, against a process of Node.js that
 * asks the same server for the same pages and parses nothing. The server's share is in both, so that a slower one
 * makes the ratio smaller, and another program on the machine makes it larger. Over a line, what is done while the
 * rest still comes costs no time.
 */
function verdicts(company: Company, ratio: number, peak: number): Measurement[] {
  const { provider, people, workerBytes, mbits } = company;
  const large = workerBytes === LARGE_WORKER_BYTES ? " of 117 KB each" : "";
  const what = `preview of ${people} people in ${provider}${large}`;
  const line = mbits === null ? "" : ` over ${mbits} Mbit/s`;
  const most = BUDGET[mbits === null ? "ratio" : "ratioOverLine"][provider];
  const time: Measurement = {
    what: `${what} against downloading them${line}`,
    measured: `${ratio.toFixed(2)} x`,
    budget: most > AIM.ratio ? `${most} x (aim ${AIM.ratio})` : `${most} x`,
    kept: ratio <= most,
    ofBudget: ratio / most,
  };
  if (mbits !== null) return [time];
  const memory = people > PEOPLE ? "mibOfMany" : "mib";
  const mib = BUDGET[memory];
  return [
    time,
    {
      what: `memory of a ${what}`,
      measured: `${Math.round(peak)} MiB`,
      budget: `${mib} MiB (aim ${AIM[memory]})`,
      kept: peak <= mib,
      ofBudget: peak / mib,
    },
  ];
}

function configOf(provider: Served, url: string): unknown {
  return {
    version: 1,
    entities: {
      bench: {
        timezone: "Europe/London",
        spendesk: { baseUrl: url },
        source: { provider, baseUrl: url },
        employees: { include: "all" },
      },
    },
    credentials: { store: "env" },
  };
}

/** Keys are asked for and not looked at. */
const CREDENTIALS = {
  SPENDESK_HR_BENCH_SPENDESK_CLIENT_ID: "bench-client",
  SPENDESK_HR_BENCH_SPENDESK_CLIENT_SECRET: "bench-client-secret",
  SPENDESK_HR_BENCH_PERSONIO_CLIENT_ID: "papi-bench",
  SPENDESK_HR_BENCH_PERSONIO_CLIENT_SECRET: "bench-source-secret",
  SPENDESK_HR_BENCH_HIBOB_SERVICE_USER_ID: "SERVICE-12345",
  SPENDESK_HR_BENCH_HIBOB_TOKEN: "bench-source-token",
  SPENDESK_HR_BENCH_WORKDAY_REST_ENDPOINT: "https://wd3-services1.myworkday.com/ccx/api/v1/acme",
  SPENDESK_HR_BENCH_WORKDAY_USERNAME: "ISU_Spendesk",
  SPENDESK_HR_BENCH_WORKDAY_PASSWORD: "bench-source-password",
};
