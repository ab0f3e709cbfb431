import { z } from "zod";
import { countField } from "../support/count.js";

/**
 * BambooHR's answers as far as they are used (docs/vendors/bamboohr.md §3, §4). Lenient: rows are checked
 * one by one, so that an odd one stays alone.
 */

const unknown = z.unknown().optional();
const optionalText = z.string().nullish().catch(null);

/** One row, whatever its fields. */
export const rowSchema = z.record(z.string(), z.unknown());

/**
 * `POST /api/v1/reports/custom`. The list of fields is asked for: it alone tells a field that may not
 * be read from one that is empty.
 */
export const reportSchema = z.object({
  fields: z.array(z.object({ id: z.coerce.string(), name: optionalText, type: optionalText })),
  employees: z.array(z.unknown()),
});

/** One page of `POST /api/v2/datasets/employee/data`. */
export const datasetSchema = z.object({
  data: z.array(z.unknown()),
  meta: z.object({ totalItems: countField(), pageSize: countField() }).nullish().catch(null),
});

export const datasetRowSchema = z.object({
  fields: rowSchema,
  _restrictedFields: z.array(z.string()).nullish().catch(null),
});

/** `GET /api/v1/employees`. */
export const listSchema = z.object({
  data: z.array(z.object({ employeeId: z.unknown().optional() })),
  meta: z.object({ total: countField() }).nullish().catch(null),
});

/** `GET /api/v1/meta/fields`. */
export const metaFieldsSchema = z.array(
  z
    .object({ id: unknown, name: unknown, alias: unknown, type: unknown, deprecated: unknown })
    .catch({ id: null, name: null, alias: null, type: null, deprecated: null }),
);

/** `GET /api/v1/employees/{id|all}/tables/{table}`. */
export const tableSchema = z.array(z.unknown());
