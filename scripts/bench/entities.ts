import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { ACCOUNTS, accountId, accountOf, ENTITIES, entityId, PEOPLE_OF_ENTITY } from "./entities/company.js";
import type { Measurement } from "./three-tries.js";

/** The argument with which this program is the server of this measurement. */
export const SERVE_ENTITIES = "serve-entities";

/** What was measured in December 2026 and a tenth more: employees, members and links stay until the end. */
const BUDGET_MIB = 460;
const AIM_MIB = 300;

/** A preview of very many entities in one process, whose HR accounts each feed some of them. */
export async function entities(): Promise<Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), "spendesk-hr-bench-"));
  const server = spawn(process.execPath, [import.meta.filename, SERVE_ENTITIES], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const config = configOf(await firstLine(server));
    await writeFile(join(folder, "spendesk-hr.config.json"), JSON.stringify(config));
    const { seconds, peakMib } = await preview(folder);
    return [
      {
        what: `memory of a preview of ${ENTITIES} entities of ${PEOPLE_OF_ENTITY} people, ${ACCOUNTS} HR accounts`,
        measured: `${Math.round(peakMib)} MiB, ${seconds.toFixed(1)} s`,
        budget: `${BUDGET_MIB} MiB (aim ${AIM_MIB})`,
        kept: peakMib <= BUDGET_MIB,
        ofBudget: peakMib / BUDGET_MIB,
      },
    ];
  } finally {
    server.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

const ALL = Array.from({ length: ENTITIES }, (_, entity) => entity);

function configOf(url: string): unknown {
  const accounts = Array.from({ length: ACCOUNTS }, (_, account) => accountId(account));
  const source = { provider: "personio", baseUrl: url };
  return {
    version: 1,
    defaults: { timezone: "Europe/Berlin", spendesk: { baseUrl: url }, sync: { update: ["name"] } },
    groups: Object.fromEntries(accounts.map((account) => [account, { source }])),
    entities: Object.fromEntries(
      ALL.map((entity) => {
        const id = entityId(entity);
        const employees = { include: "filter", filter: [`'Work Location' is one of: ${id}`] };
        return [id, { group: accountId(accountOf(entity)), employees }];
      }),
    ),
    credentials: { store: "env" },
  };
}

function credentials(): Record<string, string> {
  return Object.fromEntries(
    ALL.flatMap((entity) => {
      const name = `SPENDESK_HR_${entityId(entity).toUpperCase().replace("-", "_")}`;
      return [
        [`${name}_SPENDESK_CLIENT_ID`, `entity-${entity}`],
        [`${name}_SPENDESK_CLIENT_SECRET`, `spendesk-key-${entity}`],
        [`${name}_PERSONIO_CLIENT_ID`, `papi-${accountOf(entity)}`],
        [`${name}_PERSONIO_CLIENT_SECRET`, `personio-key-${accountOf(entity)}`],
      ];
    }),
  );
}

async function preview(folder: string): Promise<{ readonly seconds: number; readonly peakMib: number }> {
  const start = performance.now();
  const program = resolve("bin/spendesk-hr.js");
  const child = spawn(process.execPath, ["--import", TELL_PEAK, program, "preview"], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      SPENDESK_HR_STATE_DIR: join(folder, "state"),
      ...credentials(),
    },
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const [said, complaints, peak] = [1, 2, 3].map((stream) => collected(child.stdio[stream]));
  const [code] = await once(child, "close");
  const seconds = (performance.now() - start) / 1000;
  if (code !== 0) throw new Error(`the preview ended with ${code}: ${complaints?.()}`);
  const counts = said?.().match(/^Plan: 20 updates\. 180 unchanged/gm)?.length ?? 0;
  // Those of a long plan stand at both of its ends.
  const planned = counts / 2;
  if (planned !== ENTITIES) throw new Error(`${planned} entities were planned as they should be`);
  return { seconds, peakMib: Number(peak?.()) / 1024 };
}

/** Has a process tell its peak, in KiB, when it ends. */
const TELL_PEAK = `data:text/javascript,${encodeURIComponent(
  'import { writeSync } from "node:fs"; process.on("exit", () => writeSync(3, String(process.resourceUsage().maxRSS)));',
)}`;

function collected(stream: ChildProcess["stdio"][number]): () => string {
  let text = "";
  if (stream && "setEncoding" in stream) {
    stream.setEncoding("utf8").on("data", (piece: string) => {
      text += piece;
    });
  }
  return () => text;
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (stdout) for await (const line of createInterface({ input: stdout })) return line;
  throw new Error("the server did not start");
}
