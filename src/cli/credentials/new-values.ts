import { Problem } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import { askCredentials, type CredentialValues, checkValues } from "../connect/credentials.js";
import { givenCredentials } from "../connect/given-credentials.js";
import { createPrompter } from "../prompts/prompter.js";
import { keysOf, nameOf, neededKeysOf, type Target } from "./targets.js";

/**
 * New credentials of a connection: those of the file (or standard input) on top of the stored ones, else
 * the answers of a person. All fields that are needed have a value.
 *
 * @param stored as far as there is any
 * @throws Problem of the input, `credential_invalid`, `credentials_missing`
 */
export async function newValues(
  target: Target,
  file: string | undefined,
  stored: CredentialValues,
  context: CliContext,
): Promise<CredentialValues> {
  if (file === undefined) {
    if (!context.interactive)
      throw missing(target, "The command was given none, and there is nobody to ask.");
    return {
      ...stored,
      ...(await askCredentials(target, stored, { context, prompter: createPrompter(context) })),
    };
  }
  const given = (await givenCredentials(file, [target], context))[target.id.connection];
  if (!given) throw missing(target, `What was given has no ${target.id.connection} in it.`);
  const keys = keysOf(target);
  const known = Object.fromEntries(Object.entries(given).filter(([key]) => keys.includes(key)));
  checkValues(target, known);
  const values = { ...stored, ...known };
  const absent = neededKeysOf(target).filter((key) => values[key] === undefined);
  if (absent.length === 0) return values;
  throw missing(target, `Neither given nor stored: ${absent.join(", ")}.`);
}

function missing(target: Target, why: string): Problem {
  const fields = neededKeysOf(target).map((key) => `"${key}": "…"`);
  return new Problem({
    kind: "credentials",
    code: "credentials_missing",
    what: `New credentials of ${nameOf(target)} are missing.`,
    why,
    next: `Pass \`--credentials-file secrets.json\` (or \`-\` for standard input) with {"${target.id.connection}": {${fields.join(", ")}}}.`,
  });
}
