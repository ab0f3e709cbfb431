import { emailKey } from "../../shared/text.js";
import { isArchived, type People, personText } from "../identity/index.js";
import { type Decision, note, type WriteDraft } from "./draft.js";

/** A number is the level of a change; `taken` and `swap` make it a conflict. */
type Verdict = number | "taken" | "swap";

interface EmailWriter {
  readonly decision: Decision;
  readonly draft: WriteDraft;
  readonly key: string;
}

/**
 * Settles new e-mails that a member of somebody else has. When that member gives the e-mail up in this
 * very plan, the change waits for it on a higher level; people in a cycle of such changes, and people
 * whose e-mail stays taken, get a conflict. Archived members keep their e-mail, so it stays taken.
 */
export function orderEmailChanges(decisions: readonly Decision[], people: People): void {
  const writers = new Map<string, EmailWriter>();
  for (const decision of decisions) {
    const { draft } = decision;
    if (draft.kind !== "write" || draft.desired.email === undefined) continue;
    const key = emailKey(draft.desired.email);
    writers.set(decision.person.employee.id, { decision, draft, key });
  }
  const verdicts = new Map<EmailWriter, Verdict>();
  for (const writer of writers.values()) settle(writer, writers, verdicts, people);
  for (const [writer, verdict] of verdicts) {
    if (typeof verdict === "number") writer.draft.level = verdict;
    else writer.decision.draft = conflict(writer, verdict, people);
  }
}

/** Follows the chain of people who wait for each other's e-mail; each has at most one to wait for. */
function settle(
  start: EmailWriter,
  writers: ReadonlyMap<string, EmailWriter>,
  verdicts: Map<EmailWriter, Verdict>,
  people: People,
): void {
  const path: EmailWriter[] = [];
  const onPath = new Set<EmailWriter>();
  let next: EmailWriter | "free" | "taken" = start;
  while (typeof next !== "string" && !verdicts.has(next) && !onPath.has(next)) {
    path.push(next);
    onPath.add(next);
    next = waitsFor(next, writers, people);
  }
  let below: Verdict;
  if (next === "free") below = -1;
  else if (next === "taken") below = "taken";
  else if (onPath.has(next)) {
    for (const writer of path.splice(path.indexOf(next))) verdicts.set(writer, "swap");
    below = "swap";
  } else below = verdicts.get(next) ?? "taken";

  for (const writer of path.reverse()) {
    below = typeof below === "number" ? below + 1 : "taken";
    verdicts.set(writer, below);
  }
}

function waitsFor(
  writer: EmailWriter,
  writers: ReadonlyMap<string, EmailWriter>,
  people: People,
): EmailWriter | "free" | "taken" {
  const match = people.candidatesByEmail.get(writer.key);
  if (!match) return "free";
  if (!match.holder || people.candidatesByEmail.isAmbiguous(writer.key)) return "taken";
  return writers.get(match.holder.employee.id) ?? "taken";
}

function conflict(writer: EmailWriter, verdict: "taken" | "swap", people: People) {
  if (verdict === "swap") {
    return note(
      "conflict",
      "email_swap",
      `The work e-mail ${writer.key} belongs to a member who gets another person's e-mail at the same time. Give one of them a temporary e-mail in Spendesk by hand, then run again.`,
    );
  }
  const match = people.candidatesByEmail.isAmbiguous(writer.key)
    ? null
    : people.candidatesByEmail.get(writer.key);
  const whose = match?.holder ? `, the one of ${personText(match.holder)}` : "";
  const isHidden = match && isArchived(match.member, match.link);
  return note(
    "conflict",
    "email_taken",
    `The work e-mail ${writer.key} is in use by another ${isHidden ? "(archived) " : ""}member${whose}. Change it there or in the HR tool.`,
  );
}
