import { isWithheld } from "../support/withheld.js";

const FIELD_ID = /^[a-z]\w*(?:\.\w+)+$/iu;

/**
 * Everything in it is withheld: bank details, passport and identification numbers
 * (docs/vendors/hibob.md §4).
 */
const WITHHELD_PREFIX = /^financial\./iu;

/** Whether this is a field's id as Bob writes it: a category and a name with dots between. */
export function isFieldId(text: string): boolean {
  return FIELD_ID.test(text);
}

/** Whether an id says that the field's values must never be shown: bank details or pay. */
export function isWithheldField(id: string): boolean {
  return WITHHELD_PREFIX.test(id) || isWithheld(id);
}
