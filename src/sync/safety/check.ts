import type {
  Change,
  Limit,
  LimitKind,
  Note,
  NoteCode,
  Plan,
  SafetyCode,
  SafetyLimits,
} from "../model/index.js";
import { compareNotes } from "../plan/index.js";
import type { SafetyInput, SafetyViolation } from "./input.js";
import { type Check, judge } from "./judge.js";
import { COVERED_BY_CONFIRMATION, personKey } from "./kinds.js";
import type { NumberOverride } from "./overrides.js";
import { checkReads } from "./reads.js";
import { tallyOf } from "./tally.js";

export interface SafetyVerdict {
  readonly ok: boolean;
  readonly violations: readonly SafetyViolation[];
}

/** Checks one plan against the limits (docs/rules.md §5). Pure; the caller writes nothing unless it is `ok`. */
export function checkSafety(input: SafetyInput): SafetyVerdict {
  const violations = [
    ...checkReads(input),
    ...checkPeople(input),
    ...checkChanges(input),
    ...checkConfirmation(input),
  ];
  return { ok: violations.length === 0, violations };
}

/** The number up to which no confirmation is needed: never more than half of the base, rounded up, but for creations. */
function limitOf({ percent, atLeast }: Limit, base: number, isCapped = true): number {
  const limit = Math.max(Math.floor((percent * base) / 100), atLeast);
  return isCapped ? Math.min(limit, Math.max(1, Math.ceil(base / 2))) : limit;
}

interface KindRule {
  readonly kind: LimitKind;
  readonly limit: keyof SafetyLimits &
    ("archives" | "updates" | "emailChanges" | "bankChanges" | "creations" | "restores" | "releases");
  readonly code: SafetyCode;
  readonly override: NumberOverride;
  readonly words: readonly [one: string, many: string];
}

const KIND_RULES: readonly KindRule[] = [
  {
    kind: "archive",
    limit: "archives",
    code: "too_many_archives",
    override: "allowArchives",
    words: ["archive", "archives"],
  },
  {
    kind: "update",
    limit: "updates",
    code: "too_many_updates",
    override: "allowUpdates",
    words: ["update", "updates"],
  },
  {
    kind: "email_change",
    limit: "emailChanges",
    code: "too_many_email_changes",
    override: "allowEmailChanges",
    words: ["change of an e-mail", "changes of e-mails"],
  },
  {
    kind: "bank_change",
    limit: "bankChanges",
    code: "too_many_bank_changes",
    override: "allowBankChanges",
    words: ["change of bank details", "changes of bank details"],
  },
  {
    kind: "creation",
    limit: "creations",
    code: "too_many_creations",
    override: "allowCreations",
    words: ["creation", "creations"],
  },
  {
    kind: "restore",
    limit: "restores",
    code: "too_many_restores",
    override: "allowRestores",
    words: ["restore", "restores"],
  },
  {
    kind: "release",
    limit: "releases",
    code: "too_many_releases",
    override: "allowReleases",
    words: ["managed person newly left out", "managed people newly left out"],
  },
];

function checkChanges(input: SafetyInput): SafetyViolation[] {
  const { plan, limits, overrides, window } = input;
  const { all, fresh, begun } = tallyOf(plan, input.approvals);
  const { managedMembers } = plan.counts;
  const confirmedJoiners = all.creation - fresh.creation.size;
  const areUpdatesAllowed = overrides.allowUpdates === all.update && all.update > 0;
  return KIND_RULES.flatMap((rule) => {
    const { kind, code, override, words } = rule;
    const isCreation = kind === "creation";
    const base = managedMembers + (isCreation ? confirmedJoiners : 0);
    const limit = limitOf(limits[rule.limit], base, !isCreation);
    const before = new Set([...window.counted[kind], ...begun[kind]]);
    const counted = new Set([...before, ...fresh[kind]]).size;
    const isPartOfUpdates = kind === "email_change" || kind === "bank_change";
    const isCovered =
      (isAccepting(input) && COVERED_BY_CONFIRMATION.has(kind)) || (isPartOfUpdates && areUpdatesAllowed);
    // What was let through before is no reason to stop: only what comes on top of it.
    const isOver = counted > limit && counted > before.size && !isCovered;
    const text = countText(words, {
      ...{ number: all[kind], counted, limit, base },
      ...{ fresh: fresh[kind].size, earlier: before.size },
      days: limits.windowDays,
    });
    return judge({ ...{ code, override, limit, isOver, text, counted }, number: all[kind] }, overrides);
  });
}

interface CountNumbers {
  readonly number: number;
  readonly fresh: number;
  readonly earlier: number;
  readonly counted: number;
  readonly limit: number;
  readonly base: number;
  readonly days: number;
}

function countText(
  [one, many]: KindRule["words"],
  { number, fresh, earlier, counted, limit, base, days }: CountNumbers,
): string {
  const plan = `The plan has ${number} ${number === 1 ? one : many}`;
  const known = number === fresh ? "" : `, ${fresh} of them not confirmed before`;
  const sum = earlier === 0 ? "," : `; with ${earlier} of the last ${days} days these are ${counted},`;
  return `${plan}${known}${sum} more than the limit of ${limit} for ${base} managed ${base === 1 ? "member" : "members"}.`;
}

/** In more than a third of a small company, and in few of a large one (docs/rules.md §5.3). */
function identityLimit(linked: number): number {
  return linked < 20 ? Math.floor(linked / 3) : Math.max(3, Math.floor((5 * linked) / 100));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Fewer strangers than this are no sign of a wrong account. */
const MIN_STRANGERS = 3;

/** Who is unknown, not the same any more, gone, or lost. */
function checkPeople(input: SafetyInput): SafetyViolation[] {
  const { plan, limits, overrides, window } = input;
  const { linked, doubtful, membersGone, managedLost, managedMembers } = plan.counts;
  const { fresh } = tallyOf(plan, input.approvals);
  const joiners = plan.changes.filter(({ code }) => code === "joiner");
  const strangers = joiners.filter((change) => fresh.creation.has(personKey(change))).length;
  const known = sum([...window.employees.values()]);
  const strangerLimit =
    window.employees.size === 0
      ? Number.POSITIVE_INFINITY
      : Math.max(Math.floor((limits.strangersPercent * known) / 100), MIN_STRANGERS);
  const goneLimit = limitOf(limits.membersGone, linked);
  const lost = managedLost + fresh.release.size;
  const lostLimit = Math.max(1, Math.floor(managedMembers / 2));
  const checks: Check[] = [
    {
      code: "identities_changed",
      override: "allowIdentities",
      number: doubtful,
      limit: identityLimit(linked),
      isOver: doubtful > identityLimit(linked),
      text: `Of ${doubtful} of ${linked} linked people it is unclear whether they are still the same, more than the limit of ${identityLimit(linked)}: has the HR account changed?`,
    },
    {
      code: "too_many_strangers",
      override: "allowStrangers",
      number: strangers,
      limit: strangerLimit,
      isOver: strangers > strangerLimit && !isAccepting(input),
      text: `${strangers} people to be invited are new to this tool, more than the limit of ${strangerLimit}: the last complete read had ${known}. Is it the key of another company?`,
    },
    {
      code: "too_many_members_gone",
      override: "allowMembersGone",
      number: membersGone,
      limit: goneLimit,
      isOver: membersGone > goneLimit,
      text: `Spendesk no longer lists ${membersGone} linked members, more than the limit of ${goneLimit} of ${linked}.`,
    },
    {
      code: "most_people_lost",
      override: "allowLost",
      number: lost,
      limit: lostLimit,
      isOver: lost > lostLimit && !isAccepting(input),
      text: `Nothing can be done for ${lost} of ${managedMembers} managed people: they are skipped, in conflict, or left out now.`,
    },
  ];
  return checks.flatMap((check) => judge(check, overrides));
}

function checkConfirmation({ confirmation, overrides }: SafetyInput): SafetyViolation[] {
  if (overrides.acceptConfig) return [];
  const { configChange, accountChange } = confirmation;
  const violation = (code: SafetyCode, text: string): SafetyViolation => ({
    ...{ code, text, actual: null, limit: null },
    override: "--accept-config",
  });
  return [
    ...(configChange === null ? [] : [violation("config_not_confirmed", configChange)]),
    ...(accountChange === null ? [] : [violation("account_not_confirmed", accountChange)]),
  ];
}

/**
 * Whether a person has to confirm this configuration anyway, and with it what it does: the flag alone,
 * given every night, lifts no limit.
 */
function isAccepting({ confirmation }: SafetyInput): boolean {
  return confirmation.configChange !== null || confirmation.accountChange !== null;
}

/** The plan of `--no-archive`: archives become notes, everything else stays. */
export function withoutArchives(plan: Plan): Plan {
  const archives = plan.changes.filter((change) => change.action === "archive");
  if (archives.length === 0) return plan;
  return {
    ...plan,
    changes: plan.changes.filter((change) => change.action !== "archive"),
    notes: [...plan.notes, ...archives.map(heldBack)].sort(compareNotes),
  };
}

function heldBack({ employeeId, memberId, email, name, reason }: Change): Note {
  const code: NoteCode<"blocked"> = "no_archive";
  const why = `${reason} But this run leaves out archives (\`--no-archive\`).`;
  return { kind: "blocked", employeeId, memberId, email, name, code, reason: why };
}
