import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { NEEDED, PLACES } from "../../../providers/file/keys.js";
import type { Problem } from "../../../sync/model/index.js";
import { answerMissing } from "../../prompts/prompter.js";
import { sayText } from "../../prompts/screen.js";
import { wizardAdvice } from "../advice.js";
import type { Interview } from "../given-credentials.js";
import { settingProblem } from "../provider-settings.js";
import { type ProviderSettings, settingAt, withSetting } from "../setting-path.js";

const EXAMPLES: Readonly<Record<string, string>> = {
  path: "Add `--set settings.path=/srv/hr/people.csv`, or a pattern for the newest: /srv/hr/people-*.csv.",
  url: "Add `--set settings.url=https://hr.acme.test/people.csv`.",
  command: `Add \`--set 'settings.command=["hr-export", "--format", "csv"]'\`.`,
};

/**
 * Makes sure that it is known where the export is. A path as it was typed becomes a full one, since scheduled
 * runs start in another folder.
 * @throws Problem `answer_missing`
 */
export async function askLocation(interview: Interview, known: ProviderSettings): Promise<ProviderSettings> {
  let settings = withTypedForms(known, interview);
  for (const key of keysOf(settings)) {
    if (settingAt(settings, key) === undefined) settings = await askWhere(key, settings, interview);
  }
  return settings;
}

async function askWhere(
  key: string,
  settings: ProviderSettings,
  interview: Interview,
): Promise<ProviderSettings> {
  const { provider, prompter, context } = interview;
  const field = provider.settingFields.find((candidate) => candidate.key === key);
  if (!prompter)
    throw answerMissing(field?.label ?? key, EXAMPLES[key] ?? `Add \`--set settings.${key}=…\`.`);
  sayText(context, field?.help ?? "");
  const typed = (answer: string) => withTypedForms(withSetting(settings, key, answer), interview);
  const answer = await prompter.input(field?.label ?? key, {
    validate: (value) => (value === "" ? "It is needed." : settingProblem(provider, typed(value), key)),
  });
  return typed(answer);
}

/** What a person does about an export that can't be read. */
export type NextTry = "again" | "elsewhere" | "stop";

/** Tells what is wrong with an export, and asks what to do about it. */
export async function askNextTry(
  problem: Problem,
  { prompter, context, provider }: Interview,
): Promise<NextTry> {
  if (!prompter) return "stop";
  sayText(context, problem.message, "✘ ");
  sayText(context, problem.why, "  ");
  sayText(context, wizardAdvice(problem.next, provider), "  ");
  const answer = await prompter.select("What now?", [
    { value: "elsewhere", label: "Name another place" },
    { value: "again", label: "Read it again, after correcting it there" },
    { value: "stop", label: "Stop; nothing is stored" },
  ]);
  return answer === "again" || answer === "elsewhere" ? answer : "stop";
}

/** The settings without what says where exactly, so that it is asked again. */
export function withoutLocation(settings: ProviderSettings): ProviderSettings {
  return keysOf(settings).reduce((all, key) => withSetting(all, key, undefined), settings);
}

/** What says where exactly, of the place that is chosen. */
function keysOf(settings: ProviderSettings): readonly string[] {
  const place = PLACES.find((one) => one === settings.place) ?? "path";
  return NEEDED[place];
}

/** Paths in full, lists and numbers as such: as the configuration file has them, not as they are typed. */
function withTypedForms(settings: ProviderSettings, { context }: Interview): ProviderSettings {
  const { path, keyFile, command, maxAgeHours, port, ...others } = settings;
  return {
    ...others,
    ...(path !== undefined && { path: fullPath(path, context.process.cwd) }),
    ...(keyFile !== undefined && { keyFile: fullPath(keyFile, context.process.cwd) }),
    ...(port !== undefined && { port: numberOf(port) }),
    ...(command !== undefined && { command: listOf(command) }),
    ...(maxAgeHours !== undefined && { maxAgeHours: numberOf(maxAgeHours) }),
  };
}

function fullPath(path: unknown, folder: string): unknown {
  if (typeof path !== "string") return path;
  return path.startsWith("~/") ? join(homedir(), path.slice(2)) : resolve(folder, path);
}

function listOf(command: unknown): unknown {
  try {
    return typeof command === "string" ? JSON.parse(command) : command;
  } catch {
    return command;
  }
}

function numberOf(value: unknown): unknown {
  return typeof value === "string" && /^\d+$/u.test(value) ? Number(value) : value;
}
