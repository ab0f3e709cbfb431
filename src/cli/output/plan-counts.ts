import type { ChangeResult } from "../../sync/apply/index.js";
import { type Note, type NoteCode, type Plan, type PlanSummary, summarize } from "../../sync/model/index.js";

/** `15 creates, 1 update. 8 skipped.`: the numbers people compare with what they expected, without zeros. */
export function planCounts(plan: Plan): string {
  const summary = summarize(plan);
  const changes = [
    counted(summary.archive, "archive"),
    counted(summary.update, "update"),
    counted(summary.restore, "restore"),
    counted(summary.create, "create"),
  ].filter(Boolean);
  return [changes.length === 0 ? "no changes" : changes.join(", "), restCounts([plan])]
    .filter(Boolean)
    .join(". ");
}

/** Everybody who is not changed, by what is said of them; empty when there is nobody. */
export function restCounts(plans: readonly Plan[]): string {
  const summaries = plans.map(summarize);
  const total = (kind: keyof PlanSummary) => summaries.reduce((sum, summary) => sum + summary[kind], 0);
  const rest: readonly (readonly [number, string])[] = [
    [total("conflict"), "in conflict"],
    [total("blocked"), "blocked"],
    [total("handedOff"), "handed off earlier and still open"],
    [total("previouslyManaged"), "no longer managed"],
    [total("unchanged"), "unchanged"],
    [total("skipped"), "skipped"],
  ];
  const parts = rest.flatMap(([count, words]) => (count === 0 ? [] : [`${count} ${words}`]));
  return parts.length === 0 ? "" : `${parts.join(", ")}.`;
}

/** `2 archives`; empty for none. */
export function counted(count: number, noun: string): string {
  return count === 0 ? "" : `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** People whom a filter or their own end leaves out: a number is enough, unless somebody asks for them. */
const QUIET: Readonly<Partial<Record<NoteCode<"skipped">, string>>> = {
  out_of_filter: "outside the filter",
  not_started: "starting later",
  left_without_member: "left without a member",
  already_archived: "left and archived",
  never_managed: "left and never managed",
  status_ignored: "with an ignored status",
  ignored: "ignored by a decision",
  unlinked: "kept apart by a decision",
  superseded: "with another record",
  in_grace: "in their days of grace",
};

/** Whether a note is of somebody who is counted and not named. */
export function isQuiet({ kind, code }: Note): boolean {
  return kind === "skipped" && code in QUIET;
}

/** `6 outside the filter, 2 starting later`: the most first; empty for nobody. */
export function quietCounts(notes: readonly Note[]): string {
  const counts = new Map<string, number>();
  for (const note of notes) {
    const words = isQuiet(note) ? QUIET[note.code as keyof typeof QUIET] : undefined;
    if (words !== undefined) counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([words, count]) => `${count} ${words}`)
    .join(", ");
}

/** How many of each outcome. */
export function outcomeCounts(
  outcomes: readonly ChangeResult[],
): Readonly<Record<ChangeResult["outcome"], number>> {
  const counts = { applied: 0, failed: 0, skipped: 0, handed_off: 0 };
  for (const { outcome } of outcomes) counts[outcome] += 1;
  return counts;
}
