import { z } from "zod";
import { namesSetting } from "../support/names-setting.js";
import { strictSettings } from "../support/settings.js";
import { isWithheld } from "../support/withheld.js";
import { reportUrlProblem } from "./report-url.js";

/** Newest version other connectors pin; old ones stay callable for years (docs/vendors/workday.md §2.1). */
const DEFAULT_VERSION = "v44.0";

/** Names in filter rules that come from the web service. */
const TAKEN_NAMES = ["workerKind", "timeType"];

const version = oneText("a version such as v44.0", (text) => /^v\d{2}\.\d$/u.test(text));
const organizationType = oneText("an organization type id such as COST_CENTER", isSomething);
const rule = oneText("a payment election rule id such as EXPENSE_PAYMENTS", isSomething);
const column = oneText("the XML alias of a column, such as workdayId", isSomething);

const reportUrl = z
  .string({ error: "must be the address of a report" })
  .trim()
  .superRefine((text, context) => {
    const problem = reportUrlProblem(text);
    if (problem !== null)
      context.addIssue({ code: "custom", message: `can't be used: ${problem.replace(/\.$/u, "")}` });
  });

const reportColumns = namesSetting("XML aliases of columns")
  .refine((names) => !names?.some(isWithheld), {
    error: "must not name bank details or pay: what is listed here is shown as plain text",
  })
  .refine((names) => !names?.some((name) => TAKEN_NAMES.includes(name)), {
    error: `must not name ${TAKEN_NAMES.join(" or ")}: rules have these already; give the column another alias`,
  });

const GONE = { asOfTimezone: "the entity's own `timezone` says what day it is, so remove the setting" };

/** How Workday is read, where its tenants differ. */
export const workdaySettings = strictSettings(
  "Workday",
  {
    apiVersion: version.default(DEFAULT_VERSION),
    contingentWorkers: oneOf("include", "exclude").default("include"),
    departmentOrganization: organizationType.default("SUPERVISORY"),
    teamOrganization: organizationType.optional(),
    peopleWithoutWorkEmail: oneOf("few", "many").default("few"),
    bankDetails: oneOf("none", "payment-elections", "report").default("none"),
    paymentElectionRule: rule.optional(),
    reportColumns,
    reportUrl: reportUrl.optional(),
    reportWorkerColumn: column.default("workdayId"),
    reportIbanColumn: column.default("iban"),
    reportBicColumn: column.default("bic"),
  },
  GONE,
).superRefine((settings, context) => {
  const issue = (key: string, message: string) => {
    context.addIssue({ code: "custom", path: [key], message });
  };
  const wanted = settings.bankDetails === "report" || furtherColumns(settings).length > 0;
  if (wanted && settings.reportUrl === undefined) {
    issue("reportUrl", "must be set when bankDetails is report or reportColumns names columns");
  }
  if (!wanted && settings.reportUrl !== undefined) {
    issue("reportUrl", "is of no use unless bankDetails is report or reportColumns names columns");
  }
  const bank = [settings.reportIbanColumn, settings.reportBicColumn];
  if (furtherColumns(settings).some((name) => bank.includes(name))) {
    issue("reportColumns", "must not name the columns of bank details: what is listed here is shown");
  }
});

export type WorkdaySettings = z.infer<typeof workdaySettings>;

/** Columns of the report for filter rules: `custom.<alias>`. */
export function furtherColumns({ reportColumns }: Pick<WorkdaySettings, "reportColumns">): readonly string[] {
  return reportColumns ?? [];
}

/** Columns of the report that hold bank details. */
export function bankColumns({
  reportIbanColumn,
  reportBicColumn,
}: Pick<WorkdaySettings, "reportIbanColumn" | "reportBicColumn">): readonly string[] {
  return [reportIbanColumn, reportBicColumn];
}

function oneText(what: string, fits: (text: string) => boolean) {
  const error = `must be ${what}`;
  return z.string({ error }).trim().refine(fits, { error });
}

function oneOf<const Option extends string>(...options: readonly [Option, Option, ...Option[]]) {
  const last = options.at(-1);
  return z.enum(options, { error: `must be ${options.slice(0, -1).join(", ")} or ${last}` });
}

function isSomething(text: string): boolean {
  return text !== "";
}
