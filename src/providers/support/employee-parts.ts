import { type Employee, RawBank } from "../../sync/model/index.js";
import { cleanId, cleanText, given } from "./values.js";

/**
 * Bank details as the HR tool has them: of each value `undefined` is "may not be read", and anything that
 * is no text is empty. Undefined when neither may be read.
 */
export function bankOf(values: { readonly iban?: unknown; readonly bic?: unknown }): RawBank | undefined {
  const iban = given(values.iban, cleanText);
  const bic = given(values.bic, cleanText);
  if (iban === undefined && bic === undefined) return undefined;
  return new RawBank({ ...(iban !== undefined && { iban }), ...(bic !== undefined && { bic }) });
}

/**
 * A manager by what the HR tool has of them: null when there is none, undefined when neither id nor
 * e-mail may be read.
 */
export function managerOf(values: {
  readonly id?: unknown;
  readonly email?: unknown;
}): Employee["manager"] | undefined {
  const id = given(values.id, cleanId);
  const email = given(values.email, cleanText);
  if (id === undefined && email === undefined) return undefined;
  return id || email ? { id: id ?? null, email: email ?? null } : null;
}
