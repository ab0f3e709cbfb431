import { inShard, type Shard, shardText } from "../../shared/shard.js";
import { shellWord } from "../../shared/shell.js";
import type { CommandWords } from "../../sync/apply/index.js";
import type { OptionsOf } from "../command.js";
import type { APPLY_FLAGS } from "../commands/sync-flags.js";
import { groupsOf } from "../select-entities.js";
import type { Workspace } from "../workspace.js";

/** So many flags that choose entities are typed in one command. */
const MOST_FLAGS = 5;

/** How the command of this run is typed once more, for a part of its entities. */
export async function commandWords(
  { config, state }: Pick<Workspace, "config" | "state">,
  options: OptionsOf<typeof APPLY_FLAGS>,
  shard: Shard | null,
): Promise<CommandWords> {
  const records = await state.entities();
  const gone = new Set(
    records.flatMap(({ entity, connectionStatus }) => (connectionStatus === "disconnected" ? entity : [])),
  );
  // A run over all of them, or over a group, leaves out those that somebody disconnected.
  const all = config.entities.filter(({ id }) => !gone.has(id));
  return {
    flags: [
      ...(options.archive === false ? ["--no-archive"] : []),
      ...(options.to === undefined ? [] : [`--to ${options.to}`]),
      ...(options.again === true ? ["--again"] : []),
      ...(options.handedOffDone === true ? ["--handed-off-done"] : []),
    ],
    entityFlags(ids, besides = []) {
      const [wanted, may] = [new Set(ids), new Set(besides)];
      const isWanted = ({ id }: { readonly id: string }) => wanted.has(id);
      const whole = groupsOf(all).filter((group) => {
        const members = all.filter((one) => one.group === group);
        return (
          members.filter(isWanted).length > 1 && members.every((one) => isWanted(one) || may.has(one.id))
        );
      });
      const inGroups = new Set(
        all.flatMap(({ id, group }) => (whole.some((one) => one === group) ? id : [])),
      );
      if (all.every((one) => isWanted(one) || inGroups.has(one.id))) return [];
      const part = shard === null ? [] : inShard(all, shard);
      if (shard !== null && part.length === ids.length && part.every(isWanted)) {
        return [`--shard ${shardText(shard)}`];
      }
      const flags = [
        ...whole.map((group) => `--group ${shellWord(group)}`),
        ...ids.filter((id) => !inGroups.has(id)).map((id) => `--entity ${id}`),
      ];
      return flags.length <= MOST_FLAGS ? flags : null;
    },
  };
}
