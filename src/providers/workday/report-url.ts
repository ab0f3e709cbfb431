import { Problem } from "../../sync/errors.js";
import type { WorkdayAccount } from "./account.js";
import { readWorkdayUrl } from "./workday-url.js";

/** Where a custom report is, below the host of the REST endpoint. */
export interface ReportPlace {
  /** As pasted: owner and name of the report are percent-encoded already. */
  readonly path: string;
  /** Answers to the report's prompts, and the format. */
  readonly query: Readonly<Record<string, readonly string[]>>;
}

const REPORT_PATH = /^\/ccx\/service\/customreport2\/([\w.-]+)\/[^/]+\/[^/]+\/?$/u;

const WHERE_TO_COPY =
  "Open the report, choose its actions Web Service > View URLs and copy the address of JSON.";

interface ReportUrl {
  readonly url: URL;
  readonly tenant: string;
}

/** What is wrong with a pasted address of a report, a sentence; null when nothing. */
export function reportUrlProblem(text: string): string | null {
  const read = readReportUrl(text);
  return typeof read === "string" ? read : null;
}

/**
 * Where the report of a pasted address is (docs/vendors/workday.md §2.1, §3.3). The password goes along,
 * so it must be on the host and in the tenant of the REST endpoint.
 * @throws Problem `report_elsewhere`
 */
export function reportPlace(
  text: string,
  { origin, tenant }: Pick<WorkdayAccount, "origin" | "tenant">,
): ReportPlace {
  const read = readReportUrl(text);
  if (typeof read === "string") throw elsewhere(read);
  const { url } = read;
  if (url.origin !== origin || read.tenant !== tenant) {
    throw elsewhere("Its host or its tenant is not that of the REST endpoint.");
  }
  const names = [...new Set(url.searchParams.keys())];
  const prompts = Object.fromEntries(names.map((name) => [name, url.searchParams.getAll(name)]));
  return { path: url.pathname.replace(/\/$/u, ""), query: { ...prompts, format: ["json"] } };
}

function readReportUrl(text: string): ReportUrl | string {
  const url = readWorkdayUrl(text, "address of the report", WHERE_TO_COPY);
  if (typeof url === "string") return url;
  const tenant = REPORT_PATH.exec(url.pathname)?.[1];
  if (tenant !== undefined) return { url, tenant };
  return `It must look like https://{host}/ccx/service/customreport2/{tenant}/{owner}/{report}. ${WHERE_TO_COPY}`;
}

function elsewhere(why: string): Problem {
  return new Problem({
    kind: "configuration",
    code: "report_elsewhere",
    what: "The custom report is not in the Workday that the credentials are for.",
    why,
    next: `${WHERE_TO_COPY} Do it in the tenant that the REST endpoint names, and set source.settings.reportUrl to it.`,
  });
}
