import type { VendorSettings } from "../../settings.js";

/**
 * Domain security policies (docs/vendors/workday.md §1): what the user lacks is left out, without a
 * fault.
 */
const DOMAINS = {
  staffing: "Worker Data: Current Staffing Information",
  positions: "Worker Data: All Positions",
  organizations: "Worker Data: Organization Information",
  names: "Person Data: Name",
  workEmail: "Person Data: Work Contact Information",
  homeEmail: "Person Data: Home Contact Information",
  elections: "Worker Data: Payroll (Payment Elections)",
} as const;

export type Domain = keyof typeof DOMAINS;

/** What the user may see, by the domains that are not hidden. */
export function sightOf({ hiddenAttributes }: VendorSettings): (domain: Domain) => boolean {
  return (domain) => !hiddenAttributes.includes(DOMAINS[domain]);
}
