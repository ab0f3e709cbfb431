import type { Machine } from "../provider.js";
import { type Content, MOST_BYTES } from "./content.js";
import { tooLarge } from "./local-file.js";
import { fileProblem } from "./problems.js";

const NAME = "standard input";

/** What came, by stream: a command looks at an export more than once, and standard input comes only once. */
const read = new WeakMap<object, Promise<readonly Uint8Array[]>>();

/**
 * An export that is piped into the command.
 * @throws Problem `file_stdin` when it is a terminal or nothing comes, `file_too_large`
 */
export async function openStandardInput({ stdin }: Machine): Promise<Content> {
  if (stdin.isTTY === true) throw nothingPiped("It is a terminal.");
  const pieces = read.get(stdin) ?? readAll(stdin);
  read.set(stdin, pieces);
  const chunks = await pieces;
  return {
    file: NAME,
    modified: null,
    async *chunks() {
      yield* chunks;
    },
  };
}

async function readAll(stdin: AsyncIterable<unknown>): Promise<readonly Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of stdin) {
    const bytes = Buffer.isBuffer(piece) ? piece : Buffer.from(String(piece), "utf8");
    size += bytes.length;
    if (size > MOST_BYTES) throw tooLarge(NAME);
    pieces.push(bytes);
  }
  if (size === 0) throw nothingPiped("Nothing came.");
  return pieces;
}

function nothingPiped(why: string) {
  return fileProblem({
    code: "file_stdin",
    what: "The export is to come from standard input, and nothing was piped into it.",
    why,
    next: "Pipe it into the command: `hr-export | spendesk-hr preview`. Where that can't be, set `place` to path or command.",
  });
}
