import type { Account } from "../identity/index.js";
import type { EntityTask } from "./task.js";

/**
 * The HR account that an entity has read. To be asked after the read: some vendors name their company
 * only in their answers.
 */
export function accountOf({ providerId, source }: Pick<EntityTask, "providerId" | "source">): Account {
  const { key, isProven } = source.account();
  return { source: providerId, key, isProven };
}
