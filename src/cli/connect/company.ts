import { answerMissing } from "../prompts/prompter.js";
import { sayText } from "../prompts/screen.js";
import type { Interview } from "./given-credentials.js";
import { checkCurrency, checkKeyExpiry, checkOwner, checkTimezone } from "./live-check.js";

/** What is asked about the company itself. */
export interface Company {
  readonly timezone: string;
  readonly walletCurrency: string | null;
  /** E-mail of the Account Owner, who goes into `protect`; null when nobody said. */
  readonly owner: string | null;
}

/**
 * From flags, else by asking with the present values as defaults, else the present values.
 * @throws Problem `answer_missing`
 */
export async function askCompany({ flags, prompter, present, context }: Interview): Promise<Company> {
  const timezone =
    flags.get("timezone") ??
    (await prompter?.input("Time zone of the company", {
      byDefault: present?.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
      validate: checkTimezone,
    })) ??
    present?.timezone;
  if (timezone === undefined) throw answerMissing("The time zone", "Add `--set timezone=Europe/London`.");

  const currency =
    flags.get("walletCurrency") ??
    (await prompter?.input("Currency of the wallet, such as GBP (optional)", {
      byDefault: present?.policy.walletCurrency ?? undefined,
      validate: checkCurrency,
    })) ??
    present?.policy.walletCurrency;

  const given = flags.get("owner");
  if (prompter && given === undefined) {
    sayText(context, "The Account Owner is protected: never archived and never changed by this program.");
  }
  const owner =
    given ??
    (await prompter?.input("E-mail of the Account Owner in Spendesk", {
      byDefault: present?.policy.protect[0],
      validate: checkOwner,
    }));
  return { timezone, walletCurrency: currency?.toUpperCase() || null, owner: owner ?? null };
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
