import type { Baseline, SettledAnswer, StateStore, UnshownField } from "../sync/model/index.js";
import { insertNumberedText, replaceText, type StateDatabase, type Statements } from "./database.js";

const ANSWERS = `
  SELECT field, answer, who, answered_at AS at, ended_at AS "endedAt"
  FROM unshown_answers WHERE entity = @entity ORDER BY number DESC`;

const ADD_ANSWER = insertNumberedText("unshown_answers", ["entity", "field", "answer", "who", "answered_at"]);

const END_ANSWER = `
  UPDATE unshown_answers SET ended_at = @at WHERE entity = @entity AND field = @field AND ended_at IS NULL`;

const BASELINES = `
  SELECT member_id AS "memberId", field, value FROM baselines WHERE entity = @entity ORDER BY member_id, field`;

const ADD_BASELINE = replaceText("baselines", ["entity", "member_id", "field"], ["value"]);

const DROP_BASELINES = "DELETE FROM baselines WHERE entity = @entity AND field = @field";

type UnshownMethods = Pick<StateStore, "unshownAnswers" | "baselines" | "storeUnshown">;

/** What is known of values that Spendesk does not show. */
export function unshownTables(database: StateDatabase): UnshownMethods {
  return {
    unshownAnswers: (entity) => database.read(({ all }) => all<SettledAnswer>(ANSWERS, { entity })),
    baselines: (entity) => database.read(({ all }) => all<Baseline>(BASELINES, { entity })),
    storeUnshown: (entity, { answers, baselines }, at) =>
      database.write(async (statements) => {
        for (const { field, answer, who } of answers) {
          await forget(statements, entity, field, at);
          if (answer !== null) {
            await statements.run(ADD_ANSWER, { entity, field, answer, who, answeredAt: at.toISOString() });
          }
        }
        await statements.each(
          ADD_BASELINE,
          baselines.map(({ memberId, field, value }) => ({ entity, memberId, field, value })),
        );
      }),
  };
}

/** What was remembered under an earlier answer means nothing under another one. */
async function forget({ run }: Statements, entity: string, field: UnshownField, at: Date): Promise<void> {
  await run(END_ANSWER, { entity, field, at: at.toISOString() });
  await run(DROP_BASELINES, { entity, field });
}
