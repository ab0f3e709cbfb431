import type { EntityConfig, LoadedConfig } from "../../config/load.js";
import type { Provider } from "../../providers/provider.js";
import { findProvider, PROVIDERS } from "../../providers/registry.js";
import { isIsoDate } from "../../sync/dates.js";
import { Problem } from "../../sync/errors.js";
import { answerMissing } from "../prompts/need.js";
import type { Prompter } from "../prompts/prompter.js";
import { parseSettingFlags } from "../settings-flags.js";

/** Everything `connect` asks except credentials. */
export interface ConnectSettings {
  readonly timezone: string;
  readonly walletCurrency: string | null;
  readonly spendesk: { readonly environment: "production" | "demo" } | { readonly baseUrl: string };
  readonly sourceBaseUrl: string | null;
  readonly providerSettings: Readonly<Record<string, string>>;
  /** The Account Owner, who goes into `protect`. */
  readonly owner: string | null;
  readonly keyExpiresOn: string | null;
}

const ENTITY_ID = /^[a-z0-9][a-z0-9-]{0,62}$/;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** The provider that was typed or chosen. @throws Problem `unknown_provider` or `answer_missing` */
export async function chooseProvider(
  typed: string | undefined,
  prompter: Prompter | null,
): Promise<Provider> {
  if (typed !== undefined) return findProvider(typed);
  if (!prompter)
    throw answerMissing(
      "The HR tool",
      "Write it after the command, for example `spendesk-hr connect personio`.",
    );
  const id = await prompter.select(
    "Which HR tool?",
    PROVIDERS.map((provider) => ({ value: provider.id, label: provider.title })),
  );
  return findProvider(id);
}

/** The entity named by `--entity`, the only configured one, or the answer to a question. */
export async function chooseEntity(
  wanted: readonly string[],
  config: LoadedConfig,
  prompter: Prompter | null,
): Promise<string> {
  const [id, another] = wanted;
  if (another !== undefined) throw oneEntityOnly();
  if (id !== undefined) {
    const problem = entityIdProblem(id);
    if (problem)
      throw new Problem({
        kind: "usage",
        code: "entity_name",
        what: `${id} is no name for an entity.`,
        why: problem,
        next: "Choose a name such as acme-uk.",
      });
    return id;
  }
  const known = config.entities.map((entity) => entity.id);
  if (!prompter) {
    if (known.length === 1 && known[0] !== undefined) return known[0];
    throw answerMissing(
      "The entity",
      "Add `--entity acme-uk`, with a short name of your choice for the Spendesk company.",
    );
  }
  return prompter.input("Short name of the Spendesk entity (for example acme-uk)", {
    ...(known[0] !== undefined && { byDefault: known[0] }),
    validate: entityIdProblem,
  });
}

/** Settings from flags, the present configuration and questions, in this order. */
export async function collectSettings(
  flags: readonly string[],
  provider: Provider,
  existing: EntityConfig | null,
  prompter: Prompter | null,
): Promise<ConnectSettings> {
  const given = parseSettingFlags(flags, settingKeys(provider));
  const timezone =
    given.get("timezone") ??
    (await prompter?.input("Time zone of the company (decides what day it is)", {
      byDefault: existing?.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    })) ??
    existing?.timezone;
  if (timezone === undefined) throw answerMissing("The time zone", "Add `--set timezone=Europe/London`.");
  return {
    timezone,
    walletCurrency: given.get("walletCurrency") ?? existing?.policy.walletCurrency ?? null,
    spendesk: spendeskHost(given, existing),
    sourceBaseUrl: given.get("source.baseUrl") ?? existing?.source.baseUrl ?? null,
    providerSettings: providerSettings(given, provider, existing),
    owner: await ownerEmail(given, existing, prompter),
    keyExpiresOn: await keyExpiry(given, prompter),
  };
}

function settingKeys(provider: Provider): string[] {
  return [
    "timezone",
    "walletCurrency",
    "spendesk.environment",
    "spendesk.baseUrl",
    "source.baseUrl",
    "owner",
    "keyExpiresOn",
    ...provider.settingFields.map((field) => `settings.${field.key}`),
  ];
}

function spendeskHost(
  given: ReadonlyMap<string, string>,
  existing: EntityConfig | null,
): ConnectSettings["spendesk"] {
  const baseUrl = given.get("spendesk.baseUrl");
  const environment = given.get("spendesk.environment");
  if (baseUrl !== undefined) return { baseUrl };
  if (environment === "production" || environment === "demo") return { environment };
  if (environment !== undefined) throw environmentUnknown(environment);
  if (existing?.spendesk.environment === "custom") return { baseUrl: existing.spendesk.baseUrl };
  return { environment: existing?.spendesk.environment ?? "production" };
}

function providerSettings(
  given: ReadonlyMap<string, string>,
  provider: Provider,
  existing: EntityConfig | null,
): Record<string, string> {
  const before =
    existing?.source.provider === provider.id ? Object.entries(existing.source.settings ?? {}) : [];
  const settings = Object.fromEntries(before.map(([key, value]) => [key, String(value)]));
  for (const { key } of provider.settingFields) {
    const value = given.get(`settings.${key}`);
    if (value !== undefined) settings[key] = value;
  }
  return settings;
}

async function ownerEmail(
  given: ReadonlyMap<string, string>,
  existing: EntityConfig | null,
  prompter: Prompter | null,
): Promise<string | null> {
  const typed = given.get("owner");
  if (typed !== undefined) {
    const problem = emailProblem(typed);
    if (problem)
      throw new Problem({
        kind: "usage",
        code: "owner_email",
        what: "--set owner takes an e-mail address.",
        why: problem,
        next: "Write for example `--set owner=olivia@acme.test`.",
      });
    return typed;
  }
  if (!prompter || (existing?.policy.protect.length ?? 0) > 0) return null;
  return prompter.input("E-mail of the Account Owner in Spendesk (never archived, never changed)", {
    validate: emailProblem,
  });
}

/** Keys live at most a year, and Spendesk does not tell when they end (spendesk.md §3). */
async function keyExpiry(
  given: ReadonlyMap<string, string>,
  prompter: Prompter | null,
): Promise<string | null> {
  const typed =
    given.get("keyExpiresOn") ??
    (await prompter?.input("Day on which the Spendesk API key ends (YYYY-MM-DD, empty if you don't know)", {
      validate: (value) => (value === "" ? null : dateProblem(value)),
    }));
  if (typed === undefined || typed === "") return null;
  const problem = dateProblem(typed);
  if (problem)
    throw new Problem({
      kind: "usage",
      code: "key_expiry",
      what: "--set keyExpiresOn takes a day.",
      why: problem,
      next: "Write for example `--set keyExpiresOn=2027-05-31`.",
    });
  return typed;
}

function entityIdProblem(value: string): string | null {
  return ENTITY_ID.test(value) ? null : "Use small letters, digits and hyphens, at most 63.";
}

function emailProblem(value: string): string | null {
  return EMAIL.test(value) ? null : "This is not an e-mail address.";
}

function dateProblem(value: string): string | null {
  return isIsoDate(value) ? null : "This is not a day of the form YYYY-MM-DD.";
}

function environmentUnknown(environment: string): Problem {
  return new Problem({
    kind: "usage",
    code: "environment_unknown",
    what: `Spendesk has no environment ${environment}.`,
    why: "Known environments: production, demo.",
    next: "Write `--set spendesk.environment=production`.",
  });
}

function oneEntityOnly(): Problem {
  return new Problem({
    kind: "usage",
    code: "one_entity_only",
    what: "connect works on one entity at a time.",
    why: "`--entity` was given more than once.",
    next: "Run the command once for each entity.",
  });
}
