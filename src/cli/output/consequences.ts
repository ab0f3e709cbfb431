import type { Change } from "../../sync/model/index.js";
import type { TextStyle } from "../command.js";
import { clean, paintStart } from "./table.js";
import { hanging, wrapWords } from "./wrap.js";

/** What the numbers of a plan mean for people, said before they are confirmed (docs/vendors/spendesk.md §4, §5). */
export function consequences(changes: readonly Change[]): readonly string[] {
  const creates = changes.filter(({ action }) => action === "create").length;
  const emails = emailChanges(changes).length;
  const archives = changes.filter(({ action }) => action === "archive").length;
  return [
    ...(creates > 0
      ? [
          `${counted(creates, "creation")}: each one sends an invitation mail, and reminders until it is accepted.`,
        ]
      : []),
    ...(emails > 0 ? [`${counted(emails, "e-mail change")}: ${EMAIL_CONSEQUENCE}`] : []),
    ...(archives > 0
      ? [`${counted(archives, "archive")}: each one stops the person's cards and login; the history stays.`]
      : []),
  ];
}

const EMAIL_CONSEQUENCE =
  "the e-mail is tied to 3-D Secure, so card payments are confirmed with the new one; with single sign-on it must be the identity provider's, or the person can't log in.";

/** The changes of e-mails apart from all others, with what depends on them; empty when there are none. */
export function emailChangesText(changes: readonly Change[], style: TextStyle): string {
  const changed = emailChanges(changes);
  if (changed.length === 0) return "";
  const title = `E-mail changes (${changed.length})`;
  return [
    ...paintStart(wrapWords(`${title}: ${EMAIL_CONSEQUENCE}`, style.width), title, "bold", style),
    ...changed.flatMap(({ name, from, to }) =>
      hanging("  ", clean(`${name}: ${from ?? "none"} → ${to}`, undefined, style), style.width),
    ),
  ].join("\n");
}

/** E-mails of members that are there already; of a new one nothing depends on it yet. */
function emailChanges(changes: readonly Change[]) {
  return changes.flatMap(({ action, name, fields }) => {
    const email = fields.find(({ field }) => field === "email");
    return action === "create" || !email ? [] : [{ name, from: email.from, to: email.to }];
  });
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
