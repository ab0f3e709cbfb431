import { z } from "zod";

/**
 * BambooHR's answers as far as they are used (bamboohr.md §3, §4). Lenient: rows are checked one by
 * one, so that an odd one stays alone.
 */

/** One row, whatever its fields. */
export const rowSchema = z.record(z.string(), z.unknown());

/**
 * `POST /api/v1/reports/custom`. The list of fields is asked for: it alone tells a field that may not
 * be read from one that is empty.
 */
export const reportSchema = z.object({
  fields: z.array(z.object({ id: z.coerce.string(), name: z.string().nullish().catch(null) })),
  employees: z.array(z.unknown()),
});

/** One page of `POST /api/v2/datasets/employee/data`. */
export const datasetSchema = z.object({
  data: z.array(z.unknown()),
  meta: z
    .object({ totalItems: z.int().nonnegative().nullish().catch(null) })
    .nullish()
    .catch(null),
});

export const datasetRowSchema = z.object({
  fields: rowSchema,
  _restrictedFields: z.array(z.string()).nullish().catch(null),
});

/** `GET /api/v1/employees`. */
export const listSchema = z.object({
  data: z.array(z.object({ employeeId: z.unknown().optional() })),
  meta: z
    .object({ total: z.int().nonnegative().nullish().catch(null) })
    .nullish()
    .catch(null),
});

/** `GET /api/v1/meta/fields`. */
export const metaFieldsSchema = z.array(
  z
    .object({ id: z.unknown(), name: z.unknown().optional(), alias: z.unknown().optional() })
    .catch({ id: null, name: null, alias: null }),
);

/** `GET /api/v1/employees/{id|all}/tables/{table}`. */
export const tableSchema = z.array(z.unknown());

/** An error of the newer endpoints. */
export const errorSchema = z.object({ detail: z.string() });
