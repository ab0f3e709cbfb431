import {
  type StateStore,
  UNSHOWN_FIELDS,
  type UnshownAnswer,
  type UnshownField,
} from "../../sync/model/index.js";
import { answersByDefault, answersInForce, unshownText } from "../../sync/plan/index.js";
import type { PlannedEntity } from "../../sync/run/index.js";
import type { CliContext } from "../cli-context.js";
import type { OptionsOf } from "../command.js";
import type { CONFIGURE_FLAGS } from "../commands/setup-flags.js";
import { whoDecides } from "../people/author.js";
import type { Prompter } from "../prompts/prompter.js";
import { sayText } from "../prompts/screen.js";

/** What somebody said about values that Spendesk does not show. */
export interface UnshownGiven {
  readonly answer: UnshownAnswer;
  readonly fields: readonly UnshownField[];
}

/** What `--spendesk-is-right` says about all such values, also where it was answered before. */
export function unshownFromFlag({
  spendeskIsRight: flag,
}: OptionsOf<typeof CONFIGURE_FLAGS>): UnshownGiven | null {
  if (flag === undefined) return null;
  return { answer: flag === "no" ? "differs" : "right", fields: UNSHOWN_FIELDS };
}

/**
 * Asks once, about the members there are, whether Spendesk is right where nobody can see it.
 * @returns null when there is nothing to ask about
 */
export async function askUnshown(
  { plan, unshown }: PlannedEntity,
  prompter: Prompter,
  context: CliContext,
): Promise<UnshownGiven | null> {
  const fields = UNSHOWN_FIELDS.filter((field) => unshown[field] === undefined);
  const open = plan.baselines.filter((one) => fields.includes(one.field));
  const what = unshownText(open);
  if (what === null) return null;
  sayText(context, `Spendesk does not show the ${what}, so they can't be compared with the HR tool.`);
  const answer = await prompter.select("Are they right in Spendesk today?", [
    { value: "right", label: "Yes: nothing is sent until the HR tool changes" },
    { value: "differs", label: "No, or not all: those of the HR tool are written with the next apply" },
  ]);
  return { answer: answer === "differs" ? "differs" : "right", fields };
}

/** The state as it will be with this answer, to plan with it before anything is stored. */
export function stateAnswered(state: StateStore, { answer, fields }: UnshownGiven): StateStore {
  const isOther = ({ field }: { readonly field: UnshownField }) => !fields.includes(field);
  return {
    ...state,
    // Not yet answered is what takes everything to be right, also what was met before.
    unshownAnswers: async (entity) => [
      ...(await state.unshownAnswers(entity)).filter(isOther),
      ...(answer === "right"
        ? []
        : fields.map((field) => ({ field, answer, who: null, at: "", endedAt: null }))),
    ],
    baselines: async (entity) => (await state.baselines(entity)).filter(isOther),
  };
}

/** Stores the answer, or what holds by default, with what was taken to be right. */
export async function storeUnshown(
  state: StateStore,
  { task, plan }: PlannedEntity,
  given: UnshownGiven | null,
  { process }: CliContext,
): Promise<void> {
  const { update } = task.policy;
  const fields = (given?.fields ?? []).filter((field) => update.includes(field));
  const answers = given
    ? fields.map((field) => ({ field, answer: given.answer, who: whoDecides(process) }))
    : [];
  const known = answersInForce(await state.unshownAnswers(task.entity));
  const byDefault = answersByDefault(update, known).filter(({ field }) => !fields.includes(field));
  await state.storeUnshown(
    task.entity,
    { answers: [...answers, ...byDefault], baselines: plan.baselines },
    process.clock.now(),
  );
}
