import { type CredentialsInput, readCredentialsFile, readCredentialsStdin } from "../../credentials/input.js";
import { Problem } from "../../sync/errors.js";
import { nearest } from "../../sync/nearest.js";
import type { CliContext } from "../cli-context.js";
import type { Connection } from "./connections.js";

/**
 * What was given with `--credentials-file` (`-`: standard input); empty without it. Names nobody reads
 * are warned about: they are usually misspelt.
 * @throws Problem of kind `credentials`, or `credentials_terminal`
 */
export async function givenCredentials(
  file: string | undefined,
  connections: readonly Pick<Connection, "id" | "fields">[],
  context: CliContext,
): Promise<CredentialsInput> {
  if (file === undefined) return {};
  if (file === "-" && context.process.stdin.isTTY === true) throw terminalInput();
  const given =
    file === "-"
      ? await readCredentialsStdin(context.process.stdin, context.redactor)
      : await readCredentialsFile(file, context.redactor);
  const known = connections.flatMap(({ id, fields }) => [
    id.connection,
    ...fields.map(({ key }) => `${id.connection}.${key}`),
  ]);
  const names = Object.entries(given).flatMap(([connection, values]) =>
    known.includes(connection) ? Object.keys(values).map((key) => `${connection}.${key}`) : [connection],
  );
  for (const name of names.filter((candidate) => !known.includes(candidate))) {
    const guess = nearest(name, known);
    context.say(
      `Warning: the credentials name ${name}, which is not used.${guess ? ` Did you mean ${guess}?` : ""}`,
    );
  }
  return given;
}

function terminalInput(): Problem {
  return new Problem({
    kind: "usage",
    code: "credentials_terminal",
    what: "Credentials can't be typed into standard input.",
    why: "It is a terminal, which would show them.",
    next: "Leave `--credentials-file -` out to be asked for them, or pass them through a pipe.",
  });
}
