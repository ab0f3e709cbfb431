import type { EntityConfig, SourceConfig } from "../config/entity-config.js";
import { type Shard, shardOf } from "../shared/shard.js";
import type { EntityRecord } from "../sync/model/index.js";
import { confirmedAccountOf } from "../sync/run/index.js";

type Source = Pick<SourceConfig, "name" | "provider">;

/** How many runs read the HR account of a source of this entity at once, this one included. */
export type AccountReaders = (entity: string, source: Source) => number;

/** What is known of a source that some shard reads. */
interface ReadSource {
  readonly shard: number;
  readonly provider: string;
  /** Null while nobody has confirmed it. */
  readonly account: string | null;
}

/**
 * Counts the shards that read an account, so that each of them keeps to its part of the account's pace. Which
 * account it is says the confirmation in the state, so that no other entity's credentials are asked for. Sources
 * of one HR tool count as one account where nothing tells them apart: too slow rather than over the limit.
 *
 * @param entities all of the configuration: those of other shards are read by other runs at the same time
 */
export function countAccountReaders(
  entities: readonly (Pick<EntityConfig, "id"> & { readonly sources: readonly Source[] })[],
  records: readonly EntityRecord[],
  { count }: Shard,
): AccountReaders {
  const recordOf = new Map(records.map((record) => [record.entity, record]));
  const sourceOf = (entity: string, { name, provider }: Source) => {
    const record = recordOf.get(entity) ?? null;
    return { shard: shardOf(entity, count), provider, account: confirmedAccountOf(record, name) };
  };
  const all: readonly ReadSource[] = entities
    .filter(({ id }) => recordOf.get(id)?.connectionStatus !== "disconnected")
    .flatMap(({ id, sources }) => sources.map((source) => sourceOf(id, source)));
  return (entity, source) => {
    const mine = sourceOf(entity, source);
    const shards = all.filter((other) => mayBeSame(mine, other)).map(({ shard }) => shard);
    return new Set([mine.shard, ...shards]).size;
  };
}

function mayBeSame(one: ReadSource, other: ReadSource): boolean {
  if (one.provider !== other.provider) return false;
  return one.account === null || other.account === null || one.account === other.account;
}
