import * as z from "zod";
import type { DataRead } from "../provider.js";
import { createDataReads } from "../support/data-read.js";
import { strictSettings } from "../support/settings.js";

/**
 * What differs from one account to the next and can't be found out.
 *
 * Decide: as little as possible. A default for each, so that `{}` is valid where it can be; a message
 * that says what a value has to be; names of fields through `attributeSetting`. A field that is shown
 * must never be one with bank details or pay (`isWithheld`).
 */
export const examplehrSettings = strictSettings("Example HR", {
  region: z.enum(["eu", "us"], { error: "must be eu or us" }).default("eu"),
});

export type ExamplehrSettings = z.infer<typeof examplehrSettings>;

const { required, optional } = createDataReads(permissionFor);

/**
 * What is read, why, and what the admin must allow for it.
 *
 * Decide: one entry per field that mapping.ts fills, with the HR tool's own labels, and none for what
 * it does not have. Required is what nobody can be matched or told apart without: e-mail, names,
 * status, and dates if the status is told by them. A read without a required one is stopped.
 */
export const dataRead: readonly DataRead[] = [
  required("workEmail", "E-mail", "Finds the person's Spendesk member and is where the invitation goes"),
  required("firstName", "First name", "Name of the Spendesk member"),
  required("lastName", "Last name", "Name of the Spendesk member"),
  required("status", "Status", "Tells who is employed, on leave, about to start or gone"),
  optional("startDate", "Start date", "Invites a new colleague when they start"),
  optional("terminationDate", "End date", "Archives a leaver's member on the right day"),
  optional("manager", "Manager", "Sets the manager who approves requests in Spendesk"),
  optional("workLocation", "Office", "Filter by Work Location"),
  optional("department", "Department", "Filter by Department"),
  optional("bank.iban", "IBAN", "Reimburses expenses to the right account"),
  optional("bank.bic", "BIC", "Reimburses expenses to the right account"),
];

function permissionFor(label: string): string {
  return `"${label}" under Readable fields`;
}
