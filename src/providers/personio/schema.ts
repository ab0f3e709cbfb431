import { z } from "zod";
import { isToken } from "../../http/request.js";
import { countField } from "../support/values.js";

/**
 * The answers of Personio's v1 API as far as they are used (docs/vendors/personio.md §4). Lenient: an odd
 * value counts as empty, an odd attribute as absent; only an employee without `attributes` or an answer
 * without a list is refused.
 */

const optionalText = z.string().nullish().catch(null);

/** `{label, value, type, universal_id}`: the wrapper around every attribute. Its key is absent when it is not readable. */
function attribute<Value extends z.ZodType>(value: Value) {
  return z
    .object({ value: value.nullish().catch(null) })
    .optional()
    .catch(undefined);
}

const anything = attribute(z.unknown());

/** Office, department, team, legal entity: `{type, attributes: {id, name}}`. */
const named = attribute(z.object({ attributes: z.object({ name: z.unknown().optional() }) }));

const manager = attribute(z.object({ attributes: z.object({ id: anything, email: anything }) }));

const calendar = attribute(z.object({ attributes: z.object({ country: z.unknown().optional() }) }));

const costCenters = attribute(
  z.array(
    z.object({
      attributes: z.object({
        name: z.unknown().optional(),
        percentage: z.coerce.number().nullish().catch(null),
      }),
    }),
  ),
);

/** One employee of the list; the attributes that are not named here are the tenant's own. */
export const itemSchema = z.object({
  attributes: z.looseObject({
    id: anything,
    first_name: anything,
    last_name: anything,
    preferred_name: anything,
    email: anything,
    status: anything,
    hire_date: anything,
    termination_date: anything,
    position: anything,
    employment_type: anything,
    supervisor: manager,
    office: named,
    department: named,
    team: named,
    subcompany: named,
    cost_centers: costCenters,
    holiday_calendar: calendar,
  }),
});

export type PersonioAttributes = z.infer<typeof itemSchema>["attributes"];

/** A custom attribute: its key (`dynamic_7`), label and presence differ from tenant to tenant. */
export const dynamicSchema = z.object({
  label: optionalText,
  type: optionalText,
  universal_id: optionalText,
  value: z.unknown().optional(),
});

/** One page of `GET /v1/company/employees`. Its items are checked one by one, so that an odd one stays alone. */
export const pageSchema = z.object({
  success: z.literal(true).optional(),
  data: z.array(z.unknown()),
  /** The size the server went by, which can be smaller than was asked for. */
  limit: countField(),
  metadata: z.object({ total_elements: countField() }).nullish().catch(null),
});

/** Answer of `POST /v1/auth`. */
export const tokenSchema = z.object({
  success: z.literal(true),
  data: z.object({ token: z.string().refine(isToken) }),
});

/** A refusal that may come with a good status. */
export const errorSchema = z.object({ success: z.literal(false) });
