import { Problem } from "../../sync/errors.js";

const VENDOR_DOMAIN = ".bamboohr.com";

/** Addresses that belong to BambooHR itself. */
const VENDORS_OWN = new Set(["www", "app", "api", "developers", "documentation", "help"]);

/**
 * The company's part of its BambooHR address, from whatever was copied: `acme`,
 * `acme.bamboohr.com` or `https://acme.bamboohr.com/home` (docs/vendors/bamboohr.md §1). Null when it
 * can't be one: nothing else may become part of the host that gets the key.
 */
function companyLabel(text: string): string | null {
  const host = text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//u, "")
    .replace(/[/?#].*$/u, "");
  const label = host.endsWith(VENDOR_DOMAIN) ? host.slice(0, -VENDOR_DOMAIN.length) : host;
  return /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/u.test(label) && !VENDORS_OWN.has(label) ? label : null;
}

/** A sentence saying what is wrong with a company domain, or null. */
export function checkCompanyDomain(value: string): string | null {
  if (!value.trim()) return "The company domain is empty.";
  if (companyLabel(value) !== null) return null;
  return "It must be the part before .bamboohr.com in your browser, for example acme.";
}

/** The company domain in one spelling, null when it can't be one. */
export function companyName(domain: string | undefined): string | null {
  return companyLabel(domain ?? "");
}

/**
 * The company's host.
 * @param domain absent: the form of the host, for documentation
 * @throws Problem `company_domain_invalid`
 */
export function companyHost(domain: string | undefined): string {
  const label = companyLabel(domain ?? "company");
  if (label !== null) return `https://${label}${VENDOR_DOMAIN}`;
  throw new Problem({
    kind: "configuration",
    code: "company_domain_invalid",
    what: "The company domain of BambooHR can't be used.",
    why: "It is neither a name such as acme nor an address such as acme.bamboohr.com.",
    next: "Run `spendesk-hr connect bamboohr` with the part before .bamboohr.com in your browser.",
  });
}
