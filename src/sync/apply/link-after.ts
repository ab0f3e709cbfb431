import { emailKey } from "../../shared/text.js";
import {
  type Change,
  type EditableField,
  type Link,
  MAX_SEEN_EMAILS,
  type Seen,
  type WrittenValue,
} from "../model/index.js";

/** One call's part of a change. A change goes through one to three of them. */
export type Step = "restore" | "create" | "update" | "manager" | "archive";

/** The calls a change needs, in the order in which they are sent. */
export function stepsOf(change: Change): readonly Step[] {
  const { desired } = change;
  const person = desired.email ?? desired.firstName ?? desired.lastName ?? desired.bank;
  const steps: Step[] = [];
  if (change.action === "create") steps.push("create");
  if (change.action === "restore") steps.push("restore");
  if (change.action === "archive") steps.push("archive");
  if ((change.action === "update" || change.action === "restore") && person !== undefined)
    steps.push("update");
  if (change.action !== "archive" && desired.manager) steps.push("manager");
  return steps;
}

/**
 * The link of a person once a step was carried out. Only what that step wrote is remembered, so that
 * whatever a later step fails to write is planned again by the next run.
 *
 * @param before the link after the step before; the change's own for the first
 * @param managerMemberId the manager that was written; only for the manager step
 */
export function linkAfterStep(
  step: Step,
  change: Change,
  memberId: string,
  before: Link,
  managerMemberId: string | null,
): Link {
  const link = { ...before, memberId };
  // Only active members are written to, whatever was remembered: an earlier answer may have been lost.
  const present: Link = {
    ...link,
    ...{ hrStatus: "managed", released: null, archived: false, hidden: false, absentReads: 0 },
  };
  switch (step) {
    case "archive":
      // Where lists leave archived members out, this tells whose e-mail is still taken.
      return { ...link, archived: true, seen: withEmail(link.seen, change.email) };
    case "manager":
      return { ...present, managerMemberId };
    case "restore":
      return present;
    case "create":
    case "update":
      return {
        ...present,
        seen: withEmail(link.seen, change.desired.email),
        bankFingerprint: change.desired.bank?.fingerprint ?? link.bankFingerprint,
        written: { ...link.written, ...writtenBy(change, link.written) },
      };
  }
}

/** What a change writes to fields that people can edit, with what Spendesk showed before. */
function writtenBy(change: Change, known: Link["written"]): Link["written"] {
  const written: Partial<Record<EditableField, WrittenValue>> = {};
  for (const { field, from } of change.fields) {
    if (field === "bank" || field === "manager") continue;
    const value = change.desired[field];
    if (value === undefined) continue;
    const last = known[field];
    const times = last?.value === value && !last.wasSeen ? last.times + 1 : 1;
    written[field] = { value, before: from, times, wasSeen: false, reportedEdit: null };
  }
  return written;
}

function withEmail(seen: Seen, email: string | null | undefined): Seen {
  if (!email || seen.emails[0] === email) return seen;
  const others = seen.emails.filter((other) => emailKey(other) !== emailKey(email));
  return { ...seen, emails: [email, ...others].slice(0, MAX_SEEN_EMAILS) };
}
