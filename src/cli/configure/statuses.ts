import { counted, foldText, listed } from "../../shared/text.js";
import {
  type Employee,
  employeeName,
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

/** People who are named as examples. */
const NAMED = 3;

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

/** Asks what the statuses mean that the HR tool has by a name of its own; those left open are not kept. */
export async function askStatuses(
  employees: readonly Employee[],
  prompter: Prompter,
  keep: (rules: StatusRules) => Promise<void>,
): Promise<void> {
  for (const { raw, people } of unknownStatuses(employees).slice(0, MOST_ASKED)) {
    const have = counted(people, "person has", "people have");
    const answer = await prompter.select(
      `${have} the status "${raw}" (${namesWith(raw, employees)}). What does it mean?`,
      MEANING_CHOICES,
      LATER,
    );
    const means = STATUS_MEANINGS.find((meaning) => meaning === answer);
    if (means) await keep({ [raw]: means });
  }
}

/** A few of those who have a status: by them it is known what it means. */
function namesWith(raw: string, employees: readonly Employee[]): string {
  const folded = foldText(raw);
  const those = employees.filter(({ statusDetail }) => foldText(statusDetail ?? "") === folded);
  return listed(those.map(employeeName), NAMED);
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
