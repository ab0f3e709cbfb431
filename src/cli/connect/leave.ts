import { isProblem, Problem } from "../../sync/model/index.js";
import type { Interview } from "./given-credentials.js";
import type { KeptAnswers } from "./kept-answers.js";

/**
 * Runs a `connect` and keeps its answers when a person leaves it half-way, by Ctrl-C or because something
 * does not work yet. Who refuses to connect, or is connected, has no use for them any more.
 * @throws the same problem, which then says how to go on
 */
export async function keepingAnswers<T>(
  draft: KeptAnswers,
  target: Pick<Interview, "entityId" | "sourceName" | "provider">,
  connect: () => Promise<T>,
): Promise<T> {
  try {
    const done = await connect();
    await draft.remove();
    return done;
  } catch (error) {
    if (isProblem(error) && error.code === "confirmation_needed") {
      await draft.remove();
      throw error;
    }
    if (!(await draft.keep()) || !isProblem(error)) throw error;
    const { kind, code, message, why, next } = error;
    const command = `\`${commandFor(target)}\``;
    const kept = "What you answered is kept, without keys";
    const how =
      kind === "interrupted"
        ? `${kept}: ${command} goes on with it.`
        : `${next} ${kept}: ${command} goes on with it.`;
    throw new Problem({ kind, code, what: message, why, next: how }, { cause: error });
  }
}

function commandFor({
  entityId,
  sourceName,
  provider,
}: Pick<Interview, "entityId" | "sourceName" | "provider">) {
  const source = sourceName === provider.id ? "" : ` --source ${sourceName}`;
  return `spendesk-hr connect ${provider.id} --entity ${entityId}${source}`;
}
