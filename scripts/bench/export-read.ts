import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { file } from "../../src/providers/file/index.js";
import type { Measurement } from "./main.js";

const PEOPLE = 100_000;
const BUDGET_MIB = 200;
const MIB = 1024 ** 2;

const HEADER =
  "Id,First name,Last name,E-mail,Status,Start,End,Office,Department,Team,Job,Cost center,IBAN,Country,Laptop";

/**
 * Memory of this process while an export of 100 000 people is read and its people are let go; to be asked
 * before anything larger.
 */
export async function exportRead(): Promise<Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), "spendesk-hr-bench-"));
  try {
    const path = join(folder, "people.csv");
    await pipeline(lines(), createWriteStream(path));
    const start = performance.now();
    const { people, peak } = await read(path);
    const seconds = (performance.now() - start) / 1000;
    if (people !== PEOPLE) throw new Error(`${people} people came instead of ${PEOPLE}`);
    return [
      {
        what: `memory while a CSV of ${PEOPLE} people is read`,
        measured: `${Math.round(peak / MIB)} MiB, ${seconds.toFixed(1)} s`,
        budget: `${BUDGET_MIB} MiB`,
        kept: peak <= BUDGET_MIB * MIB,
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The export piece by piece: what is made here must not be measured. */
function* lines(): Generator<string> {
  yield `${HEADER}\n`;
  for (let index = 0; index < PEOPLE; index += 1) yield `${line(index)}\n`;
}

function line(index: number): string {
  const day = String((index % 28) + 1).padStart(2, "0");
  const unit = `Department ${index % 40},Team ${index % 200},Job ${index % 300},CC${index % 50}`;
  return `E${index},First${index},Last${index},p${index}@acme.test,Active,2020-02-${day},,Berlin,${unit},DE89370400440532013000,DE,X${index}`;
}

async function read(path: string): Promise<{ readonly people: number; readonly peak: number }> {
  const columns = {
    ...{ id: "Id", firstName: "First name", lastName: "Last name", workEmail: "E-mail", status: "Status" },
    ...{ startDate: "Start", terminationDate: "End", workLocation: "Office", iban: "IBAN" },
  };
  const settings = file.settings.parse({ path, columns, missingRows: "unknown" });
  const pages = file.readEmployees({
    settings,
    credentials: {},
    http: { baseUrl: "https://export.invalid", requestCount: () => 0, request: nothing },
    httpAt: nothing,
    today: () => "2026-06-01",
    now: () => new Date(),
    registerSecret: nothing,
    noteCompany: nothing,
  });
  let people = 0;
  let peak = 0;
  for await (const page of pages) {
    people += page.length;
    peak = Math.max(peak, process.memoryUsage.rss());
  }
  return { people, peak };
}

/** Nothing of a host is asked for. */
function nothing(): never {
  throw new Error("a file needs no host");
}
