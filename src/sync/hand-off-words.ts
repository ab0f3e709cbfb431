import { dayInZone, type IsoDate } from "./dates.js";
import type { Evidence, Scene } from "./hand-off-evidence.js";
import type { HandOffWords } from "./hand-off-plan.js";
import { cleanName } from "./plan-fields.js";

/** What day it is where the entity is. */
interface Calendar {
  readonly today: IsoDate;
  readonly timezone: string;
}

/** The sentences of notes and warnings about open hand-offs. */
export function wordsFor(
  open: readonly Evidence[],
  scene: Scene,
  { today, timezone }: Calendar,
): HandOffWords {
  const namesakes = namesakesOf(open, scene);
  return {
    since(handOff) {
      const since = dayInZone(new Date(handOff.handedOffAt), timezone);
      return `Handed off on ${since}, still open ${sinceText(daysBetween(since, today))}`;
    },
    hint(handOff) {
      const email = namesakes.get(nameKey(handOff.wanted.firstName, handOff.wanted.lastName));
      if (handOff.action !== "create" || email === undefined) return "";
      return `There is a member of that name with the e-mail ${email}: if it is the same person, correct the e-mail in Spendesk.`;
    },
  };
}

/** `since 3 days`, `since today`. */
function sinceText(days: number): string {
  return days <= 0 ? "since today" : days === 1 ? "since 1 day" : `since ${days} days`;
}

/** E-mails of members nobody is linked to, by name: a creation may have been made with another e-mail. */
function namesakesOf(open: readonly Evidence[], scene: Scene): ReadonlyMap<string, string> {
  const waits = open.some(({ handOff, memberId }) => handOff.action === "create" && memberId === null);
  if (!waits) return new Map();
  const linked = new Set(scene.memberIdOf.values());
  return new Map(
    [...scene.membersById.values()].flatMap(({ id, email, firstName, lastName }) =>
      linked.has(id) || email === null ? [] : [[nameKey(firstName, lastName), email] as const],
    ),
  );
}

function nameKey(firstName: string | null | undefined, lastName: string | null | undefined): string {
  return `${cleanName(firstName)}\n${cleanName(lastName)}`.toLowerCase();
}

/** Whole days from one day to a later one. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
