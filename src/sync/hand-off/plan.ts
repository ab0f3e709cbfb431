import { emailKey } from "../../shared/text.js";
import {
  type Change,
  type FieldChange,
  type HandOff,
  type Note,
  type NoteCode,
  type Plan,
  partsOf,
  type WantedPart,
  type WarningCode,
  wantedValues,
  warn,
} from "../model/index.js";
import { compareNotes, updateReason } from "../plan/index.js";
import {
  type Awaited,
  awaitedOf,
  awaitedText,
  isMemberAwaited,
  needsWord,
  type Observation,
} from "./observation.js";

/** A plan without what colleagues have in their hands. */
export interface RemainingPlan {
  readonly plan: Plan;
  /** The awaited things of open hand-offs that the plan still wants. */
  readonly wanted: ReadonlyMap<HandOff, ReadonlySet<Awaited>>;
}

/** What became of one change. */
type Remainder =
  | { readonly kind: "change"; readonly change: Change }
  | { readonly kind: "note"; readonly note: Note };

/** How notes and warnings about a hand-off begin (see `sinceWords`). */
type SinceWords = (handOff: HandOff) => string;

/**
 * Takes what is handed off and not done yet out of a plan: whole changes become notes, updates lose the
 * values that a colleague is about to enter. A value that changed once more is a change again.
 * @param open observation of the open hand-offs
 * @param again leaves the plan as it is; the answer still tells what of it was handed off
 */
export function withoutHandedOff(
  plan: Plan,
  open: readonly Observation[],
  since: SinceWords,
  again: boolean,
): RemainingPlan {
  const ofEmployee = byEmployee(open);
  const wanted = new Map<HandOff, Set<Awaited>>();
  const remainders = plan.changes.map((change): Remainder => {
    const mine = ofEmployee.get(change.employeeId) ?? [];
    const covered = mine.flatMap((observation) => {
      const awaited = coveredBy(observation, change);
      if (awaited.length > 0) wanted.set(observation.handOff, new Set(awaited));
      return awaited.length > 0 ? [{ observation, awaited }] : [];
    });
    return again || mine.length === 0 ? { kind: "change", change } : remainder(change, mine, covered, since);
  });
  const left = remainders.flatMap((one) => (one.kind === "change" ? [one.change] : []));
  const created = new Set(
    left.flatMap(({ action, employeeId }) => (action === "create" ? [employeeId] : [])),
  );
  const settled = remainders.map((one) =>
    one.kind === "change" ? withoutLateManager(one.change, created) : one,
  );
  return {
    plan: {
      ...plan,
      changes: settled.flatMap((one) => (one.kind === "change" ? [one.change] : [])),
      notes: [...plan.notes, ...settled.flatMap((one) => (one.kind === "note" ? [one.note] : []))].sort(
        compareNotes,
      ),
    },
    wanted,
  };
}

/** What of a hand-off a change would do once more. */
function coveredBy(observation: Observation, change: Change): readonly Awaited[] {
  const { handOff, memberId, parts } = observation;
  const isPending = isMemberAwaited(observation);
  if (change.action !== "update") {
    if (handOff.action !== change.action || !isPending) return [];
    const isSame =
      change.action === "create" ? isSameCreation(handOff, change) : memberId === change.memberId;
    return isSame ? awaitedOf(observation) : [];
  }
  if (isPending || memberId !== change.memberId) return [];
  const wanted = wantedValues(change);
  return partsOf(handOff.wanted).filter((part) => {
    const partStatus = parts.get(part)?.seen;
    return (partStatus === "pending" || partStatus === "hidden") && isSameValue(part, handOff.wanted, wanted);
  });
}

/** The import goes by the e-mail: another name or account can follow as an update once the member exists. */
function isSameCreation(handOff: HandOff, change: Change): boolean {
  return (
    handOff.email !== null && change.email !== null && emailKey(handOff.email) === emailKey(change.email)
  );
}

function isSameValue(part: WantedPart, a: HandOff["wanted"], b: HandOff["wanted"]): boolean {
  if (part === "manager") return a.manager?.employeeId === b.manager?.employeeId;
  return a[part] === b[part];
}

interface Covered {
  readonly observation: Observation;
  readonly awaited: readonly Awaited[];
}

function remainder(
  change: Change,
  mine: readonly Observation[],
  covered: readonly Covered[],
  since: SinceWords,
): Remainder {
  if (covered.length === 0) return { kind: "change", change: withOlderCreation(change, mine, since) };
  const parts = new Set(covered.flatMap(({ awaited }) => awaited));
  const rest = change.action === "update" ? withoutParts(change, parts) : null;
  const text = covered.map(({ observation, awaited }) => openText(observation, awaited, since)).join(" ");
  if (rest === null) return { kind: "note", note: noteOf(change, "handed_off", text) };
  return { kind: "change", change: withWarning(rest, "handed_off", text) };
}

function openText(observation: Observation, awaited: readonly Awaited[], since: SinceWords): string {
  const { handOff } = observation;
  const what = awaited.includes("member")
    ? awaitedText("member", handOff)
    : awaited.map((one) => awaitedText(one, handOff)).join(", ");
  const unseen = needsWord(observation) ? "Spendesk's list of members does not show it." : "";
  return [`${since(handOff)}: waits for ${what}.`, unseen].filter(Boolean).join(" ");
}

/** A new row for somebody whose older row, with another e-mail, may still be imported. */
function withOlderCreation(change: Change, mine: readonly Observation[], since: SinceWords): Change {
  const older = mine.find(
    (observation) => observation.handOff.action === "create" && isMemberAwaited(observation),
  );
  if (change.action !== "create" || !older) return change;
  const { email } = older.handOff;
  return withWarning(
    change,
    "handed_off_before",
    `${since(older.handOff)}${email === null ? "" : `, with the e-mail ${email}`}: that row must not be imported any more.`,
  );
}

const FIELD_OF: Readonly<Record<WantedPart, FieldChange["field"]>> = {
  email: "email",
  firstName: "firstName",
  lastName: "lastName",
  bankFingerprint: "bank",
  manager: "manager",
};

/** An update without some of its values; null when nothing is left. */
function withoutParts(change: Change, parts: ReadonlySet<Awaited>): Change | null {
  const gone = new Set([...parts].flatMap((part) => (part === "member" ? [] : [FIELD_OF[part]])));
  const rest = withoutFields(change, gone);
  return rest.fields.length > 0 ? rest : null;
}

/**
 * A manager who is to be created, but not by this plan: the creation is in the hands of a colleague, so
 * the manager has to wait.
 * @param created employees whom the rest of the plan creates
 */
function withoutLateManager(change: Change, created: ReadonlySet<string>): Remainder {
  const { manager } = change.desired;
  if (!manager || manager.memberId !== null || created.has(manager.employeeId)) {
    return { kind: "change", change };
  }
  const name = change.fields.find(({ field }) => field === "manager")?.to ?? manager.employeeId;
  const text = `The line manager ${name} is handed off and no member yet, and is set after that.`;
  const rest = withoutFields(change, new Set(["manager"]));
  return change.action === "update" && rest.fields.length === 0
    ? { kind: "note", note: noteOf(change, "waits_for_manager", text) }
    : { kind: "change", change: withWarning(rest, "manager_handed_off", text) };
}

function withoutFields(change: Change, gone: ReadonlySet<FieldChange["field"]>): Change {
  const { email, firstName, lastName, bank, manager } = change.desired;
  const fields = change.fields.filter(({ field }) => !gone.has(field));
  return {
    ...change,
    ...(change.action === "update" && updateReason(fields)),
    fields,
    desired: {
      ...(email !== undefined && !gone.has("email") && { email }),
      ...(firstName !== undefined && !gone.has("firstName") && { firstName }),
      ...(lastName !== undefined && !gone.has("lastName") && { lastName }),
      ...(bank && !gone.has("bank") && { bank }),
      ...(manager && !gone.has("manager") && { manager }),
    },
  };
}

function byEmployee(open: readonly Observation[]): ReadonlyMap<string, readonly Observation[]> {
  const groups = new Map<string, Observation[]>();
  for (const observation of open) {
    const group = groups.get(observation.handOff.employeeId);
    if (group) group.push(observation);
    else groups.set(observation.handOff.employeeId, [observation]);
  }
  return groups;
}

function withWarning(change: Change, code: WarningCode, text: string): Change {
  return { ...change, warnings: [...change.warnings, warn(code, text)] };
}

function noteOf(change: Change, code: NoteCode<"handed_off">, reason: string): Note {
  const { employeeId, memberId, email, name } = change;
  return { kind: "handed_off", employeeId, memberId, email, name, code, reason };
}
