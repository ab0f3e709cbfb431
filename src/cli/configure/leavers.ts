import { addDays, type SyncPolicy } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import type { Choice, Prompter } from "../prompts/prompter.js";
import { sayText } from "../prompts/screen.js";
import type { Answers } from "./answers.js";

/** Days of grace that are offered, with what people call them. */
const OFFERED: ReadonlyMap<number, string> = new Map([
  [0, "on that day"],
  [1, "the day after"],
  [7, "a week later"],
  [30, "30 days later"],
]);

const OTHER = "other";
/** The last day of the example; its year does not matter. */
const LAST_DAY = "2026-06-30";
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", timeZone: "UTC" });

/** Asks when and for whom the access ends; the present answers are the defaults. */
export async function askLeavers(
  policy: SyncPolicy,
  prompter: Prompter,
  context: CliContext,
  keep: (leavers: NonNullable<Answers["leavers"]>) => Promise<void>,
): Promise<void> {
  sayText(
    context,
    "When somebody's access ends, the member is archived: cards and login stop, the history stays.",
  );
  const graceDays = await askGraceDays(policy.graceDays, prompter);
  sayText(
    context,
    `A last day of ${dayOf(0)} ends the access with the first run on ${dayOf(graceDays)}. Somebody who has left by the HR tool but without a last day loses it with the next run.`,
    "✔ ",
  );
  await keep({ graceDays });
  const neverManaged = await prompter.select(
    "Somebody leaves whom a colleague invited to Spendesk by hand. What then?",
    [
      { value: "archive", label: "Their access ends as well" },
      { value: "keep", label: "They stay a member, until somebody ends it in Spendesk" },
    ],
    policy.neverManaged,
  );
  await keep({ neverManaged: neverManaged === "keep" ? "keep" : "archive" });
  const absent = await prompter.select(
    "Somebody is no longer in the HR tool at all, without a last day. What then?",
    [
      { value: "keep", label: "They stay a member and are named in each preview, so that somebody decides" },
      { value: "archive", label: "Their access ends, once two complete reads in a row did not have them" },
    ],
    policy.absent,
  );
  await keep({ absent: absent === "archive" ? "archive" : "keep" });
}

async function askGraceDays(now: number, prompter: Prompter): Promise<number> {
  const answer = await prompter.select(
    `Somebody's last day is ${dayOf(0)}. When should their Spendesk access end?`,
    graceChoices(now),
    String(now),
  );
  if (answer !== OTHER) return Number(answer);
  const days = await prompter.input(`How many days after the last day?`, {
    byDefault: String(now),
    validate: (value) =>
      /^\d{1,3}$/.test(value) && Number(value) <= 365 ? null : "It must be a whole number from 0 to 365.",
  });
  return Number(days);
}

/** Each number of days with what it does to the example; the present one is among them. */
export function graceChoices(now: number): readonly Choice[] {
  const days = [...new Set([...OFFERED.keys(), now])].toSorted((a, b) => a - b);
  return [
    ...days.map((count) => ({ value: String(count), label: graceText(count) })),
    { value: OTHER, label: "After another number of days" },
  ];
}

function graceText(days: number): string {
  const when = OFFERED.get(days) ?? `${days} days later, as now`;
  // A run in the night is over before anybody comes to work.
  const early = days === 0 ? ", even if that is before work" : "";
  return `${when.charAt(0).toUpperCase()}${when.slice(1)}: with the first run on ${dayOf(days)}${early}`;
}

/** The day of the example that many days later: `7 July`. */
function dayOf(days: number): string {
  return DAY.format(new Date(`${addDays(LAST_DAY, days)}T00:00:00Z`));
}
