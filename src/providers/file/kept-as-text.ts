/** Longer than any cell that is written so; what goes on for longer is passed on as it is. */
const LONGEST_CELL = 64 * 1024;

/**
 * A text with separators in which each cell that stands as `="00123"` is put in quotes, as RFC 4180 wants it:
 * exports write cells so to keep a spreadsheet from dropping zeros. Inside of quotes nothing is touched, and
 * no text whose quotes are wrong becomes right by it.
 *
 * @param separator a single sign
 */
export async function* quoteKeptAsText(
  text: AsyncIterable<string>,
  separator: string,
): AsyncGenerator<string, void, void> {
  const ends = [separator, "\r", "\n"];
  const kept = new RegExp(
    `(?<=^|[${separator}\\r\\n])="([^"${separator}\\r\\n]*)"(?=[${separator}\\r\\n]|$)`,
    "gu",
  );
  let isInQuotes = false;

  function quoted(cells: string): string {
    let counted = 0;
    const pass = (to: number) => {
      if (hasOddQuotes(cells, counted, to)) isInQuotes = !isInQuotes;
      counted = to;
    };
    const result = cells.replace(kept, (cell, meant: string, at: number) => {
      pass(at);
      return isInQuotes ? cell : `"=""${meant}"""`;
    });
    pass(cells.length);
    return result;
  }

  // Only whole cells are looked at: what follows the last separator waits for the next piece.
  let open = "";
  for await (const piece of text) {
    const cells = open + piece;
    const end =
      open.length > LONGEST_CELL
        ? cells.length
        : Math.max(...ends.map((sign) => cells.lastIndexOf(sign) + 1));
    open = cells.slice(end);
    yield quoted(cells.slice(0, end));
  }
  yield quoted(open);
}

function hasOddQuotes(text: string, from: number, to: number): boolean {
  let isOdd = false;
  for (let at = text.indexOf('"', from); at !== -1 && at < to; at = text.indexOf('"', at + 1)) isOdd = !isOdd;
  return isOdd;
}
