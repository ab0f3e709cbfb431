import { problemFromFailure } from "../../http/problem.js";
import type { HttpFailure, HttpResponse } from "../../http/types.js";
import { Problem } from "../../sync/model/index.js";
import { refusalText } from "../support/refusal.js";
import type { WorkdayAccount } from "./account.js";
import { failureProblem, SERVICE } from "./errors.js";
import { readWorkdayUrl } from "./workday-url.js";

const LONGEST_LIST = 300;

const CHECK_REPORT =
  "Check in Workday that the report has Enable As Web Service ticked (tab Advanced) and is shared with the integration system user or its group (tab Share), then copy the address of JSON from its actions Web Service > View URLs and set source.settings.reportUrl to it.";

const MAKE_SMALLER =
  "Keep only the columns that are needed, without calculated fields, and limit the report to workers of the companies in question.";

/** The problem behind a report's answer that is no data; null when it may be data. */
export function reportRefusal(response: HttpResponse): Problem | null {
  const { status } = response;
  if (status < 400) return null;
  const said = refusalText(SERVICE, response);
  if (status === 401) {
    return new Problem({
      kind: "credentials",
      code: "report_sign_in_refused",
      what: "Workday does not let the user sign in for the custom report.",
      why: `${said} The web services accept the same user name and password, so they are right.`,
      next: "Check that the rule in Manage Authentication Policies allows the user's group User Name Password for reports as well, and that the report is in the same tenant. To sync without the report, remove source.settings.reportUrl and what needs it. If the password was changed just now, run `spendesk-hr connect workday`.",
    });
  }
  if (status === 403 || status === 404) {
    return new Problem({
      kind: status === 403 ? "credentials" : "configuration",
      code: "report_not_available",
      what: "The custom report can't be read.",
      why: `${said} The report does not exist under that owner and name, or it is not shared with the user.`,
      next: CHECK_REPORT,
    });
  }
  if (status === 500) {
    return new Problem({
      kind: "temporary",
      code: "report_failed",
      what: "Workday could not run the custom report.",
      why: `${said} It has a problem of its own, or the report is not shared with the user.`,
      next: `Run the same command again later. If it stays: ${CHECK_REPORT}`,
    });
  }
  return problemFromFailure({ status }, { service: SERVICE });
}

/** The problem behind a report that did not come. */
export function reportFailureProblem(failure: HttpFailure): Problem {
  if (failure.kind === "timeout") {
    return problemFromFailure(failure, {
      service: SERVICE,
      next: `Run the same command again later. If it stays, the report is too slow: ${MAKE_SMALLER}`,
    });
  }
  if (failure.kind !== "too_large") return failureProblem(failure);
  return new Problem({
    kind: "configuration",
    code: "report_too_large",
    what: "The custom report is larger than allowed.",
    why: "It comes in one piece, which has to fit into memory.",
    next: `In Workday: ${MAKE_SMALLER}`,
  });
}

/** Columns that are not in the report under these aliases, or that nobody has a value in. */
export function missingColumns(missing: readonly string[], present: ReadonlySet<string>): Problem {
  return new Problem({
    kind: "configuration",
    code: "report_column_missing",
    what: `The custom report has no column ${missing.join(", ")}.`,
    why: `Columns that came: ${[...present].join(", ").slice(0, LONGEST_LIST)}. Workday leaves out what is empty, and what the user has no View on.`,
    next: columnAdvice(missing.join(", ")),
  });
}

/** Columns whose values come in a form that tells no text. */
export function unreadableColumns(columns: readonly string[]): Problem {
  const names = columns.join(", ");
  return new Problem({
    kind: "configuration",
    code: "report_column_unreadable",
    what: `The values of the report's column ${names} can't be read.`,
    why: "They come as a list or an object without one text in it, as columns in a group or with several fields do. Taken for empty, people would fall out of rules.",
    next: `In Workday, edit the report so that ${names} is a column of its own, outside of a group, with one field of type text. Then run the command again.`,
  });
}

/** Where to look for a column that is not there. */
export function columnAdvice(columns: string): string {
  return `In Workday, check the report's Column Heading Override XML Alias of ${columns} (or the settings report… that name it), and give the user's group View on the domain of that field, then Activate Pending Security Policy Changes.`;
}

/** A report that speaks of few of the people there are. */
export function lacksWorkers(missing: number, active: number, column: string): Problem {
  return new Problem({
    kind: "configuration",
    code: "report_lacks_workers",
    what: `The custom report lacks ${missing} of ${active} active people.`,
    why: `What rules ask of it would be empty for them. Its data source may leave people out, or the column ${column} may hold something else than ids of workers.`,
    next: `In Workday, use the data source All Active and Terminated Workers without a filter, and put the Workday ID (or the employee ID) into ${column}. Then run \`spendesk-hr preview\`.`,
  });
}

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
