import { cleanText } from "../support/values.js";
import type { DeelEmployment, DeelPerson } from "./schema.js";
import type { DeelSettings } from "./settings.js";

/** A person's addresses; `undefined` where they may not be read. */
interface DeelEmails {
  readonly workEmail: string | null | undefined;
}

/**
 * The work e-mail of the person, else of the employment (docs/vendors/deel.md §4). The primary one can be a
 * private login and counts only when the settings say so.
 *
 * Everybody signs in with some address, so a person without any is one whose addresses are withheld
 * from the token: that is "may not be read" and not "empty" (docs/vendors/deel.md §4).
 */
export function emailsOf(
  person: DeelPerson,
  employment: DeelEmployment | undefined,
  { primaryEmail }: DeelSettings,
): DeelEmails {
  const entries = (person.emails ?? []).filter((entry) => entry !== null);
  const isWithheld = entries.every(({ value }) => cleanText(value) === null);
  const ofType = (type: string) => {
    const entry = entries.find((candidate) => cleanText(candidate.type)?.toLowerCase() === type);
    return isWithheld || !entry ? undefined : cleanText(entry.value);
  };
  const ofEmployment = cleanText(employment?.work_email);
  const work = [ofType("work"), ofEmployment, primaryEmail ? ofType("primary") : undefined];
  const isReadable = ofType("work") !== undefined || (!isWithheld && employment?.work_email !== undefined);
  return {
    workEmail: work.find((email) => !!email) ?? (isReadable ? null : undefined),
  };
}
