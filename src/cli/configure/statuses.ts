import { counted } from "../../shared/text.js";
import {
  type Employee,
  STATUS_MEANINGS,
  type StatusMeaning,
  type StatusRules,
  unknownStatuses,
} from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import type { Choice, Prompter } from "../prompts/prompter.js";
import { sayText } from "../prompts/screen.js";

/** More than anybody answers one by one; the rest is told. */
const MOST_ASKED = 20;

/** The answer that leaves a status open. */
export const LATER = "later";

const MEANING_TEXTS: Readonly<Record<StatusMeaning, string>> = {
  active: "employed: they become members",
  pending: "starts later: the start date decides",
  inactive: "has left: their members are archived",
  ignore: "none of these: they are never touched",
};

/** What a status can mean, as choices. */
export const MEANING_CHOICES: readonly Choice[] = [
  ...STATUS_MEANINGS.map((value) => ({ value, label: MEANING_TEXTS[value] })),
  { value: LATER, label: "decide later: nobody with it is changed until then" },
];

/** Asks what the statuses mean that the HR tool has by a name of its own; those left open are not among the rules. */
export async function askStatuses(employees: readonly Employee[], prompter: Prompter): Promise<StatusRules> {
  const rules: Record<string, StatusMeaning> = {};
  for (const { raw, people } of unknownStatuses(employees).slice(0, MOST_ASKED)) {
    const answer = await prompter.select(
      `${counted(people, "person has", "people have")} the status "${raw}". What does it mean?`,
      MEANING_CHOICES,
      LATER,
    );
    const means = STATUS_MEANINGS.find((meaning) => meaning === answer);
    if (means) rules[raw] = means;
  }
  return rules;
}

/** Tells which statuses still have no meaning, and how to give them one. */
export function sayUnknownStatuses(employees: readonly Employee[], context: CliContext): void {
  for (const { raw, people } of unknownStatuses(employees)) {
    sayText(
      context,
      `${counted(people, "person has", "people have")} the status "${raw}", whose meaning is not known; nobody with it is changed. To say what it means: \`spendesk-hr configure --set "source.statuses.${raw}=active"\` (or pending, inactive, ignore).`,
      "⚠ ",
    );
  }
}
