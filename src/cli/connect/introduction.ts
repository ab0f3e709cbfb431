import { type Provider, providerWith } from "../../providers/provider.js";
import { permissionsOf, purposesOf } from "../output/provider-guide.js";
import type { Prompter } from "../prompts/prompter.js";
import { sayRows, sayText, sayTitle } from "../prompts/screen.js";
import { wizardAdvice } from "./advice.js";
import { PROVIDER_SETTING } from "./flags.js";
import type { Interview } from "./given-credentials.js";
import { presentSettings } from "./provider-settings.js";
import { notConfirmed } from "./report.js";
import { walkThroughSteps } from "./set-up-steps.js";
import type { ProviderSettings } from "./setting-path.js";
import type { SettingFlags } from "./store-flags.js";
import { presentProvider } from "./target.js";

/**
 * Shows what to do in the HR tool and which data will be read, and asks whether that is all right.
 * @throws Problem `confirmation_needed`
 */
export async function introduce(interview: Interview): Promise<void> {
  const { context, prompter, provider, present, entityId, isBeside, draft } = interview;
  if (!prompter) return;
  const before = presentProvider(present);
  if (before !== null && before !== provider.id && !isBeside) {
    sayText(context, `${entityId} is connected to ${before} now; ${provider.title} will take its place.`);
  }
  if (draft.progress().isAgreed) {
    sayText(context, `The steps in ${provider.title} are done, and its data may be read.`);
    return;
  }
  await walkThroughSteps(interview);
  sayTitle(context, `What will be read from ${provider.title}`);
  for (const { header, rows } of [purposesOf(provider), permissionsOf(provider)]) {
    const shown = rows.map(([sentence = "", data = ""]) => [wizardAdvice(sentence, provider), data]);
    sayRows(context, header, shown);
    context.say("");
  }
  sayText(context, "Remember to tell your colleagues that this data is shared with Spendesk.");
  if (!(await prompter.confirm("May this data be read?", false)))
    throw notConfirmed("The question about the data was answered with no.");
  draft.noteProgress({ isAgreed: true });
}

/** Which way into the HR tool is taken. */
interface WayIn {
  /** With the guide of that way. */
  readonly provider: Provider;
  /** The setting that says so; empty where there is only one way, or nobody chose. */
  readonly decided: ProviderSettings;
}

/**
 * Chooses the way into an HR tool that has several, before anything else is asked: set-up steps, data
 * and credentials depend on it. A `--set` flag decides, else a person, else the present configuration.
 */
export async function chooseWayIn(
  target: Pick<Interview, "provider" | "present" | "sourceName">,
  flags: SettingFlags,
  prompter: Prompter | null,
): Promise<WayIn> {
  const { provider } = target;
  const { variants } = provider;
  if (!variants) return { provider, decided: {} };
  const { setting, question, choices } = variants;
  const given = flags.get(`${PROVIDER_SETTING}${setting}`);
  const now = presentSettings(target)[setting];
  const known = typeof now === "string" ? now : undefined;
  const value = given ?? (prompter ? await prompter.select(question, choices, known) : known);
  const decided = value ? { [setting]: value } : {};
  return { provider: providerWith(provider, decided), decided };
}
