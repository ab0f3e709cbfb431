import type { IsoDate } from "../../sync/dates.js";
import { isProblem } from "../../sync/errors.js";
import { cleanId, cleanText } from "../support/values.js";
import type { PayfitApi } from "./api.js";
import { JOBS_SCOPE } from "./data-read.js";
import { type Contract, presentContract, readContract } from "./employment.js";
import type { List, ListEnd, readList } from "./pages.js";
import { type ContractRow, contractRowSchema } from "./schema.js";
import type { PayfitSettings } from "./settings.js";

/** What a contract tells about the work; `undefined` what may not be read. */
export interface Job {
  readonly jobTitle: string | null | undefined;
  readonly employmentType: string | null | undefined;
}

/** The jobs of everybody, and how the list of contracts ended. */
export interface JobBook {
  jobOf(collaboratorId: string): Job;
  readonly end: ListEnd;
}

type JobContract = Contract & Job;

const UNREADABLE: Job = { jobTitle: undefined, employmentType: undefined };

/** The nature of a French contract by its code in the social declaration; others stay codes (payfit.md §5). */
const NATURES: ReadonlyMap<string, string> = new Map([
  ["01", "CDI"],
  ["02", "CDD"],
]);

/**
 * Reads the list of contracts: the jobs of people with several are those of the present one. Old leavers
 * have none in it. A key that may not read contracts gives nobody a job, as a field would.
 *
 * @param read the whole list, or a part of it for a first look
 */
export async function readJobs(
  api: PayfitApi,
  contracts: NonNullable<PayfitSettings["contracts"]>,
  today: IsoDate,
  read: typeof readList,
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

  const end = await unlessForbidden(
    read(api, listOf(contracts), (items) => {
      for (const item of items) {
        const row = contractRowSchema.safeParse(item);
        if (row.success) add(row.data);
      }
    }),
  );
  return { jobOf: (id) => jobs.get(id) ?? readable, end };
}

function jobFrom(row: ContractRow): JobContract {
  return {
    ...readContract(row),
    jobTitle: row.jobName === undefined ? undefined : cleanText(row.jobName),
    employmentType: employmentTypeOf(row),
  };
}

/** The nature, which only French contracts have, else whether it is full-time. */
function employmentTypeOf({ natureContratDsn, isFullTime }: ContractRow): string | null | undefined {
  const nature = cleanText(natureContratDsn);
  if (nature !== null) return NATURES.get(nature) ?? nature;
  if (typeof isFullTime === "boolean") return isFullTime ? "full-time" : "part-time";
  return natureContratDsn === undefined && isFullTime === undefined ? undefined : null;
}

function listOf(contracts: NonNullable<PayfitSettings["contracts"]>): List {
  const path = contracts === "french" ? "/contracts-fr" : "/contracts";
  return { path, key: "contracts", scope: JOBS_SCOPE, purpose: "list contracts" };
}

async function unlessForbidden(read: Promise<ListEnd>): Promise<ListEnd> {
  try {
    return await read;
  } catch (error) {
    if (isProblem(error) && error.code === "permission_missing") return { rows: 0, total: 0 };
    throw error;
  }
}
