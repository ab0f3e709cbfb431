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
  ratioOverLine: 1.3,
  mib: 220,
  mibOfMany: 650,
};
const AIM = { ratio: 1.3, mib: 160, mibOfMany: 450 };
const ROUNDS = 3;
/** How much slower a line is than the machine itself: about 100 Mbit/s where that downloads 120 MB in a second. */
const LINE_SLOWER = 10;
const WORKER_BYTES = 7_500;
const LARGE_WORKER_BYTES = 117_000;

/** One company whose preview is measured. */
interface Company {
  readonly provider: Served;
  readonly people: number;
  readonly workerBytes: number;
}

/** The preview of 10 000 people of whom nearly all change, in each HR tool. */
export function previews(): Promise<Measurement[]> {
  return measureAll(SERVED.map((provider) => ({ provider, people: PEOPLE, workerBytes: WORKER_BYTES })));
}

/** Whose people come in pages; of 100 000, Bob's one answer would be too large, and is asked for in batches. */
const PAGED = SERVED.filter((provider) => provider !== "hibob");

/** The same of 100 000 people, and of workers of whom Workday says so much that they are 1.2 GB: both take minutes. */
export function largePreviews(): Promise<Measurement[]> {
  return measureAll([
    ...PAGED.map((provider) => ({ provider, people: MANY_PEOPLE, workerBytes: WORKER_BYTES })),
    { provider: "workday", people: PEOPLE, workerBytes: LARGE_WORKER_BYTES },
  ]);
}

/** Plays one of the other processes. */
export async function playPreviewPart(task: string, args: readonly string[]): Promise<void> {
  const [first = "", second = "", third] = args;
  if (task === DOWNLOAD_PREVIEW) {
    console.log(await download(first, second as Served, Number(third)));
    return;
  }
  const mbits = third === undefined ? null : Number(third);
  await serveBench({ people: Number(first), workerBytes: Number(second), mbits });
}

async function measureAll(companies: readonly Company[]): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (const company of companies) measurements.push(...(await measure(company)));
  return measurements;
}

async function measure(company: Company): Promise<Measurement[]> {
  if (company.people > PEOPLE || company.workerBytes > WORKER_BYTES) {
    return verdicts(company, await compare(company, 1));
  }
  const beside = await compare(company, ROUNDS);
  return [
    ...verdicts(company, beside),
    lineVerdict(company, await compare(company, 1, beside.mbits / LINE_SLOWER)),
  ];
}

/** A preview against downloading the same. */
interface Compared {
  readonly ratio: number;
  readonly peakMiB: number;
  /** How fast the answers came. */
  readonly mbits: number;
}

/** @param mbits of the line to the server; without it, that is as fast as the machine */
async function compare(company: Company, rounds: number, mbits?: number): Promise<Compared> {
  const { provider, people, workerBytes } = company;
  const folder = await mkdtemp(join(tmpdir(), "spendesk-hr-bench-"));
  const sizes = [people, workerBytes, ...(mbits === undefined ? [] : [mbits])].map(String);
  const { server, url } = await startServer(SERVE_PREVIEW, ...sizes);
  try {
    await writeFile(join(folder, "spendesk-hr.config.json"), JSON.stringify(configOf(provider, url)));
    const place = { folder, env: CREDENTIALS };
    const downloads: number[] = [];
    const previews: Took[] = [];
    let bytes = "";
    for (let round = 0; round < rounds; round += 1) {
      const args = [import.meta.filename, DOWNLOAD_PREVIEW, url, provider, String(people)];
      bytes = "";
      const took = await runChild(args, place, (piece) => {
        bytes += piece;
      });
      downloads.push(took.milliseconds);
      previews.push(await runChild([PROGRAM, "preview"], place));
    }
    const milliseconds = median(downloads);
    return {
      ratio: median(previews.map((took) => took.milliseconds)) / milliseconds,
      peakMiB: Math.max(...previews.map(({ peakMiB }) => peakMiB)),
      mbits: mbitsOf(Number(bytes), milliseconds),
    };
  } finally {
    server.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

function mbitsOf(bytes: number, milliseconds: number): number {
  return (bytes * 8) / milliseconds / 1_000;
}

/**
 * The ratio is of two medians: the whole command, from its start to its exit code, against a process of Node.js that
 * asks the same server for the same pages and parses nothing. The server's share is in both, so that a slower one
 * makes the ratio smaller, and another program on the machine makes it larger.
 */
function verdicts(company: Company, { ratio, peakMiB }: Compared): Measurement[] {
  const memory = company.people > PEOPLE ? "mibOfMany" : "mib";
  const mib = BUDGET[memory];
  const most = BUDGET.ratio[company.provider];
  return [
    {
      what: `${previewOf(company)} against downloading them`,
      measured: `${ratio.toFixed(2)} x`,
      budget: `${most} x (aim ${AIM.ratio})`,
      kept: ratio <= most,
      ofBudget: ratio / most,
    },
    {
      what: `memory of a ${previewOf(company)}`,
      measured: `${Math.round(peakMiB)} MiB`,
      budget: `${mib} MiB (aim ${AIM[memory]})`,
      kept: peakMiB <= mib,
      ofBudget: peakMiB / mib,
    },
  ];
}

/**
 * The same over a line, where people are mapped while the rest is still on its way. How fast the line is follows from
 * how fast the machine is: over a given one, a slow machine would seem to compare worse.
 */
function lineVerdict(company: Company, { ratio, mbits }: Compared): Measurement {
  const most = BUDGET.ratioOverLine;
  return {
    what: `${previewOf(company)} against downloading them over a line`,
    measured: `${ratio.toFixed(2)} x, ${Math.round(mbits)} Mbit/s`,
    budget: `${most} x`,
    kept: ratio <= most,
    ofBudget: ratio / most,
  };
}

function previewOf({ provider, people, workerBytes }: Company): string {
  const large = workerBytes > WORKER_BYTES ? " of 117 KB each" : "";
  return `preview of ${people} people in ${provider}${large}`;
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
