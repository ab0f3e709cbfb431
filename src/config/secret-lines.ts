const SECRET_WORD =
  /secret|passw|passphrase|private.?key|token|api.?key|access.?key|authorization|bearer|papi-|AGE-SECRET|eyJ/i;
/** A password in an address. */
const IN_ADDRESS = /:\/\/[^\s/]*:[^\s/]*@/;
/** Long and with letters and digits: what a generator makes, and nobody writes. */
const GENERATED = /(?=[\w+/=-]*\d)(?=[\w+/=-]*[A-Za-z])[\w+/=-]{20,}/;

/**
 * Whether a line of a file that can't be parsed may hold a secret: by its own words, or because a block
 * above that it belongs to is called so. Rather too often than too seldom.
 *
 * @param index of the line, from 0
 */
export function mayHoldSecret(lines: readonly string[], index: number): boolean {
  const line = lines[index] ?? "";
  if ([SECRET_WORD, IN_ADDRESS, GENERATED].some((pattern) => pattern.test(line))) return true;
  let indent = indentOf(line);
  for (const above of lines.slice(0, index).reverse()) {
    if (above.trim() === "" || indentOf(above) >= indent) continue;
    if (SECRET_WORD.test(above)) return true;
    indent = indentOf(above);
  }
  return false;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
