import type { ConnectionId, CredentialStore } from "../../credentials/store.js";
import type { CredentialKeeper } from "../../providers/provider.js";
import { isProblem, type Member } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import { checkProvider, type LabelledFinding } from "../connect/live-check.js";
import { providerConnection, spendeskWith } from "../connection.js";
import { tryState } from "../state/open.js";
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
 * @param keeper of what the HR tool replaces of them
 * @throws Problem of the connection: wrong credentials, a missing permission, an unreachable host
 */
export async function checkTarget(
  { end }: TestableTarget,
  values: Readonly<Record<string, string>>,
  keeper: CredentialKeeper,
  context: CliContext,
): Promise<TargetCheck> {
  if (end.kind === "state") {
    await tryState(end.config, values, context);
    return { people: null, findings: [], memberIds: null };
  }
  if (end.kind === "hr-tool") {
    const connection = providerConnection(end.provider, end.entity, end.source, values, context, keeper);
    const { employees, findings } = await checkProvider(end.provider, connection);
    return { people: employees, findings, memberIds: null };
  }
  const { members, outcome } = await spendeskWith(end.entity, values, context).reader.readMembers();
  const memberIds = outcome.complete ? new Set(members.map(({ id }) => id)) : null;
  return { people: members.length, findings: [], memberIds };
}

/** What is stored is the trouble, and not the store: storing anew puts it right. */
const REPLACEABLE: readonly string[] = ["keychain_item_invalid", "credential_invalid"];

/**
 * The stored fields that can be used, for commands that store others: what can't be understood or can't
 * be right counts as not there.
 * @throws Problem when the store can't be read
 */
export async function readUsable(
  store: CredentialStore,
  id: ConnectionId,
  fields: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  try {
    return await store.read(id, fields);
  } catch (error) {
    if (!isProblem(error) || !REPLACEABLE.includes(error.code)) throw error;
    if (fields.length < 2) return {};
    const usable: Record<string, string> = {};
    for (const field of fields) Object.assign(usable, await readUsable(store, id, [field]));
    return usable;
  }
}
