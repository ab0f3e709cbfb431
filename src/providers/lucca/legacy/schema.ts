import * as z from "zod";
import { countField } from "../../support/values.js";

/**
 * Lucca's answers of `GET /api/v3/users` as far as they are used (docs/vendors/lucca.md §3.1, §4).
 * Lenient: users are checked one by one, an odd value counts as empty. A key that is absent is not
 * readable.
 */

const anything = z.unknown().optional();

/** `{id, name}`: department, establishment. */
const named = z.object({ name: anything }).nullish().catch(null);

const reference = z.object({ id: anything }).nullish().catch(null);

/** One page. `count` is that of the whole list, and only there because it was asked for. */
export const pageSchema = z.object({
  data: z.object({
    items: z.array(z.unknown()),
    count: countField(),
  }),
});

export const userSchema = z.object({
  id: anything,
  firstName: anything,
  lastName: anything,
  mail: anything,
  jobTitle: anything,
  dtContractStart: anything,
  dtContractEnd: anything,
  department: named,
  legalEntity: named,
  manager: reference,
  extendedData: anything,
});

export type LuccaUser = z.infer<typeof userSchema>;

/** A value that is a thing with a name. */
export const namedSchema = z.object({ name: anything });

/** The definition of a field of the extended data, as far as it is a list. */
export const definitionSchema = z.object({
  data: z
    .object({
      extensionUserPropertyListEntries: z
        .array(z.object({ id: anything, name: anything }).catch({}))
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
});
