import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Sandbox } from "../../../src/sandbox/sandbox.js";
import { copyFolder } from "../../support/copy-folder.js";
import type { SandboxWorkspace } from "../../support/sandbox-workspace.js";

export type SandboxMember = ReturnType<Sandbox["control"]["members"]>[number];

/** Spendesk's members and the memory of the tool at one moment. */
interface Snapshot {
  readonly members: readonly SandboxMember[];
  /** Goes back to that moment, as often as wanted. */
  restore(): void;
}

/** Keeps how a workspace stands now; what the HR tool says is not part of it. */
export function takeSnapshot({ sandbox, folder, stateDir }: SandboxWorkspace): Snapshot {
  const { control } = sandbox;
  const kept = join(folder, "state-before");
  copyFolder(stateDir, kept);
  const members = control.members();
  return {
    members,
    restore() {
      resetMembers(control, members);
      rmSync(stateDir, { recursive: true });
      copyFolder(kept, stateDir);
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
