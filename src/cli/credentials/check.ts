import type { Member } from "../../sync/member.js";
import type { CliContext } from "../cli-context.js";
import { checkProvider, type LabelledFinding } from "../connect/live-check.js";
import { providerConnection, spendeskWith } from "../connection.js";
import type { End, Target } from "./targets.js";

/** A target that can be tried without doing anything. */
export type TestableTarget = Target & { readonly end: Exclude<End, { readonly kind: "notify" }> };

/** Whether there is a way to try it: a notification would have to be sent. */
export function isTestable(target: Target): target is TestableTarget {
  return target.end.kind !== "notify";
}

/** What a connection gave when it was tried. */
export interface TargetCheck {
  /** Members, or employees; null when no cheap call tells. */
  readonly people: number | null;
  /** What can be read of the HR tool, piece by piece. */
  readonly findings: readonly LabelledFinding[];
  /** Ids of the members in Spendesk; null for the HR tool, and when not all of them came. */
  readonly memberIds: ReadonlySet<Member["id"]> | null;
}

/**
 * Tries a connection for real with these credentials.
 * @throws Problem of the connection: wrong credentials, a missing permission, an unreachable host
 */
export async function checkTarget(
  { end }: TestableTarget,
  values: Readonly<Record<string, string>>,
  context: CliContext,
): Promise<TargetCheck> {
  if (end.kind === "hr-tool") {
    const connection = providerConnection(end.provider, end.entity, values, context);
    const { employees, findings } = await checkProvider(end.provider, connection);
    return { people: employees, findings, memberIds: null };
  }
  const { members, outcome } = await spendeskWith(end.entity, values, context).reader.readMembers();
  const memberIds = outcome.complete ? new Set(members.map(({ id }) => id)) : null;
  return { people: members.length, findings: [], memberIds };
}
