import type { Member } from "../../sync/member.js";
import type { CliContext } from "../cli-context.js";
import { checkProvider, type LabelledFinding } from "../connect/live-check.js";
import { providerConnection, spendeskWith } from "../connection.js";
import type { Target } from "./targets.js";

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
  { entity, provider }: Target,
  values: Readonly<Record<string, string>>,
  context: CliContext,
): Promise<TargetCheck> {
  if (provider) {
    const { employees, findings } = await checkProvider(
      provider,
      providerConnection(provider, entity, values, context),
    );
    return { people: employees, findings, memberIds: null };
  }
  const { members, outcome } = await spendeskWith(entity, values, context).reader.readMembers();
  const memberIds = outcome.complete ? new Set(members.map(({ id }) => id)) : null;
  return { people: members.length, findings: [], memberIds };
}
