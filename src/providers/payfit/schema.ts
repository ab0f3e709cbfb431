import * as z from "zod";
import { countField } from "../support/values.js";

/**
 * PayFit's answers as far as they are used (docs/vendors/payfit.md §2, §3, §4). Lenient: items are
 * checked one by one and odd values count as empty. A key that is missing stays missing: the key's scopes
 * don't cover it.
 */

/** Any value, also none: a plain `unknown` would ask for its key. */
const anything = z.unknown().optional();

/** `POST /introspect`. */
export const introspectionSchema = z.object({
  active: z.boolean(),
  scope: z.string().nullish().catch(null),
  company_id: anything,
});

/** `GET /companies/{companyId}`. */
export const companySchema = z.object({ name: anything, country: anything });

const optionalToken = z.string().nullish().catch(null);

/**
 * What every list has besides its items. The token is under `meta`; one client saw it on top. An absent
 * one stays absent: it says nothing, null says that there is no next page.
 */
export const pageSchema = z.looseObject({
  nextPageToken: optionalToken,
  meta: z.object({ nextPageToken: optionalToken, count: countField() }).nullish().catch(null),
});

/** The items of a list, whatever they are; an answer without them is none. */
export const itemsSchema = z.array(z.unknown());

const contract = z.object({ startDate: anything, endDate: anything, status: anything });

const email = z.object({ type: anything, email: anything });

/** One person of `GET /companies/{companyId}/collaborators`. */
export const collaboratorSchema = z.object({
  id: anything,
  matricule: anything,
  firstName: anything,
  lastName: anything,
  /** Of Spanish companies only. */
  secondLastName: anything,
  terminationDate: anything,
  managerId: anything,
  teamName: anything,
  emails: z
    .array(email.catch({ type: null, email: null }))
    .nullish()
    .catch(null),
  contracts: z
    .array(contract.catch({ startDate: null, endDate: null, status: null }))
    .nullish()
    .catch(null),
  iban: anything,
  bic: anything,
});

export type Collaborator = z.infer<typeof collaboratorSchema>;

/** One row of `GET /companies/{companyId}/contracts` or `/contracts-fr`. */
export const contractRowSchema = z.object({
  collaboratorId: anything,
  startDate: anything,
  endDate: anything,
  status: anything,
  jobName: anything,
  natureContratDsn: anything,
  isFullTime: anything,
});

export type ContractRow = z.infer<typeof contractRowSchema>;
