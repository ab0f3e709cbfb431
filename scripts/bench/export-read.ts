import { execFile } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import writeWorkbook from "write-excel-file/node";
import { keepHeapSmall } from "../../src/cli/small-heap.js";
import { file } from "../../src/providers/file/index.js";
import type { Measurement } from "./three-tries.js";

const PEOPLE = 100_000;
const BUDGET_MIB = 200;
const MIB = 1024 ** 2;
/** The argument with which this program reads an export instead of measuring everything. */
export const READ_EXPORT = "read-export";

const execFileAsync = promisify(execFile);

const HEADER =
  "Id,First name,Last name,E-mail,Status,Start,End,Office,Department,Team,Job,Cost center,IBAN,Country,Laptop";

/** Peak memory of a process that reads an export of 100 000 people and lets its people go. */
export async function exportRead(): Promise<Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), "spendesk-hr-bench-"));
  try {
    const csv = join(folder, "people.csv");
    const json = join(folder, "people.json");
    const xlsx = join(folder, "people.xlsx");
    await pipeline(lines(), createWriteStream(csv));
    await pipeline(records(), createWriteStream(json));
    await writeWorkbook([{ sheet: "People", data: [...rows()].map((row) => row.map(cellOf)) }]).toFile(xlsx);
    return [
      await measured("a CSV", csv),
      await measured("a JSON array", json),
      await measured("an XLSX", xlsx),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measured(what: string, path: string): Promise<Measurement> {
  const { stdout } = await execFileAsync(process.execPath, [import.meta.filename, READ_EXPORT, path]);
  const { people, peak, seconds }: Read = JSON.parse(stdout);
  if (people !== PEOPLE) throw new Error(`${people} people came instead of ${PEOPLE}`);
  return {
    what: `memory while ${what} of ${PEOPLE} people is read`,
    measured: `${Math.round(peak / MIB)} MiB, ${seconds.toFixed(1)} s`,
    budget: `${BUDGET_MIB} MiB`,
    kept: peak <= BUDGET_MIB * MIB,
    ofBudget: peak / (BUDGET_MIB * MIB),
  };
}

function* rows(): Generator<readonly string[]> {
  yield HEADER.split(",");
  for (let index = 0; index < PEOPLE; index += 1) {
    const day = String((index % 28) + 1).padStart(2, "0");
    const about = [`E${index}`, `First${index}`, `Last${index}`, `p${index}@acme.test`, "Active"];
    const unit = [`Department ${index % 40}`, `Team ${index % 200}`, `Job ${index % 300}`, `CC${index % 50}`];
    yield [...about, `2020-02-${day}`, "", "Berlin", ...unit, "DE89370400440532013000", "DE", `X${index}`];
  }
}

function* lines(): Generator<string> {
  for (const row of rows()) yield `${row.join(",")}\n`;
}

function* records(): Generator<string> {
  const [names = [], ...people] = rows();
  let before = "[";
  for (const row of people) {
    yield `${before}${JSON.stringify(Object.fromEntries(row.map((value, index) => [names[index], value])))}`;
    before = ",\n";
  }
  yield "]";
}

function cellOf(value: string) {
  return value === "" ? null : { value };
}

/** What the process that was started for it prints. */
interface Read {
  readonly people: number;
  /** Bytes. */
  readonly peak: number;
  readonly seconds: number;
}

/** Reads the export in a process that does nothing else, with the memory of the program. */
export async function readExport(path: string): Promise<void> {
  keepHeapSmall();
  const start = performance.now();
  const people = await read(path);
  const peak = process.resourceUsage().maxRSS * 1024;
  const told: Read = { people, peak, seconds: (performance.now() - start) / 1000 };
  console.log(JSON.stringify(told));
}

async function read(path: string): Promise<number> {
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
  for await (const page of pages) people += page.length;
  return people;
}

/** Nothing of a host is asked for. */
function nothing(): never {
  throw new Error("a file needs no host");
}
