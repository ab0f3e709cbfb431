import { type IsoDate, isProblem } from "../../sync/model/index.js";
import { gapOf, type ListEnd } from "../support/read-tally.js";
import { cleanId, cleanText, given } from "../support/values.js";
import { type Contract, presentContract, readContract } from "./contract.js";
import type { List, listPages, Pages, PayfitApi } from "./pages.js";
import { type ContractRow, contractRowSchema } from "./schema.js";
import { JOBS_SCOPE, type PayfitSettings } from "./settings.js";

/** What a contract tells about the work; `undefined` what may not be read. */
export interface Job {
  readonly jobTitle: string | null | undefined;
  readonly employmentType: string | null | undefined;
}

/** The jobs of everybody, and why the list of contracts is not whole; null when it is. */
export interface JobBook {
  jobOf(collaboratorId: string): Job;
  readonly gap: ReturnType<typeof gapOf>;
}

type JobContract = Contract & Job;

const UNREADABLE: Job = { jobTitle: undefined, employmentType: undefined };

/**
 * Reads the list of contracts: the jobs of people with several are those of the present one. Old leavers
 * have none in it. A key that may not read contracts gives nobody a job, as a field would.
 *
 * @param pagesOf the whole list, or a part of it for a first look
 */
export async function readJobs(
  api: PayfitApi,
  contracts: NonNullable<PayfitSettings["contracts"]>,
  today: IsoDate,
  pagesOf: typeof listPages,
): Promise<JobBook> {
  const jobs = new Map<string, JobContract>();
  let readable: Job = UNREADABLE;

  function add(row: ContractRow): void {
    const job = jobFrom(row);
    if (job.jobTitle !== undefined) readable = { ...readable, jobTitle: null };
    if (job.employmentType !== undefined) readable = { ...readable, employmentType: null };
    const id = cleanId(row.collaboratorId);
    if (id === null) return;
    const known = jobs.get(id);
    jobs.set(id, presentContract(known ? [known, job] : [job], today) ?? job);
  }

  const { end, rows } = await unlessForbidden(pagesOf(api, listOf(contracts)), (items) => {
    for (const item of items) {
      const row = contractRowSchema.safeParse(item);
      if (row.success) add(row.data);
    }
  });
  return { jobOf: (id) => jobs.get(id) ?? readable, gap: gapOf(end, rows) };
}

function jobFrom(row: ContractRow): JobContract {
  return {
    ...readContract(row),
    jobTitle: given(row.jobName, cleanText),
    employmentType: employmentTypeOf(row),
  };
}

/** The nature, which only French contracts have, else whether it is full-time. */
function employmentTypeOf({ natureContratDsn, isFullTime }: ContractRow): string | null | undefined {
  const nature = cleanText(natureContratDsn);
  if (nature !== null) return natureOf(nature);
  if (typeof isFullTime === "boolean") return isFullTime ? "full-time" : "part-time";
  return natureContratDsn === undefined && isFullTime === undefined ? undefined : null;
}

function listOf(contracts: NonNullable<PayfitSettings["contracts"]>): List {
  const path = contracts === "french" ? "/contracts-fr" : "/contracts";
  return { path, key: "contracts", scope: JOBS_SCOPE, purpose: "list contracts" };
}

async function unlessForbidden(
  pages: Pages,
  take: (items: readonly unknown[]) => void,
): Promise<{ readonly end: ListEnd; readonly rows: number }> {
  let rows = 0;
  try {
    for (;;) {
      const next = await pages.next();
      if (next.done) return { end: next.value, rows };
      take(next.value.rows);
      rows += next.value.rows.length;
    }
  } catch (error) {
    if (isProblem(error) && error.code === "permission_missing") return { end: { total: null }, rows };
    throw error;
  }
}

/**
 * The natures of French contracts by their codes in the social declaration (DSN, S21.G00.40.007), in the
 * words French payrolls use for them: CDI and CDD are the private ones.
 */
const NATURES: ReadonlyMap<string, string> = new Map([
  ["01", "CDI"],
  ["02", "CDD"],
  ["03", "Contrat de mission (intérim)"],
  ["07", "CDI intermittent"],
  ["08", "CDI intérimaire"],
  ["09", "CDI de droit public"],
  ["10", "CDD de droit public"],
  ["20", "Détachement d'un agent public (ECP)"],
  ["21", "Détachement d'un agent public (ENCP)"],
  ["29", "Convention de stage"],
  ["32", "Contrat d'appui au projet d'entreprise"],
  ["50", "Nomination dans la fonction publique"],
  ["51", "Collaborateur occasionnel du service public"],
  ["52", "Cumul d'activité à titre accessoire"],
  ["53", "Contrat d'engagement détenu"],
  ["60", "Contrat d'engagement éducatif"],
  ["70", "Contrat de soutien et d'aide par le travail"],
  ["80", "Mandat social"],
  ["81", "Mandat d'élu"],
  ["82", "CDI de chantier ou d'opération"],
  ["89", "Volontariat de service civique"],
  ["90", "Autre contrat, convention ou mandat"],
  ["91", "Contrat d'engagement maritime à durée indéterminée"],
  ["92", "Contrat d'engagement maritime à durée déterminée"],
  ["93", "Ligne de service"],
]);

/** A code in words; one that is not on the list stays recognizable as what it is. */
function natureOf(code: string): string {
  const found = NATURES.get(code.padStart(2, "0"));
  return found ?? (/^\d+$/u.test(code) ? `Nature de contrat ${code}` : code);
}
