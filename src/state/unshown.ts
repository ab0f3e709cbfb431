import type { Baseline, SettledAnswer, StateStore, UnshownField } from "../sync/model/index.js";
import type { Sqlite, StateDatabase } from "./sqlite.js";

const ANSWERS = `
  SELECT field, answer, who, answered_at AS at, ended_at AS endedAt
  FROM unshown_answers WHERE entity = ? ORDER BY number DESC`;

const ADD_ANSWER = `
  INSERT INTO unshown_answers (entity, field, answer, who, answered_at)
  VALUES (@entity, @field, @answer, @who, @at)`;

const END_ANSWER = `
  UPDATE unshown_answers SET ended_at = @at WHERE entity = @entity AND field = @field AND ended_at IS NULL`;

const BASELINES = `
  SELECT member_id AS memberId, field, value FROM baselines WHERE entity = ? ORDER BY member_id, field`;

const ADD_BASELINE = `
  INSERT OR REPLACE INTO baselines (entity, member_id, field, value)
  VALUES (@entity, @memberId, @field, @value)`;

const DROP_BASELINES = "DELETE FROM baselines WHERE entity = @entity AND field = @field";

type UnshownMethods = Pick<StateStore, "unshownAnswers" | "baselines" | "storeUnshown">;

/** What is known of values that Spendesk does not show. */
export function unshownTables(database: StateDatabase): UnshownMethods {
  return {
    unshownAnswers: (entity) =>
      database.read((sqlite) => sqlite.prepare<[string], SettledAnswer>(ANSWERS).all(entity)),
    baselines: (entity) =>
      database.read((sqlite) => sqlite.prepare<[string], Baseline>(BASELINES).all(entity)),
    storeUnshown: (entity, { answers, baselines }, at) =>
      database.write((sqlite) => {
        for (const { field, answer, who } of answers) {
          forget(sqlite, entity, field, at);
          if (answer !== null) {
            sqlite.prepare<[object]>(ADD_ANSWER).run({ entity, field, answer, who, at: at.toISOString() });
          }
        }
        const add = sqlite.prepare<[object]>(ADD_BASELINE);
        for (const { memberId, field, value } of baselines) add.run({ entity, memberId, field, value });
      }),
  };
}

/** What was remembered under an earlier answer means nothing under another one. */
function forget(sqlite: Sqlite, entity: string, field: UnshownField, at: Date): void {
  sqlite.prepare<[object]>(END_ANSWER).run({ entity, field, at: at.toISOString() });
  sqlite.prepare<[object]>(DROP_BASELINES).run({ entity, field });
}
