import { z } from "zod";

/**
 * The answers of Bob's API as far as they are used (docs/vendors/hibob.md §4). Lenient: a record that is
 * no object becomes null, and the fields of the others are read one by one.
 */

const optionalText = z.string().nullish().catch(null);

/** One person as `POST /v1/people/search` gives them. */
const personRecord = z.record(z.string(), z.unknown());

export type PersonRecord = z.infer<typeof personRecord>;

/** Answer of `POST /v1/people/search`: everybody at once. */
export const searchSchema = z.object({ employees: z.array(personRecord.nullable().catch(null)) });

/** Answer of `GET /v1/company/people/fields`: all fields of the account, readable or not. */
export const fieldListSchema = z.array(
  z.object({ id: z.string(), name: optionalText, categoryDisplayName: optionalText }).nullable().catch(null),
);

/** One row of a person's bank accounts table. */
const bankAccount = z.object({
  iban: z.unknown().optional(),
  bicOrSwift: z.unknown().optional(),
  accountNickname: z.unknown().optional(),
  allocation: z.unknown().optional(),
  amount: z.coerce.number().nullish().catch(null),
});

export type BankAccount = z.infer<typeof bankAccount>;

/** Answer of `GET /v1/people/{id}/bank-accounts`. An odd row is refused with the rest: an IBAN must not be guessed. */
export const bankAccountsSchema = z.object({ values: z.array(bankAccount) });
