import type { DataRead, EmployeeField, ProviderConnection, VerifyReport } from "../provider.js";
import { lookThrough } from "../support/look.js";
import { INTEGRATION_SCREEN } from "./errors.js";
import { readPages } from "./read.js";
import type { PersonioSettings } from "./settings.js";
import { dataRead } from "./settings.js";

/** Attributes of the tenant's own that a setting can name. */
const SETTING_OF: Partial<Record<EmployeeField, keyof PersonioSettings>> = {
  "bank.iban": "ibanAttribute",
  "bank.bic": "bicAttribute",
};

/**
 * Signs in and looks at the first page of employees: two calls that show the total and, by what the
 * employees have, every attribute the credential may read. (`/company/employees/attributes` would
 * list them too, but tells neither the total nor whether employees can be read at all, nor whether
 * anybody has something in them.)
 */
export async function verify(connection: ProviderConnection<PersonioSettings>): Promise<VerifyReport> {
  return lookThrough(readPages(connection), dataRead, whatToTick);
}

function whatToTick({ field, label }: DataRead): string {
  const tick = `In Personio: ${INTEGRATION_SCREEN} > Readable employee attributes: tick ${label}.`;
  const setting = SETTING_OF[field];
  if (!setting) return tick;
  return `${tick} If it is ticked under another name, or several look alike, set source.settings.${setting} to its key or label.`;
}
