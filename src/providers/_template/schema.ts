import * as z from "zod";
import { countField } from "../support/values.js";

/**
 * The answers of Example HR as far as they are used. Lenient: fields that nobody uses are accepted, and
 * the mapping makes the best of an odd value, so that one odd record never stops a run.
 */

/** Absent when the token may not read it, null when it is empty. */
const field = z.unknown().optional();

/**
 * Decide: only the fields that are mapped, by the vendor's names. Give a form (`z.object`, `z.array`)
 * to what is nested, with `.catch(null)`, so that odd ones count as empty.
 */
export const personSchema = z.object({
  id: field,
  email: field,
  first_name: field,
  last_name: field,
  status: field,
  start_date: field,
  end_date: field,
  office: field,
  department: field,
  manager_id: field,
  iban: field,
  bic: field,
});

/**
 * One page of `GET /people`. Its people are checked one by one, so that an odd one stays alone.
 *
 * Decide: what must be there for the answer to be the vendor's at all. Here that is the list. A total
 * that is missing is no reason to refuse the answer: the list is then read on to an empty page.
 */
export const pageSchema = z.object({
  people: z.array(z.unknown()),
  total: countField(),
});
