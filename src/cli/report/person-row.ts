/** The groups of people in a report, in the order in which somebody who signs it wants to read them. */
export const GROUPS = [
  {
    id: "archive",
    title: "Archives",
    meaning: "They lose their cards and their login in Spendesk; the history stays.",
  },
  {
    id: "email",
    title: "E-mail changes",
    meaning: "They log in and confirm card payments with the new address from then on.",
  },
  {
    id: "conflict",
    title: "Conflicts",
    meaning: "Nothing happens to them until somebody has decided.",
  },
  { id: "blocked", title: "Blocked", meaning: "They would change, and something forbids it." },
  {
    id: "previously_managed",
    title: "No longer managed",
    meaning: "They keep Spendesk as it is, and are not looked after any more.",
  },
  {
    id: "handed_off",
    title: "Handed off, still open",
    meaning: "A colleague has been asked to change them by hand.",
  },
  { id: "update", title: "Updates", meaning: "Single values change; the e-mail stays." },
  { id: "restore", title: "Restores", meaning: "They were archived and come back." },
  { id: "create", title: "Creations", meaning: "Spendesk sends each of them an invitation." },
  { id: "skipped", title: "Skipped", meaning: "Nothing happens to them, for the reason that stands there." },
] as const satisfies readonly Group[];

interface Group {
  readonly id: string;
  readonly title: string;
  /** One sentence: what it means for these people. */
  readonly meaning: string;
}

export type GroupId = (typeof GROUPS)[number]["id"];

/** Somebody in the report of a plan. All texts are for people and safe to show, but not escaped. */
export interface PersonRow {
  readonly group: GroupId;
  readonly entity: string;
  readonly name: string;
  readonly email: string;
  /** Empty when the HR tool names none, or does not know the person. */
  readonly office: string;
  /** `last name: Test → Newname`; empty where the group says it all. */
  readonly changes: string;
  readonly reason: string;
  readonly warnings: readonly string[];
}
