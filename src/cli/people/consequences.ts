import { shellCommand } from "../../shared/shell.js";
import type { LinkByPerson } from "../../sync/identity/index.js";
import {
  type Employee,
  type HandOff,
  type Link,
  lastEmail,
  type Member,
  Problem,
  planCalendar,
  type Standing,
  standingOf,
  standingReason,
} from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import { cleanText } from "../output/sanitize.js";
import { createPrompter } from "../prompts/prompter.js";
import { sayText } from "../prompts/screen.js";
import { compareSides, memberLabel, personLabel } from "./candidates.js";
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
  const { employees, accounts } = sides;
  const holder = accounts.ofLink(link) ? employees.find(({ id }) => id === link.employeeId) : undefined;
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

interface Question {
  readonly question: string;
  /** What a person must know before: shown above the question. */
  readonly facts: readonly string[];
  /** `--yes` */
  readonly yes: boolean;
  /** The command as it is to be run when it is right, without `--yes`. */
  readonly command: readonly string[];
}

/** @throws Problem `confirmation_needed` when there is nobody to ask, `not_confirmed` */
export async function confirmDecision(
  { question, facts, yes, command }: Question,
  context: CliContext,
): Promise<void> {
  if (yes) return;
  const next = `If that is right, run \`${shellCommand(["spendesk-hr", ...command, "--yes"])}\`.`;
  if (!context.interactive) {
    throw new Problem({
      kind: "safety",
      code: "confirmation_needed",
      what: "Nothing was decided: nobody confirmed it.",
      why: facts.join(" "),
      next,
    });
  }
  for (const fact of facts) sayText(context, fact);
  if (await createPrompter(context).confirm(question, false)) return;
  throw new Problem({
    kind: "safety",
    code: "not_confirmed",
    what: "Nothing was decided.",
    why: "The question was answered with no.",
    next,
  });
}

/** Lines of a result that hold text from outside, such as names, made safe to show. */
export function lines(texts: readonly string[]): string {
  return texts.map((text) => cleanText(text)).join("\n");
}
