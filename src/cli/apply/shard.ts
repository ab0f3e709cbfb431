import { inShard, MOST_SHARDS, parseShard, type Shard, shardText } from "../../shared/shard.js";
import { Problem } from "../../sync/model/index.js";
import type { Workspace } from "../workspace.js";

/** What `--shard` says; null without it. @throws Problem `not_a_shard` */
export function readShard({ shard }: { readonly shard?: string | undefined }): Shard | null {
  if (shard === undefined) return null;
  const parsed = parseShard(shard);
  if (parsed) return parsed;
  throw new Problem({
    kind: "usage",
    code: "not_a_shard",
    what: `--shard takes a shard and how many there are, not "${shard}".`,
    why: `They are whole numbers, the first from 1 up to the second, which is ${MOST_SHARDS} at most.`,
    next: "Write for example --shard 1/3, and --shard 2/3 and --shard 3/3 for the other two runs.",
  });
}

/** A plan file says itself which entities it is for. @throws Problem `shard_of_plan` */
export function refuseShardOfPlan(shard: Shard | null, planFile: string | undefined): void {
  if (shard === null || planFile === undefined) return;
  throw new Problem({
    kind: "usage",
    code: "shard_of_plan",
    what: "--shard can't be combined with a plan file.",
    why: "The file says which entities it is for, and is applied as a whole or not at all.",
    next: `Run \`spendesk-hr apply ${planFile}\` without --shard.`,
  });
}

/** The workspace with those of the chosen entities alone that are in the shard. */
export function shardOfWorkspace(workspace: Workspace, shard: Shard | null): Workspace {
  return shard === null ? workspace : { ...workspace, entities: inShard(workspace.entities, shard) };
}

/** What a run says of a shard without entities. */
export function emptyShardText(shard: Shard | null): string {
  return shard === null
    ? "There is nothing to do."
    : `No entity is in shard ${shardText(shard)}: nothing to do.`;
}
