import { readFile } from "node:fs/promises";

/** Imitations of vendors say nothing to a person. */
const SILENT = /^src\/sandbox\//u;
const WORD = /[\p{L}\p{N}][\p{L}\p{N}._-]{2,}[\p{L}\p{N}]/gu;

/**
 * The words of the program's own texts, one a line: what a secret must not be, since it is hidden wherever it
 * stands. All of the sources is taken: words that are only code do no harm.
 */
export async function wordsOf(root, inputs) {
  const own = inputs.filter((input) => input.startsWith("src/") && !SILENT.test(input));
  const texts = await Promise.all(own.map((input) => readFile(`${root}${input}`, "utf8")));
  const words = new Set(texts.flatMap((text) => text.match(WORD) ?? []));
  return `${[...words].sort().join("\n")}\n`;
}
