import { foldText } from "../../shared/text.js";
import { type Change, type Note, Problem } from "../../sync/model/index.js";

type Row = Change | Note;

/** Which part of a plan somebody wants to see; the plan itself stays whole. */
export interface PlanView {
  readonly isShown: (row: Row) => boolean;
  /** Also those who are usually counted and not named. */
  readonly namesEverybody: boolean;
  /** Counts and limits alone. */
  readonly isSummary: boolean;
  /** What is said when nobody of a plan is shown; null when the whole plan is. */
  readonly ifNobody: string | null;
}

export const WHOLE_PLAN: PlanView = {
  ...{ isShown: () => true, namesEverybody: false, isSummary: false, ifNobody: null },
};

const IF_NOBODY =
  "This plan says nothing of anybody who was asked for. Of people who stay as they are, `spendesk-hr explain <who>` tells more.";

/** What `--only` takes: actions, and what is said of people who are not changed. */
const ROW_KINDS = [
  "archive",
  "update",
  "restore",
  "create",
  "conflict",
  "blocked",
  "previously-managed",
  "handed-off",
  "skipped",
] as const;

interface ViewFlags {
  readonly only: readonly string[];
  readonly person: string | undefined;
  readonly show: string | undefined;
  readonly summary: boolean | undefined;
}

/**
 * The view that the flags ask for.
 * @throws Problem `kind_unknown`
 */
export function viewFrom({ only, person, show, summary }: ViewFlags): PlanView {
  const kinds = kindsIn(only);
  const wanted = person === undefined ? null : foldText(person);
  return {
    isShown: (row) =>
      (kinds === null || kinds.has(kindOf(row))) && (wanted === null || isPerson(row, wanted)),
    namesEverybody: show === "skipped" || kinds !== null || wanted !== null,
    isSummary: summary === true,
    ifNobody: kinds === null && wanted === null ? null : IF_NOBODY,
  };
}

function kindsIn(only: readonly string[]): ReadonlySet<string> | null {
  const typed = only
    .flatMap((list) => list.split(","))
    .map((kind) => kind.trim().toLowerCase().replaceAll("_", "-"));
  const unknown = typed.find((kind) => !ROW_KINDS.some((one) => one === kind));
  if (unknown !== undefined) {
    throw new Problem({
      kind: "usage",
      code: "kind_unknown",
      what: `\`--only\` does not know "${unknown}".`,
      why: `It takes one or more of ${ROW_KINDS.join(", ")}, with commas between them.`,
      next: "Run for example `spendesk-hr preview --only archive,update`.",
    });
  }
  return typed.length === 0 ? null : new Set(typed);
}

function kindOf(row: Row): string {
  return ("action" in row ? row.action : row.kind).replaceAll("_", "-");
}

function isPerson({ name, email, employeeId, memberId }: Row, wanted: string): boolean {
  return (
    employeeId === wanted ||
    memberId === wanted ||
    [name, email ?? ""].some((text) => foldText(text).includes(wanted))
  );
}
