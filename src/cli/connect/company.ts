import { answerMissing } from "../prompts/prompter.js";
import { sayText } from "../prompts/screen.js";
import { checkCurrency, checkKeyExpiry, checkOwner, checkTimezone } from "./answer-checks.js";
import type { Company } from "./company-facts.js";
import type { Interview } from "./given-credentials.js";
import type { SettingFlags } from "./store-flags.js";

/** Nothing is answered by flags. */
const NO_FLAGS: SettingFlags = new Map();

/** Asks all of it again, with what was answered as defaults. */
export function askCompanyAgain(interview: Interview, before: Company): Promise<Company> {
  return askCompany({ ...interview, flags: NO_FLAGS }, before);
}

/**
 * From flags, else by asking with the present values as defaults, else the present values.
 * @param before what was answered already
 * @throws Problem `answer_missing`
 */
export async function askCompany(
  { flags, prompter, present, context, draft }: Interview,
  before: Company | null = null,
): Promise<Company> {
  const timezone =
    flags.get("timezone") ??
    (await prompter?.input("Time zone of the company", {
      byDefault: before?.timezone ?? present?.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
      validate: checkTimezone,
    })) ??
    present?.timezone;
  if (timezone === undefined) throw answerMissing("The time zone", "Add `--set timezone=Europe/London`.");
  draft.noteCompany({ timezone });

  const currency =
    flags.get("walletCurrency") ??
    (await prompter?.input("Currency of the wallet, such as GBP (optional)", {
      byDefault: (before ? before.walletCurrency : present?.policy.walletCurrency) ?? undefined,
      validate: checkCurrency,
    })) ??
    present?.policy.walletCurrency;
  draft.noteCompany({ walletCurrency: currency || null });

  const given = flags.get("owner");
  if (prompter && given === undefined) {
    sayText(context, "The Account Owner is protected: never archived and never changed by this program.");
  }
  const owner =
    given ??
    (await prompter?.input("E-mail of the Account Owner in Spendesk", {
      byDefault: before?.owner ?? present?.policy.protect[0],
      validate: checkOwner,
    }));
  const company = { timezone, walletCurrency: currency?.toUpperCase() || null, owner: owner ?? null };
  draft.noteCompany(company);
  return company;
}

/**
 * The day the Spendesk API key ends: keys live at most a year, and Spendesk does not tell
 * (docs/vendors/spendesk.md §1). Null when nobody knows.
 * @param known as it was entered before
 */
export async function askKeyExpiry(
  { flags, prompter, context }: Pick<Interview, "flags" | "prompter" | "context">,
  known: string | null,
): Promise<string | null> {
  const validate = checkKeyExpiry(context.process.clock);
  // A day that is over is that of the key before.
  const still = known !== null && validate(known) === null ? known : null;
  const day =
    flags.get("keyExpiresOn") ??
    (await prompter?.input("Day the key ends, YYYY-MM-DD (empty: not known)", {
      byDefault: still ?? undefined,
      validate,
    })) ??
    still;
  return day || null;
}

/** Asks for that day again. */
export function askKeyExpiryAgain(interview: Interview, before: string | null): Promise<string | null> {
  return askKeyExpiry({ ...interview, flags: NO_FLAGS }, before);
}
