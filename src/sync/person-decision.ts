import type { IsoDate } from "./dates.js";
import type { PersonDecision } from "./state-store.js";

type About = Pick<PersonDecision, "kind" | "employee" | "memberId">;

/**
 * Whether a new decision takes the place of an earlier one that is in force.
 *
 * Two people who must stay apart stay so until they are linked with each other, whatever else is decided
 * about one of them. Ignoring somebody for a while leaves in force what was decided for the time after.
 */
export function takesPlaceOf(next: About, earlier: About): boolean {
  const sameEmployee = isSameEmployee(next.employee, earlier.employee);
  const sameMember = next.memberId !== null && next.memberId === earlier.memberId;
  if (next.kind === "ignore") return earlier.kind === "ignore" && (sameEmployee || sameMember);
  if (next.kind === "link" && earlier.kind !== "unlink") return sameEmployee || sameMember;
  return earlier.kind !== "ignore" && sameEmployee && sameMember;
}

/** Whether a decision holds on a day: nobody took it back, and its last day is not over. */
export function isInForce(
  { endedAt, until }: Pick<PersonDecision, "endedAt" | "until">,
  today: IsoDate,
): boolean {
  return endedAt === null && (until === null || until >= today);
}

/** Those that are about this employee id, of whatever account, or this member. */
export function decisionsAbout(
  decisions: readonly PersonDecision[],
  who: { readonly employeeId: string | null; readonly memberId: string | null },
): readonly PersonDecision[] {
  return decisions.filter(
    ({ employee, memberId }) =>
      (employee !== null && employee.id === who.employeeId) ||
      (memberId !== null && memberId === who.memberId),
  );
}

/**
 * Whether both name the same employee: an id means something within one account of one source only.
 * False when one of them names none.
 */
export function isSameEmployee(one: About["employee"], other: About["employee"]): boolean {
  if (one === null || other === null) return false;
  return one.source === other.source && one.account === other.account && one.id === other.id;
}
