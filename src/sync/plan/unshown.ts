import { counted } from "../../shared/text.js";
import { compareText, type Person } from "../identity/index.js";
import {
  type Baseline,
  type MemberStatus,
  type SettledAnswer,
  type SyncedField,
  stillInForce,
  UNSHOWN_FIELDS,
  UNSHOWN_NAMES,
  type UnshownAnswers,
  type UnshownDecision,
  type UnshownField,
} from "../model/index.js";

// Spendesk's list of members is documented with id, names and e-mail (docs/vendors/spendesk.md §3.1). What it does not
// return is unknown, not empty. Nothing of it is written on suspicion: what members have when they are met
// for the first time is taken to be right, and what the HR tool said then is remembered as the baseline.

/** Stands in the place of an old value that Spendesk does not return and that this tool never wrote. */
export const NOT_SHOWN = "not shown by Spendesk";

/** A member's status for people. */
export function statusText(status: MemberStatus): string {
  return status === "unknown" ? NOT_SHOWN : status;
}

/** What is known of values that Spendesk does not show. */
export interface UnshownFacts {
  /** A field that is missing was never settled. */
  readonly answers: UnshownAnswers;
  readonly baselines: readonly Baseline[];
}

/** The values that are taken to be right, while one plan is made. */
export interface UnshownValues {
  /**
   * Whether a member is taken to have what the HR tool says, so that nothing is to be sent. Takes it to
   * be so when the member is met for the first time.
   *
   * @param names what the value is called; any of them is the same value, the first is remembered. Null
   *   when the HR tool says nothing
   */
  isRight(person: Person, field: UnshownField, names: readonly [string, ...string[]] | null): boolean;
  /** The remembered value of a member; undefined when there is none. */
  baselineOf(memberId: string, field: UnshownField): string | null | undefined;
  /** What was taken to be right by this plan, in order of member and field. */
  taken(): readonly Baseline[];
}

/**
 * @param isFirstMeeting whether members without a link are met because the configuration changed, as when
 *   a filter lets another office in. Otherwise they are joiners whom somebody invited by hand.
 */
export function unshownValues({ answers, baselines }: UnshownFacts, isFirstMeeting: boolean): UnshownValues {
  const known = { manager: new Map<string, string | null>(), bank: new Map<string, string | null>() };
  for (const { memberId, field, value } of baselines) known[field].set(memberId, value);
  const taken: Baseline[] = [];

  const isTaken = (field: UnshownField, { link }: Person): boolean => {
    const answer = answers[field];
    return answer === undefined || (answer === "right" && link === null && isFirstMeeting);
  };

  return {
    isRight(person, field, names) {
      if (!person.match) return false;
      const memberId = person.match.member.id;
      const value = known[field].get(memberId);
      if (value !== undefined) return names === null ? value === null : names.some((name) => name === value);
      if (!isTaken(field, person)) return false;
      const first = names?.[0] ?? null;
      known[field].set(memberId, first);
      taken.push({ memberId, field, value: first });
      return true;
    },
    baselineOf: (memberId, field) => known[field].get(memberId),
    taken: () => taken.sort((a, b) => compareText(a.field, b.field) || compareText(a.memberId, b.memberId)),
  };
}

/** The answers that hold, by field. */
export function answersInForce(answers: readonly SettledAnswer[]): UnshownAnswers {
  return Object.fromEntries(stillInForce(answers).map(({ field, answer }) => [field, answer]));
}

/**
 * What is settled once a plan is carried out: fields that are kept in step and about which nobody was
 * asked are right, and about the others nothing is known any more.
 */
export function answersByDefault(
  update: readonly SyncedField[],
  answers: UnshownAnswers,
): UnshownDecision["answers"] {
  return UNSHOWN_FIELDS.flatMap((field) => {
    const isKeptInStep = update.includes(field);
    if (isKeptInStep === (answers[field] !== undefined)) return [];
    return [{ field, answer: isKeptInStep ? ("right" as const) : null, who: null }];
  });
}

/** `line managers of 3 members and the bank details of 1 member`; null when the HR tool has none of either. */
export function unshownText(baselines: readonly Baseline[]): string | null {
  const told = UNSHOWN_FIELDS.flatMap((field) => {
    const count = baselines.filter((one) => one.field === field && one.value !== null).length;
    return count === 0 ? [] : [`${UNSHOWN_NAMES[field]} of ${counted(count, "member")}`];
  });
  return told.length === 0 ? null : told.join(" and the ");
}
