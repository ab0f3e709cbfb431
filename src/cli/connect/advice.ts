import type { Provider } from "../../providers/provider.js";
import { withEntityFlag } from "../../shared/entity-command.js";
import { withSettingLabels } from "../output/provider-guide.js";
import type { Interview } from "./given-credentials.js";

/** A command that a problem names, with what may follow it. */
const COMMAND = "`spendesk-hr (?:connect|preview|credentials|config|doctor)\\b[^`]*`(?: for it)?(?: again)?";

/** What commands are told as their next step, and what it is within the wizard. The first that fits is taken. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/\bRun `spendesk-hr connect[^`]*`(?: again)? with\b/gu, "Give"],
  [/\bRun `spendesk-hr connect[^`]*`(?: again)? and ([a-z])/gu, "$1"],
  [new RegExp(`\\bRun ${COMMAND}`, "gu"), "Check again"],
  [new RegExp(`\\brun ${COMMAND}`, "gu"), "check again"],
  [/\bRun the (?:same )?command again\b/gu, "Check again"],
  [/\brun the (?:same )?command again\b/gu, "check again"],
  [/\brun the same command\b/gu, "check again"],
  [/ in the configuration\b/gu, ""],
];

/**
 * The next step of a problem as it is within the wizard, which can ask and check again by itself: no command
 * to run, and settings by the names they are asked for.
 */
export function wizardAdvice(next: string, provider: Provider): string {
  const said = WORDS.reduce((text, [command, words]) => text.replace(command, words), next);
  return sentenceCase(withSettingLabels(said, provider));
}

/** The same where nobody is asked: commands for this entity. One that is not configured yet has no key to replace. */
export function commandAdvice(
  next: string,
  { entityId, present, provider }: Pick<Interview, "entityId" | "present" | "provider">,
): string {
  const connect = `spendesk-hr connect ${provider.id}`;
  const possible = present ? next : next.replaceAll("spendesk-hr credentials set spendesk", connect);
  return withEntityFlag(possible, entityId);
}

/** Whether the advice is to change settings. */
export function isAboutSettings(next: string, provider: Provider): boolean {
  return withSettingLabels(next, provider) !== next;
}

function sentenceCase(text: string): string {
  return text.replace(/^[a-z]/u, (letter) => letter.toUpperCase());
}
