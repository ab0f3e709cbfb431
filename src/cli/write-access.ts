import type { Spendesk } from "../spendesk/spendesk.js";
import type { WriteAccess } from "../spendesk/write-refused.js";
import { WITHOUT_WRITE_ACCESS } from "../spendesk/write-refused.js";
import { Problem } from "../sync/model/index.js";
import type { EntityTask } from "../sync/run/index.js";

/**
 * Makes sure that a key is not known to be unable to write, from the token the run has anyway. When
 * Spendesk doesn't say, the run goes on: a refusal stops it then.
 * @throws Problem `spendesk_read_only_key`
 */
export async function requireWriteAccess(
  task: EntityTask,
  spendeskOf: ReadonlyMap<EntityTask, Spendesk>,
): Promise<void> {
  const access = await spendeskOf.get(task)?.writeAccess();
  if (access?.state !== "refused") return;
  throw new Problem({
    kind: "credentials",
    code: "spendesk_read_only_key",
    what: `The Spendesk API key of ${task.entity} can only read, so nothing was attempted.`,
    why: `${writeAccessText(access)} Writing members is not part of Spendesk's public documentation; it is granted by agreement.`,
    next: `${WITHOUT_WRITE_ACCESS} \`spendesk.target: file\` in the configuration makes files the default; \`spendesk.writeScope\` names the scope, if Spendesk told you another one.`,
  });
}

/** One sentence on what the key may do, for people. */
export function writeAccessText({ state, scopes }: WriteAccess): string {
  const list = scopes?.join(", ") ?? "";
  switch (state) {
    case "granted":
      return `The key may write members (its scopes: ${list}).`;
    case "refused":
      return `The key may not write members: its scopes are ${list}.`;
    case "unknown":
      return scopes === null
        ? "Spendesk does not say whether the key may write members; the first write will tell."
        : `Whether the key may write members is not clear from its scopes (${list}); the first write will tell.`;
  }
}
