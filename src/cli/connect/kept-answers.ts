import * as z from "zod";
import { everySettingField, type Provider } from "../../providers/provider.js";
import { agoText } from "../../shared/ago.js";
import { isProblem, type StatusRules } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import { STATUS_PREFIX } from "../configure/flags.js";
import { clockText } from "../output/time-text.js";
import { draftFile } from "../prompts/draft-file.js";
import type { Prompter } from "../prompts/prompter.js";
import { sayRows } from "../prompts/screen.js";
import type { Company } from "./company-facts.js";
import { PROVIDER_SETTING, readSettingFlags } from "./flags.js";
import { type ProviderSettings, settingAt, settingText } from "./setting-path.js";
import { type SettingFlags, STORE } from "./store-flags.js";

const textMap = z.record(z.string().max(200), z.string().max(4000));

const draftSchema = z.strictObject({
  version: z.literal(1),
  at: z.iso.datetime(),
  provider: z.string().max(100),
  /** By the key of `--set`, which is how they are taken up again. */
  answers: textMap,
  steps: z.number().int().min(0),
  isAgreed: z.boolean(),
});

type Draft = z.infer<typeof draftSchema>;

/** How far a person got before the questions that have answers. */
export interface Progress {
  /** Set-up steps that are done in the HR tool. */
  readonly steps: number;
  /** Whether the data may be read. */
  readonly isAgreed: boolean;
}

/** The answers of one `connect`, for the next one when this one is left. No key is ever among them. */
export interface KeptAnswers {
  progress(): Progress;
  noteProgress(progress: Partial<Progress>): void;
  noteStore(store: string): void;
  noteCompany(company: Partial<Company>): void;
  noteKeyExpiry(day: string | null): void;
  noteSettings(settings: ProviderSettings, statuses?: StatusRules): void;
  /** Answers of a `connect` that was left, when somebody wants to go on with them; they are noted again. */
  goOn(prompter: Prompter): Promise<SettingFlags>;
  /** Whether there is something to keep, and it is kept. */
  keep(): Promise<boolean>;
  remove(): Promise<void>;
}

/** Nobody is asked, or nothing would be gone on with. */
export const NOT_KEPT: KeptAnswers = {
  progress: () => ({ steps: 0, isAgreed: false }),
  noteProgress: () => undefined,
  noteStore: () => undefined,
  noteCompany: () => undefined,
  noteKeyExpiry: () => undefined,
  noteSettings: () => undefined,
  goOn: async () => new Map(),
  keep: async () => false,
  remove: async () => undefined,
};

/** What is connected: another HR tool or another entity has answers of its own. */
interface KeptFor {
  readonly entityId: string;
  readonly sourceName: string;
  readonly provider: Provider;
}

/** @param folder that of the state, which only this user may read */
export function keptAnswers(
  { entityId, sourceName, provider }: KeptFor,
  folder: string,
  context: CliContext,
): KeptAnswers {
  const file = draftFile<Draft>(folder, `connect-${entityId}.${sourceName}`, draftSchema);
  const { clock } = context.process;
  const answers = new Map<string, string>();
  let progress: Progress = { steps: 0, isAgreed: false };
  const fields = everySettingField(provider).filter(({ secret }) => secret !== true);

  const note = (key: string, value: string | null | undefined) => {
    if (value !== undefined) answers.set(key, value ?? "");
  };

  return {
    progress: () => progress,
    noteProgress(more) {
      progress = { ...progress, ...more };
    },
    noteStore: (store) => note(STORE, store),
    noteCompany({ timezone, walletCurrency, owner }) {
      note("timezone", timezone);
      note("walletCurrency", walletCurrency);
      note("owner", owner ?? undefined);
    },
    noteKeyExpiry: (day) => note("keyExpiresOn", day),
    noteSettings(settings, statuses = {}) {
      for (const { key } of fields) {
        const value = settingAt(settings, key);
        if (value === undefined) answers.delete(`${PROVIDER_SETTING}${key}`);
        else note(`${PROVIDER_SETTING}${key}`, settingText(value));
      }
      for (const [status, meaning] of Object.entries(statuses)) note(`${STATUS_PREFIX}${status}`, meaning);
    },
    async goOn(prompter) {
      const before = await file.read();
      if (before?.provider !== provider.id) return new Map();
      const zone = before.answers.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
      const when = `${clockText(before.at, zone)} (${agoText(before.at, clock.now())})`;
      if (!(await prompter.confirm(`Go on with what you answered at ${when}?`, true))) {
        await file.remove();
        return new Map();
      }
      const usable = usableAnswers(before.answers, provider, context);
      for (const [key, value] of usable) answers.set(key, value);
      progress = { steps: before.steps, isAgreed: before.isAgreed };
      sayAnswers(usable, provider, context);
      return usable;
    },
    async keep() {
      const isEmpty = answers.size === 0 && progress.steps === 0 && !progress.isAgreed;
      if (isEmpty) return false;
      return file.write({
        version: 1,
        at: clock.now().toISOString(),
        provider: provider.id,
        answers: Object.fromEntries([...answers].filter(([, value]) => isHarmless(value, context))),
        ...progress,
      });
    },
    remove: () => file.remove(),
  };
}

/** A secret or an IBAN that was typed where none belongs is not kept. */
function isHarmless(value: string, { redactor }: CliContext): boolean {
  return redactor.redact(value) === value;
}

/** Without those that can't be used any more, such as a day that is over: these are asked again. */
function usableAnswers(
  answers: Draft["answers"],
  provider: Provider,
  { process }: CliContext,
): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(answers).filter(([key, value]) => {
      try {
        return readSettingFlags([`${key}=${value}`], provider, process.clock).has(key);
      } catch (error) {
        if (isProblem(error)) return false;
        throw error;
      }
    }),
  );
}

const LABELS: Readonly<Record<string, string>> = {
  timezone: "Time zone of the company",
  walletCurrency: "Currency of the wallet",
  owner: "Account Owner",
  keyExpiresOn: "Day the key of Spendesk ends",
  [STORE]: "Keys are kept in",
};

function sayAnswers(answers: ReadonlyMap<string, string>, provider: Provider, context: CliContext): void {
  const ofProvider = everySettingField(provider).map(({ key, label }): [string, string] => [
    `${PROVIDER_SETTING}${key}`,
    label,
  ]);
  const labels = new Map([...Object.entries(LABELS), ...ofProvider]);
  const rows = [...answers].map(([key, value]) => [
    labels.get(key) ?? key.replace(STATUS_PREFIX, "Status "),
    value === "" ? "none" : value,
  ]);
  if (rows.length > 0) sayRows(context, ["Answered before", ""], rows);
}
