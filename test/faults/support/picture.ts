import type { Sandbox } from "../../../src/sandbox/sandbox.js";
import type { Link } from "../../../src/sync/member.js";

type SandboxMember = ReturnType<Sandbox["control"]["members"]>[number];

/** Spendesk and the links, with people instead of ids: the ids of new members differ from run to run. */
export interface Picture {
  readonly members: readonly object[];
  readonly links: readonly object[];
}

/**
 * @param told whether reads tell who is archived and who manages whom: what a link remembers of that
 *   is then of no use, and a run that learned it from a read does not store it
 */
export function takePicture(
  members: readonly SandboxMember[],
  links: readonly Link[],
  told: boolean,
): Picture {
  const emailOf = new Map(members.map(({ id, email }) => [id, email]));
  const person = (id: string | null) => (id === null ? null : (emailOf.get(id) ?? `unknown member ${id}`));
  return {
    members: members
      .map(({ id: _, managerId, ...rest }) => ({ ...rest, manager: person(managerId) }))
      .sort((a, b) => ((a.email ?? "") < (b.email ?? "") ? -1 : 1)),
    links: links.map(({ memberId, managerMemberId, archived, ...rest }) => ({
      ...rest,
      member: person(memberId),
      ...(told ? {} : { archived, manager: person(managerMemberId) }),
    })),
  };
}
