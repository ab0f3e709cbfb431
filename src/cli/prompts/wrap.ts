/** Words; what stands in backticks is one, because it is a command to be copied. */
const WORD = /(?:`[^`]*`|[^\s`]|`)+/gu;

/** Text as lines of at most `width` characters; a longer word keeps a line of its own. */
export function wrapWords(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.match(WORD) ?? []) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && longer.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}
