import { expect } from "vitest";
import type { CliRun } from "../../support/run-cli.js";
import type { SandboxMember } from "../support/snapshot.js";
import type { FaultLab, LinkView } from "./lab.js";

/** How much of the plan a disturbed run carried out. */
export type Written = "none" | "part" | "all";

/**
 * Facts about a disturbed run that must hold whatever the disturbance was.
 * @param membersBefore as they were when the run began
 */
export async function checkHarmless(lab: FaultLab, run: CliRun, membersBefore = lab.before): Promise<void> {
  checkMessage(run);
  expect(JSON.parse(run.stdout)).toMatchObject({ schemaVersion: 1 });
  checkMembers(lab);
  await checkJournal(lab, run, membersBefore);
}

export function checkWritten(lab: FaultLab, written: Written): void {
  if (written === "all") expect(byEmail(lab.members())).toEqual(byEmail(lab.goal.members));
  if (written === "none") expect(lab.members()).toEqual(lab.before);
}

/** Once the disturbance is over, one more run gives what an undisturbed one gives, and nothing is left. */
export async function checkHeals(lab: FaultLab): Promise<void> {
  lab.sandbox.control.setFaults([]);
  const second = await lab.run(["apply", "--yes"]);
  expect(second).toMatchObject({ exitCode: 0 });
  expect(byEmail(lab.members())).toEqual(byEmail(lab.goal.members));
  const remembered = (links: readonly LinkView[]) =>
    links.map(lab.readFields === "documented" ? withoutWritten : withoutWhatReadsTell);
  expect(remembered(await lab.links())).toEqual(remembered(lab.goal.links));
  const preview = await lab.run(["preview", "--detailed-exitcode"]);
  expect(preview).toMatchObject({ exitCode: 0 });
}

/** What reads tell is only remembered when the answer to the write came; the read counts, not the memory. */
function withoutWhatReadsTell({ archived: _archived, manager: _manager, ...link }: LinkView) {
  return withoutWritten(link);
}

/** What was written is remembered once the answer came: after a lost one, reads tell it. */
function withoutWritten<T extends { readonly written: unknown }>({ written: _written, ...link }: T) {
  return link;
}

const PROGRESS = /^acme-uk: (?:reading|planning|applying|next call in) /;

/** Three lines (what, why, what to do) after the progress; nothing but progress when all went well. */
function checkMessage({ exitCode, stderr }: CliRun): void {
  const said = stderr.split("\n").filter((line) => line !== "" && !PROGRESS.test(line));
  expect(said).toHaveLength(exitCode === 0 ? 0 : 3);
  for (const line of said) expect(line).toMatch(/^\S.*[.!]$/);
  if (exitCode !== 0)
    expect(said[2]).toMatch(/`spendesk-hr [a-z]|run the command again|Run the same|Try again|with `--debug`/);
}

/** Every value of every member is the one before the run or the one the plan wants, and nobody is there twice. */
function checkMembers(lab: FaultLab): void {
  const members = lab.members();
  const emails = members.flatMap(({ email }) => email?.toLowerCase() ?? []);
  expect(new Set(emails).size).toBe(emails.length);
  const goal = new Map(byEmail(lab.goal.members).map((member) => [member.email, member]));
  const before = new Map(lab.before.map((member) => [member.id, member]));
  const after = new Map(lab.goal.members.map((member) => [member.id, member]));
  const emailOf = new Map(members.map(({ id, email }) => [id, email]));
  for (const member of members) {
    const old = before.get(member.id);
    const wanted = after.get(member.id);
    if (old && wanted) {
      const managers = [old.managerId && emailOf.get(old.managerId), managerEmail(lab.goal.members, wanted)];
      expect(managers).toContain(member.managerId && emailOf.get(member.managerId));
      for (const key of KEPT) expect([old[key], wanted[key]]).toContainEqual(member[key]);
      continue;
    }
    const { id: _id, managerId, ...values } = member;
    const { manager, ...planned } = goal.get(member.email) ?? { manager: null };
    expect(values).toEqual(planned);
    expect([null, manager]).toContain(managerId && emailOf.get(managerId));
  }
}

const KEPT = [
  "firstName",
  "lastName",
  "email",
  "status",
  "isArchived",
  "roles",
  "bankAccount",
  "externalId",
] as const;

/** One settled entry per change, and `applied` only where it is true. */
async function checkJournal(
  lab: FaultLab,
  { exitCode }: CliRun,
  membersBefore: FaultLab["before"],
): Promise<void> {
  const last = await lab.lastApply();
  expect(last.exitCode).toBe(exitCode);
  const { journal } = last;
  if (journal.length === 0) {
    expect(lab.members()).toEqual(membersBefore);
    return;
  }
  const people = journal.map(({ employeeId }) => employeeId);
  expect(new Set(people).size).toBe(people.length);
  expect(journal.map(({ sequence }) => sequence)).toEqual([...journal.keys()]);
  const members = new Map(lab.members().map((member) => [member.id, member]));
  for (const entry of journal) {
    expect(["applied", "failed", "skipped"]).toContain(entry.outcome);
    expect(entry.settledAt).not.toBeNull();
    expect(entry.error === null).toBe(entry.outcome === "applied");
    if (entry.outcome !== "applied") continue;
    const member = members.get(entry.memberId ?? "");
    expect(member?.isArchived).toBe(entry.action === "archive");
    expect(member?.email?.toLowerCase()).toBe(entry.email?.toLowerCase());
  }
  if (exitCode === 0) expect(journal.filter(({ outcome }) => outcome !== "applied")).toEqual([]);
}

/** Members without what differs from run to run: ids, and the order in which people were created. */
function byEmail(members: readonly SandboxMember[]) {
  return members
    .map((member) => {
      const { id: _id, managerId: _managerId, ...values } = member;
      return { ...values, manager: managerEmail(members, member) };
    })
    .sort((a, b) => ((a.email ?? "") < (b.email ?? "") ? -1 : 1));
}

function managerEmail(members: readonly SandboxMember[], { managerId }: SandboxMember): string | null {
  return members.find(({ id }) => id === managerId)?.email ?? null;
}
