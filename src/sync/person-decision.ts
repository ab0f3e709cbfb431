import type { IsoDate } from "./dates.js";
import type { PersonDecision } from "./ports.js";

type About = Pick<PersonDecision, "kind" | "employee" | "memberId">;

/**
 * Whether a new decision takes the place of an earlier one that is in force.
 *
 * Two people who must stay apart stay so until they are linked with each other, whatever else is decided
 * about one of them. Ignoring somebody for a while leaves in force what was decided for the time after.
 */
export function takesPlaceOf(next: About, earlier: About): boolean {
  const isSameEmployee = concernsSameEmployee(next, earlier);
  const isSameMember = next.memberId !== null && next.memberId === earlier.memberId;
  if (next.kind === "ignore") return earlier.kind === "ignore" && (isSameEmployee || isSameMember);
  if (next.kind === "link" && earlier.kind !== "unlink") return isSameEmployee || isSameMember;
  return earlier.kind !== "ignore" && isSameEmployee && isSameMember;
}

/** An employee id means something within one account of one source only. */
function concernsSameEmployee({ employee: one }: About, { employee: other }: About): boolean {
  if (one === null || other === null) return false;
  return one.source === other.source && one.account === other.account && one.id === other.id;
}

/** The decisions that hold on a day. */
export function decisionsInForce(
  decisions: readonly PersonDecision[],
  today: IsoDate,
): readonly PersonDecision[] {
  return decisions.filter(({ endedAt, until }) => endedAt === null && (until === null || until >= today));
}
