import type { Finding, Note, Plan, Warning } from "../model/index.js";

/** What a person must see of an entity, with the words for it. */
export interface Attention {
  readonly finding: Finding;
  /** One sentence. */
  readonly text: string;
  /** No apply has said so yet. */
  readonly isNew: boolean;
  /** What somebody decided stays so until somebody changes that: it needs no word in every run. */
  readonly isSteady: boolean;
}

const RELEASED = "released";

/** Whether a finding is about somebody whom the filter, or the HR tool, has left out. */
export function isRelease({ key }: Pick<Finding, "key">): boolean {
  return key.startsWith(`${RELEASED} `);
}

const STEADY: readonly string[] = ["out_of_filter", "absent", "archived_by_hand"];

/** People who are released, archived by hand, or protected from changes; leavers who stay are none. */
function isSteady({ code, isLeaver }: Note): boolean {
  return STEADY.includes(code) || (code === "protected" && !isLeaver);
}

/** Somebody who was protected from changes is news again as a leaver who stays. */
function subject({ code, isLeaver }: Note): string {
  return code === "protected" && isLeaver ? "protected leaver" : code;
}

/**
 * What of a plan a person must see by name: conflicts, people newly released, leavers who keep an active
 * member, members that somebody archived, people whose status nobody understands, and warnings about
 * the entity as a whole. Each has a key under which later runs recognise it. A warning about several
 * people is a finding for each of them, all with its text: it is news when somebody is new among them.
 *
 * @param known what earlier applies have found
 */
export function attentionOf(
  plan: Plan,
  warnings: readonly Warning[],
  known: readonly Finding[],
  now: Date,
): readonly Attention[] {
  const before = new Map(known.map((finding) => [finding.key, finding]));
  const releasedNow = new Set(plan.releases.map(({ memberId }) => memberId));
  const seen = new Set<string>();
  const add = (finding: Omit<Finding, "since">, text: string, staysSo = false): Attention[] => {
    if (seen.has(finding.key)) return [];
    seen.add(finding.key);
    const earlier = before.get(finding.key);
    const since = earlier?.since ?? now.toISOString();
    const isKept = earlier !== undefined;
    return [
      {
        finding: { ...finding, since, isCounted: isKept ? earlier.isCounted : finding.isCounted },
        text,
        isNew: !isKept,
        isSteady: staysSo,
      },
    ];
  };
  return [
    ...plan.notes.filter(mustBeSeen).flatMap((note) => {
      const { code, employeeId, memberId, name } = note;
      const isReleased = note.kind === "previously_managed" && code !== "left_out_of_filter";
      const key = isReleased ? `${RELEASED} ${memberId}` : `${subject(note)} ${employeeId ?? memberId}`;
      const isCounted = isReleased && memberId !== null && releasedNow.has(memberId);
      return add(
        { key, code, employeeId, memberId, name, isCounted },
        `${name}: ${note.reason}`,
        isSteady(note),
      );
    }),
    ...warnings.flatMap(({ code, text, about = [{ key: text, employeeId: null, name: text }] }) =>
      about.flatMap(({ key, employeeId, name }) =>
        add({ key: `${code} ${key}`, code, employeeId, memberId: null, name, isCounted: false }, text),
      ),
    ),
  ];
}

const BLOCKED: ReadonlySet<string> = new Set([
  "archived_by_hand",
  "rehire_reported",
  "protected",
  "owner",
  "archive_off",
]);

function mustBeSeen({ kind, code, memberId }: Note): boolean {
  if (kind === "conflict" || kind === "previously_managed") return true;
  if (kind === "blocked") return BLOCKED.has(code);
  return memberId !== null && (code === "unknown_status" || code === "never_managed");
}
