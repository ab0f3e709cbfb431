import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PROGRAM, runChild, startServer, type Took } from "./child.js";
import { ACCOUNTS, accountId, accountOf, ENTITIES, entityId, PEOPLE_OF_ENTITY } from "./entities/company.js";
import type { Measurement } from "./three-tries.js";

/** The argument with which this program is the server of this measurement. */
export const SERVE_ENTITIES = "serve-entities";

/** What was measured in December 2026 and a tenth more: all accounts are read at once, and all plans stay until the end. */
const BUDGET_MIB = 460;
const AIM_MIB = 300;

/** A preview of very many entities in one process, whose HR accounts each feed some of them. */
export async function entities(): Promise<Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), "spendesk-hr-bench-"));
  const { server, url } = await startServer(SERVE_ENTITIES);
  try {
    await writeFile(join(folder, "spendesk-hr.config.json"), JSON.stringify(configOf(url)));
    const { milliseconds, peakMiB } = await preview(folder);
    return [
      {
        what: `memory of a preview of ${ENTITIES} entities of ${PEOPLE_OF_ENTITY} people, ${ACCOUNTS} HR accounts`,
        measured: `${Math.round(peakMiB)} MiB, ${(milliseconds / 1000).toFixed(1)} s`,
        budget: `${BUDGET_MIB} MiB (aim ${AIM_MIB})`,
        kept: peakMiB <= BUDGET_MIB,
        ofBudget: peakMiB / BUDGET_MIB,
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

async function preview(folder: string): Promise<Took> {
  let said = "";
  const took = await runChild([PROGRAM, "preview"], { folder, env: credentials() }, (piece) => {
    said += piece;
  });
  const counts = said.match(/^Plan: 20 updates\. 180 unchanged/gm)?.length ?? 0;
  // Those of a long plan stand at both of its ends.
  const planned = counts / 2;
  if (planned !== ENTITIES) throw new Error(`${planned} entities were planned as they should be`);
  return took;
}
