import { isWithheld } from "../support/withheld.js";
import { isFieldId, isWithheldField } from "./field-id.js";

/** A further field of Bob for filter rules, addressed as `custom.<name>`. */
export interface CustomField {
  readonly name: string;
  readonly id: string;
}

/** Why bank details and pay are no further fields. */
export const WITHHELD_REASON = "it holds bank details or pay, and what is listed here is shown";

/**
 * With the fields of the sync it stays well below Bob's 400 fields in one search
 * (docs/vendors/hibob.md §3).
 */
const MOST_FIELDS = 300;

/**
 * Reads fields, each with a name in front (`Division=work.customColumns.column_17`) or with its id for
 * a name.
 * @returns a sentence part saying what is wrong when it can't be read
 */
export function parseCustomFields(parts: readonly string[]): readonly CustomField[] | string {
  const fields = parts
    .map((part) => part.trim())
    .filter(Boolean)
    .map(parseField);
  for (const { name, id } of fields) {
    if (!isFieldId(id)) return `must be field ids with commas between them; "${id}" is none`;
    if (name === "") return `must have a name in front of the = of ${id}`;
    if (isWithheldField(id) || isWithheld(name)) return `must not name ${id}: ${WITHHELD_REASON}`;
  }
  const names = fields.map(({ name }) => name.toLowerCase());
  if (new Set(names).size < names.length) return "must not have one name twice";
  if (fields.length > MOST_FIELDS) return `must be at most ${MOST_FIELDS} fields`;
  return fields;
}

function parseField(part: string): CustomField {
  const [first = "", second] = part.split(/=(.*)/su);
  if (second === undefined) return { name: first, id: first };
  return { name: first.trim(), id: second.trim() };
}
