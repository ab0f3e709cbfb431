import type { Link } from "../../../src/sync/model/member.js";
import type { SandboxMember } from "./snapshot.js";

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
  const person = memberLook(members);
  return {
    members: members
      .map(({ id: _, managerId, ...rest }) => ({ ...rest, manager: person(managerId) }))
      .sort((a, b) => ((a.email ?? "") < (b.email ?? "") ? -1 : 1)),
    // What was written is remembered once the answer came: after a lost one, reads tell it.
    links: links.map(({ memberId, managerMemberId, archived, written: _written, ...rest }) => ({
      ...rest,
      member: person(memberId),
      ...(told ? {} : { archived, manager: person(managerMemberId) }),
    })),
  };
}

/** A function that gives the e-mail of a member, who goes by it from run to run. */
export function memberLook(members: readonly SandboxMember[]): (id: string | null) => string | null {
  const emailOf = new Map(members.map(({ id, email }) => [id, email]));
  return (id) => (id === null ? null : (emailOf.get(id) ?? `unknown member ${id}`));
}
