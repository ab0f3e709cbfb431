import { listed } from "../../shared/text.js";
import type { NoteCode, WarningCode } from "../../sync/model/index.js";
import type { Attention } from "../../sync/plan/index.js";
import type { TextStyle } from "../command.js";
import { marked } from "./plan-text.js";
import { clean, paint } from "./table.js";

const NAMED = 5;

/** What a person must see of an entity and no apply has said yet: a line for each, by name. */
export function newAttentionText(attention: readonly Attention[], style: TextStyle): string {
  const texts = new Set(attention.flatMap(({ isNew, text }) => (isNew ? [text] : [])));
  const lines = [...texts].flatMap((text) => marked("⚠", "yellow", text, style));
  return lines.length === 0 ? "" : [paint("To look at", "bold", style), ...lines].join("\n");
}

/**
 * What was said before and is still open, by name and with the trouble in a few words: `owner@acme.test (on
 * protect, but nobody's)`; empty when there is nothing. What somebody decided, as releases, is part of the
 * counts and needs no word every night.
 */
export function openAttention(attention: readonly Attention[], style: TextStyle): string {
  const namesOf = new Map<string, Set<string>>();
  for (const { finding, text, isNew, isSteady } of attention) {
    if (isNew || isSteady) continue;
    // A warning that is about nobody has its whole sentence for a name.
    const words = finding.name === text ? "" : ` (${inFewWords(finding.code)})`;
    const name = words === "" ? text.replace(/\.$/u, "") : finding.name;
    namesOf.set(words, (namesOf.get(words) ?? new Set()).add(clean(name, undefined, style)));
  }
  return [...namesOf].map(([words, names]) => `${listed([...names], NAMED)}${words}`).join("; ");
}

type OpenCode =
  | NoteCode<"conflict">
  | WarningCode
  | NoteCode<"blocked">
  | NoteCode<"skipped">
  | NoteCode<"previously_managed">
  | "filter_value_unknown"
  | "employee_in_two_entities";

/** The full sentences are in `preview`, and were in the run that met them first. */
const WORDS: Readonly<Partial<Record<OpenCode, string>>> = {
  archive_off: "left, but archives are off",
  duplicate_work_email: "several people with one e-mail",
  edited_by_hand: "changed by hand in Spendesk",
  email_swap: "exchange of e-mails",
  email_taken: "e-mail of another member",
  employee_in_two_entities: "in two entities",
  filter_value_unknown: "in the filter, but nobody's",
  identity_changed: "only the HR id still agrees",
  identity_unclear: "unclear who it is",
  invalid_work_email: "work e-mail is no address",
  left_out_of_filter: "left, but outside the filter",
  manager_circular: "managers in a cycle",
  manager_self: "own manager",
  member_claimed: "left, but somebody else has the e-mail",
  member_linked_twice: "several people with one member",
  members_share_email: "several members with one e-mail",
  namesake_member: "a member has the same name",
  never_managed: "left, but never managed",
  no_work_email: "no work e-mail",
  not_kept: "not kept by Spendesk",
  other_name: "same address, other name",
  owner: "left, but an owner",
  protect_unknown: "on `protect`, but nobody's",
  protected: "left, but protected",
  rehire_reported: "works here again, but is archived",
  shared_iban: "several people with one bank account",
  unknown_status: "unknown status",
};

function inFewWords(code: string): string {
  return WORDS[code as OpenCode] ?? code.replaceAll("_", " ");
}
