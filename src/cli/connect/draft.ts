import type { LoadedConfig } from "../../config/load.js";
import { draftEntity, type EntityDraft, type EntityPatch } from "../../config/write.js";
import { isProblem, Problem } from "../../sync/model/index.js";
import type { Company } from "./company-facts.js";
import type { Interview } from "./given-credentials.js";
import type { Delivery } from "./report.js";
import type { ProviderSettings } from "./setting-path.js";
import { credentialSettings } from "./store-flags.js";
import { presentSource } from "./target.js";

/** Errors of the file as it would be, which the person can't find in the file as it is. */
const OF_ANSWERS: ReadonlySet<string> = new Set([
  "config_invalid",
  "config_unknown_key",
  "filter_syntax",
  "filter_unknown_field",
]);

/** What was answered about the entity and its source. */
export interface Answers {
  readonly company: Company;
  readonly settings: ProviderSettings;
  /** What follows from them for other sections; with the flags, what statuses mean. */
  readonly others: Pick<EntityPatch, "statuses" | "leavers">;
}

/**
 * The entity as `connect` would write it.
 * @param target null leaves it as it is
 * @throws Problem as `draftEntity`
 */
export async function draftConnection(
  config: LoadedConfig,
  interview: Interview,
  answers: Answers,
  target: Delivery | null,
): Promise<EntityDraft> {
  const patch = connectionPatch(interview, answers, target);
  const credentials = credentialSettings(interview.flags);
  return withAnswersBlamed(() => draftEntity(config.writePath, interview.entityId, patch, { credentials }));
}

/**
 * Drafts from answers to a file that was valid before: a mistake is then one of the answers, and
 * correcting the file would be the wrong advice.
 */
export async function withAnswersBlamed<T>(draft: () => Promise<T>): Promise<T> {
  try {
    return await draft();
  } catch (error) {
    if (!isProblem(error) || !OF_ANSWERS.has(error.code)) throw error;
    const { kind, code, message, why } = error;
    const next = "Run the same command with other answers or flags; the configuration file was not changed.";
    throw new Problem({ kind, code, what: message, why, next }, { cause: error });
  }
}

function connectionPatch(
  interview: Interview,
  { company, settings, others }: Answers,
  target: Delivery | null,
): EntityPatch {
  const { provider, present, sourceName, isBeside } = interview;
  const { timezone, walletCurrency, owner } = company;
  const baseUrl = sourceBaseUrl(interview);
  return {
    timezone,
    walletCurrency,
    spendesk: { ...spendeskHost(interview), ...(target && { target }) },
    source: {
      name: sourceName,
      beside: isBeside,
      ...{ provider: provider.id, ...(baseUrl && { baseUrl }), settings },
    },
    ...(isBeside && { of: sourceName }),
    ...others,
    ...(owner !== null && { protect: [...new Set([...(present?.policy.protect ?? []), owner])] }),
  };
}

function spendeskHost({ flags, present }: Interview): NonNullable<EntityPatch["spendesk"]> {
  const baseUrl = flags.get("spendesk.baseUrl");
  if (baseUrl !== undefined) return { baseUrl };
  const environment = flags.get("spendesk.environment");
  if (environment !== undefined) return { environment };
  if (present?.spendesk.environment === "custom") return { baseUrl: present.spendesk.baseUrl };
  return { environment: present?.spendesk.environment ?? "production" };
}

/** The address of one HR tool has no meaning for another. */
export function sourceBaseUrl(interview: Interview): string | null {
  return interview.flags.get("source.baseUrl") ?? presentSource(interview)?.baseUrl ?? null;
}
