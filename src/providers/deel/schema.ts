import * as z from "zod";
import { countField } from "../support/values.js";

/**
 * The answers of Deel's people list as far as they are used (docs/vendors/deel.md §4). Lenient: what is
 * odd counts as empty, and only an answer without a list is refused. A key that may not be read is
 * absent.
 */

const anything = z.unknown().optional();

const employment = z.object({
  hiring_type: anything,
  is_ended: anything,
  start_date: anything,
  completion_date: anything,
  termination_last_day: anything,
  direct_employee_termination_last_day: anything,
  work_email: anything,
  team: z.object({ name: anything }).nullish().catch(null),
  contract_is_archived: anything,
  is_user_contract_deleted: anything,
});

export type DeelEmployment = z.infer<typeof employment>;

/** One person of the list. */
export const personSchema = z.object({
  id: anything,
  first_name: anything,
  last_name: anything,
  full_name: anything,
  emails: z
    .array(z.object({ type: anything, value: anything }).nullable().catch(null))
    .nullish()
    .catch(null),
  person_status: anything,
  hiring_status: anything,
  new_hiring_status: anything,
  hiring_type: anything,
  start_date: anything,
  completion_date: anything,
  direct_employee_termination_last_day: anything,
  job_title: anything,
  work_location: anything,
  country: anything,
  department: z.object({ name: anything, parent: anything }).nullish().catch(null),
  client_legal_entity: z.object({ name: anything }).nullish().catch(null),
  direct_manager: z.object({ id: anything, work_email: anything }).nullish().catch(null),
  employments: z.array(employment.nullable().catch(null)).nullish().catch(null),
});

export type DeelPerson = z.infer<typeof personSchema>;

/**
 * One page of `GET /people`. Its people are checked one by one, so that an odd one stays alone. Only the
 * list is required, also by Deel's specification.
 */
export const pageSchema = z.object({
  data: z.array(z.unknown()),
  page: z.object({ total_rows: countField(), items_per_page: countField() }).nullish().catch(null),
});
