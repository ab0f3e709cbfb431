import { Problem } from "../sync/model/index.js";
import type { Statements } from "./database.js";

/** Key of `meta` under which a state says where it went. */
const MOVED_TO = "moved_to";

/**
 * Nobody goes on by accident with a state that was moved away.
 * @throws Problem `state_moved`
 */
export async function refuseMoved(statements: Statements, shown: string): Promise<void> {
  const row = await statements.first<{ value: string }>("SELECT value FROM meta WHERE key = @key", {
    key: MOVED_TO,
  });
  if (row) throw moved(shown, row.value);
}

function moved(from: string, to: string): Problem {
  const isUrl = /^postgres/u.test(to);
  return new Problem({
    kind: "configuration",
    code: "state_moved",
    what: `The state in ${from} was moved to ${to}, so it is not used any more.`,
    why: "Two states would go different ways: what one run did, the next would not know.",
    next: isUrl
      ? `Write \`state: { url: "${to}" }\` in the configuration.`
      : `Take \`state.url\` out of the configuration and name the folder ${to} with \`--state-dir\`.`,
  });
}
