import * as z from "zod";
import { isToken } from "../../../http/request.js";
import { countField } from "../../support/values.js";

/**
 * Answers of the Lucca API as far as they are used (docs/vendors/lucca.md §2, §4). Lenient: items are
 * checked one by one, an odd value counts as empty. A key that is absent is not readable.
 */

const anything = z.unknown().optional();

const reference = z.object({ id: anything }).nullish().catch(null);

export const tokenSchema = z.object({
  access_token: z.string().refine(isToken),
  expires_in: z.coerce.number().positive().optional().catch(undefined),
  /** The scopes given, when they are not those asked for (RFC 6749 §5.1). */
  scope: z.string().optional().catch(undefined),
});

/** Links are objects with `href`; on the last page it is null. */
const link = z
  .union([z.object({ href: z.string() }).transform(({ href }) => href), z.string()])
  .nullish()
  .catch(null);

const byId = z.record(z.string(), z.unknown()).nullish().catch(null);

const links = z.object({ next: link }).nullish().catch(null);

export type PageLinks = z.infer<typeof links>;

/** One page of a collection. Total and links are null where they are not told. */
export const pageSchema = z.object({
  items: z.array(z.unknown()),
  totalCount: countField(),
  links,
  embedded: z.object({ employment: byId, "job-position": byId }).nullish().catch(null),
});

export const employeeSchema = z.object({
  id: anything,
  givenName: anything,
  familyName: anything,
  email: anything,
  status: anything,
  applicableEmployment: reference,
  applicableJobPosition: reference,
});

/**
 * A day: `{date}`; older samples have `startsOn` and `endsOn` with the day itself instead
 * (docs/vendors/lucca.md §4).
 */
const day = z
  .union([z.object({ date: anything }).transform(({ date }) => date), z.string()])
  .nullish()
  .catch(null);

export const employmentSchema = z
  .object({ legalEntity: reference, start: day, end: day, startsOn: anything, endsOn: anything })
  .transform(({ legalEntity, start, end, startsOn, endsOn }) => ({
    legalEntity,
    start: start === undefined ? startsOn : start,
    end: end === undefined ? endsOn : end,
  }));

export const jobPositionSchema = z.object({
  jobTitle: anything,
  manager: reference,
  department: reference,
  businessEstablishment: reference,
});

export const departmentSchema = z.object({ id: anything, name: anything, parent: reference });

/** `name` is not documented for it, and taken where there is no `legalName`. */
export const legalEntitySchema = z.object({
  id: anything,
  legalName: anything,
  name: anything,
  countryCode: anything,
});

export const establishmentSchema = z.object({ id: anything, name: anything });

/** The forms of a bank account seen so far (docs/vendors/lucca.md §6). */
const bankAccount = z
  .object({
    format: anything,
    accountIdentifier: anything,
    bankIdentifier: anything,
    iban: anything,
    bic: anything,
  })
  .nullish()
  .catch(null);

export type BankAccount = z.infer<typeof bankAccount>;

export const personalRecordSchema = z.object({ employee: reference, email: anything, bankAccount });
