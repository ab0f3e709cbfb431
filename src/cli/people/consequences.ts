import { planCalendar, type Standing, standingOf, standingReason } from "../../sync/eligibility.js";
import type { Employee } from "../../sync/employee.js";
import type { HandOff } from "../../sync/hand-off.js";
import { type LinkByPerson, linksOf } from "../../sync/link-by-person.js";
import { type Link, lastEmail, type Member } from "../../sync/member.js";
import { memberLabel, personLabel } from "./candidates.js";
import { compareSides } from "./compare.js";
import type { Sides } from "./sides.js";

/** What linking means for the next applies, one sentence each. */
export function consequencesOfLink(
  employee: Employee,
  member: Member,
  { heldBefore, leftBehind }: LinkByPerson,
  sides: Sides,
): readonly string[] {
  const isFar = compareSides(employee, member).agrees.length === 0;
  return [
    ...(isFar ? ["Nothing tells that the two are one person: make sure before anything is applied."] : []),
    "From the next apply on the member follows the HR tool: name, e-mail, bank details, leaving.",
    ...standingConsequence(employee, member, sides),
    ...(heldBefore ? [lossText(heldBefore, sides)] : []),
    ...leftBehind.map(({ memberId }) => `${memberText(memberId, sides)} was theirs until now; ${IS_MANUAL}`),
  ];
}

/** What keeping two apart means for the next applies, one sentence each. */
export function consequencesOfUnlink(
  employee: Employee | null,
  member: Member | null,
  sides: Sides,
): string[] {
  const stays = member ? [`${memberLabel(member)}: ${IS_MANUAL}`] : [];
  if (!employee || standing(employee, sides).standing !== "eligible") return stays;
  return [
    ...stays,
    "The employee works here and has no member then: the next apply may create one, unless `spendesk-hr ignore` says otherwise.",
  ];
}

const IS_MANUAL = "it stays in Spendesk as it is, and this tool neither changes nor archives it.";

/** Changes of either that a colleague has in hand and may still carry out, one sentence each. */
export function openHandOffs(
  handOffs: readonly Pick<HandOff, "status" | "action" | "employeeId" | "memberId" | "handedOffAt">[],
  employeeId: string,
  memberId: string,
): readonly string[] {
  const open = handOffs.filter(
    (one) => one.status === "open" && (one.employeeId === employeeId || one.memberId === memberId),
  );
  return open.map(
    ({ action, handedOffAt }) =>
      `The ${action} that was handed off on ${handedOffAt.slice(0, 10)} is still open: tell your colleague not to carry it out for the wrong member.`,
  );
}

function standingConsequence(employee: Employee, member: Member, sides: Sides): readonly string[] {
  const { standing: where, reason } = standing(employee, sides);
  if (where === "leaver" && member.status !== "archived") {
    return [`${reason} So the next apply archives this member.`];
  }
  if (where === "eligible" && member.status !== "archived") return [];
  if (where === "eligible") {
    return [
      `${reason} The member is archived: \`spendesk-hr preview\` says whether the next apply restores it.`,
    ];
  }
  return [reason];
}

function standing(
  employee: Employee,
  { task, today }: Sides,
): { readonly standing: Standing; readonly reason: string } {
  const calendar = planCalendar(today, task.policy);
  const where = standingOf(employee, calendar);
  return { standing: where, reason: standingReason(employee, where, calendar) };
}

function lossText(link: Link, sides: Sides): string {
  const { employees, account } = sides;
  const key = { source: account.source, account: account.key, id: link.employeeId };
  const isHere = linksOf(key, [link]).length > 0;
  const holder = isHere ? employees.find(({ id }) => id === link.employeeId) : undefined;
  const name = [link.seen.firstName, link.seen.lastName].filter(Boolean).join(" ");
  const label = personLabel(name || (lastEmail(link) ?? link.employeeId), link.employeeId, lastEmail(link));
  const loses = `Until now it was the member of ${label}, who has none then`;
  return holder && standing(holder, sides).standing === "eligible"
    ? `${loses} and works here: the next apply may create one.`
    : `${loses}.`;
}

function memberText(memberId: string, { members }: Sides): string {
  const member = members.find(({ id }) => id === memberId);
  return member ? memberLabel(member) : `The member ${memberId}`;
}
