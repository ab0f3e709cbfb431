import type { CommandWords } from "../../src/sync/apply/refusal.js";

/** Names every entity, whichever others there are. */
export const EACH_BY_NAME = async (): Promise<CommandWords> => ({
  flags: [],
  entityFlags: (ids) => ids.map((id) => `--entity ${id}`),
});
