import type { Employee } from "../../sync/employee.js";
import { Problem } from "../../sync/errors.js";
import { SERVICE } from "./errors.js";
import type { WorkdaySettings } from "./settings.js";

/**
 * Stops when more than half of the active people have no work e-mail: then one of the domains that
 * give it is likely to be missing, since Workday leaves out what may not be read
 * (docs/vendors/workday.md §7).
 *
 * @throws Problem `work_emails_missing` naming the domains, and the setting for those who know better
 */
export function requireWorkEmails(
  employees: readonly Employee[],
  { peopleWithoutWorkEmail }: Pick<WorkdaySettings, "peopleWithoutWorkEmail">,
): void {
  if (peopleWithoutWorkEmail === "many") return;
  const active = employees.filter(({ status }) => status === "active");
  const without = active.filter(({ workEmail }) => !workEmail).length;
  if (without * 2 <= active.length) return;
  throw new Problem({
    kind: "credentials",
    code: "work_emails_missing",
    what: `${SERVICE} gives no work e-mail for ${without} of ${active.length} active people.`,
    why: "Addresses that are not public are left out without the domain Private Work Email Integration, public ones without Public Work Email Address Integration.",
    next: "Give the security group Get on both, and on Work Contact Information, and activate the change. If these people really have none, set source.settings.peopleWithoutWorkEmail to many.",
  });
}
