import type { Account } from "./identity/index.js";
import type { EmployeeSource } from "./ports.js";

/**
 * The HR account that a source has read. To be asked after the read: some vendors tell their company's
 * id only in their answers.
 */
export function accountOf(source: EmployeeSource): Account {
  return { source: source.providerId, ...source.account() };
}
