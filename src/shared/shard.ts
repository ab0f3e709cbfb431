import { createHash } from "node:crypto";

/** One of several equal parts of a work, counted from 1 as test runners do: `2/3`. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** More would be one process per handful of entities. */
export const MOST_SHARDS = 100;

/** Reads `2/3`; null for anything else. */
export function parseShard(text: string): Shard | null {
  const [, first, second] = /^([1-9]\d{0,2})\/([1-9]\d{0,2})$/u.exec(text) ?? [];
  const [index, count] = [Number(first), Number(second)];
  return index >= 1 && index <= count && count <= MOST_SHARDS ? { index, count } : null;
}

/** As it is typed: `2/3`. */
export function shardText({ index, count }: Shard): string {
  return `${index}/${count}`;
}

/**
 * In which of so many shards an id is, by its hash: whatever other ids there are, and in whatever order. The
 * same on every machine and in every version: two versions at work must not both leave an id to the other.
 */
export function shardOf(id: string, count: number): number {
  // Six bytes are all that a number holds exactly.
  return (createHash("sha256").update(id).digest().readUIntBE(0, 6) % count) + 1;
}

/** Those of a shard, in their order. */
export function inShard<T extends { readonly id: string }>(all: readonly T[], shard: Shard): readonly T[] {
  return all.filter(({ id }) => shardOf(id, shard.count) === shard.index);
}
