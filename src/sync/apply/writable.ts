import { asProblem, ofEntity } from "../model/index.js";
import type { EntityResult, EntityTask } from "../run/index.js";

/** Throws a problem when what is planned for an entity can't be written through the API. */
export type WriteCheck = (task: EntityTask) => Promise<void>;

/** How changes get to Spendesk. */
interface WriteWays {
  readonly checkWritable?: WriteCheck;
  /** Entities whose changes are handed off as files. */
  readonly handOff?: { readonly entities: ReadonlySet<string> };
}

/**
 * Asks about every entity with changes, before anything is confirmed or attempted. One that can't be
 * written fails alone; the others go on. Changes that are handed off as files are written by people.
 */
export async function onlyWritable(
  results: readonly EntityResult[],
  { checkWritable, handOff }: WriteWays,
): Promise<readonly EntityResult[]> {
  return Promise.all(
    results.map(async (result): Promise<EntityResult> => {
      if (!result.ok || handOff?.entities.has(result.entity)) return result;
      const { task, plan } = result.planned;
      if (plan.changes.length === 0) return result;
      try {
        await checkWritable?.(task);
        return result;
      } catch (error) {
        return { ok: false, entity: result.entity, task, problem: ofEntity(result.entity, asProblem(error)) };
      }
    }),
  );
}
