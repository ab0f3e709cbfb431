import { z } from "zod";
import { strictSettings } from "../support/settings.js";

/** Newest version other connectors pin; old ones stay callable for years (workday.md §2.1). */
const DEFAULT_VERSION = "v44.0";

const version = oneText("a version such as v44.0", (text) => /^v\d{2}\.\d$/u.test(text));
const timezone = oneText("a time zone such as Europe/Paris", isTimezone);
const organizationType = oneText("an organization type id such as COST_CENTER", (text) => text !== "");
const rule = oneText("a payment election rule id such as EXPENSE_PAYMENTS", (text) => text !== "");

/** How Workday is read, where its tenants differ. */
export const workdaySettings = strictSettings("Workday", {
  apiVersion: version.default(DEFAULT_VERSION),
  asOfTimezone: timezone.default("UTC"),
  contingentWorkers: oneOf("include", "exclude").default("include"),
  departmentOrganization: organizationType.default("SUPERVISORY"),
  teamOrganization: organizationType.optional(),
  peopleWithoutWorkEmail: oneOf("few", "many").default("few"),
  bankDetails: oneOf("none", "payment-elections").default("none"),
  paymentElectionRule: rule.optional(),
});

export type WorkdaySettings = z.infer<typeof workdaySettings>;

function oneText(what: string, fits: (text: string) => boolean) {
  const error = `must be ${what}`;
  return z.string({ error }).trim().refine(fits, { error });
}

function oneOf<const Option extends string>(first: Option, second: Option) {
  return z.enum([first, second], { error: `must be ${first} or ${second}` });
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return name !== "";
  } catch {
    return false;
  }
}
