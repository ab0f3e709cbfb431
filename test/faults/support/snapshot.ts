import { join } from "node:path";
import type { Sandbox } from "../../../src/sandbox/sandbox.js";
import type { SandboxWorkspace } from "../../support/sandbox-workspace.js";
import { keepState } from "../../support/wherever.js";

export type SandboxMember = ReturnType<Sandbox["control"]["members"]>[number];

/** Spendesk's members and the memory of the tool at one moment. */
interface Snapshot {
  readonly members: readonly SandboxMember[];
  /** Goes back to that moment, as often as wanted. */
  restore(): Promise<void>;
}

/** Keeps how a workspace stands now; what the HR tool says is not part of it. */
export async function takeSnapshot({ sandbox, folder, stateDir }: SandboxWorkspace): Promise<Snapshot> {
  const { control } = sandbox;
  const putStateBack = await keepState(stateDir, join(folder, "state-before"));
  const members = control.members();
  return {
    members,
    async restore() {
      resetMembers(control, members);
      await putStateBack();
    },
  };
}

function resetMembers(control: Sandbox["control"], wanted: readonly SandboxMember[]): void {
  const known = new Set(wanted.map(({ id }) => id));
  for (const { id } of control.members()) if (!known.has(id)) control.removeMember(id);
  const now = new Map(control.members().map((member) => [member.id, member]));
  const changed = wanted.filter((member) => now.get(member.id) !== member);
  // E-mails moved between members: all are free before the first is given back.
  for (const { id } of changed) control.patchMember(id, { email: null });
  for (const { id, ...values } of changed) control.patchMember(id, values);
}
