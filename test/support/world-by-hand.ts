import type { Employee } from "../../src/sync/model/employee.js";
import type { ReadView } from "./model-spendesk.js";
import type { WorldMember, WorldSpendesk } from "./world-spendesk.js";
import { trueName } from "./world-truth.js";

/** Something that somebody does on the members page. */
export interface HandEdit {
  readonly edit: (typeof HAND_EDITS)[number];
  readonly who: number;
  readonly value: number;
}

export const HAND_EDITS = [
  ...(["add_guest", "add_colleague", "rename", "readdress", "archive", "restore", "delete"] as const),
  ...(["accept_invitation", "make_owner", "set_manager"] as const),
] as const;

/**
 * Does it, except for what reads never show and the product can't know: a status, a manager, or the
 * address of an archived member that was changed by hand.
 */
export function byHand(
  { edit, who, value }: HandEdit,
  spendesk: WorldSpendesk,
  employees: readonly Employee[],
  { tellsStatus, listsArchived, tellsManager }: ReadView,
): void {
  if (edit === "add_guest") {
    spendesk.add({ email: `guest${who}-${value}@partner.test`, firstName: "Guest" });
    return;
  }
  if (edit === "add_colleague") {
    addColleague(spendesk, employees, value);
    return;
  }
  const members = spendesk.members();
  const member = members[who % Math.max(1, members.length)];
  const isStatusEdit = edit === "archive" || edit === "restore" || edit === "delete";
  if (!member || (isStatusEdit && !(tellsStatus && listsArchived))) return;
  if ((edit === "set_manager" && !tellsManager) || (edit === "readdress" && !listsArchived)) return;
  if (edit === "delete") {
    // Spendesk keeps archived members for ever (docs/vendors/spendesk.md §5).
    if (!member.isOwner && !member.isArchived) spendesk.remove(member.id);
    return;
  }
  spendesk.patch(member.id, changesByHand(edit, member, value, spendesk));
}

function addColleague(spendesk: WorldSpendesk, employees: readonly Employee[], value: number): void {
  const reachable = employees.filter(({ workEmail }) => workEmail?.includes("@"));
  const colleague = reachable[value % Math.max(1, reachable.length)];
  if (!colleague?.workEmail || spendesk.byEmail(colleague.workEmail)) return;
  const { workEmail: email, firstName, lastName } = colleague;
  spendesk.add({
    email,
    firstName: trueName(firstName),
    lastName: value % 2 === 0 ? "Byhand" : trueName(lastName),
  });
}

function changesByHand(
  edit: Exclude<HandEdit["edit"], "add_guest" | "add_colleague" | "delete">,
  member: WorldMember,
  value: number,
  spendesk: WorldSpendesk,
): Partial<WorldMember> {
  switch (edit) {
    case "rename":
      return { lastName: `Byhand${value % 3}` };
    case "readdress": {
      const email = `byhand${value}@acme.test`;
      return spendesk.byEmail(email) ? {} : { email };
    }
    case "archive":
      return member.isOwner ? {} : { isArchived: true };
    case "restore":
      return { isArchived: false };
    case "accept_invitation":
      return { isInvited: false };
    case "make_owner":
      return member.isArchived ? {} : { isOwner: value % 2 === 0 };
    case "set_manager": {
      const boss = spendesk.members()[value % spendesk.members().length];
      return boss && boss.id !== member.id && !boss.isArchived ? { managerId: boss.id } : {};
    }
  }
}
