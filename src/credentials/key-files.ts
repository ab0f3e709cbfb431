const PEM = /-----BEGIN (?<what>[A-Z0-9 ]+)-----[\s\S]+?-----END \k<what>-----/gu;

/**
 * The content of a file with keys or certificates on one line, as every credential is: line ends of PEM are
 * written as `\n` is in JSON, and what stands around the blocks is left out; JSON loses its layout. Any other
 * text stays as it is.
 */
export function onOneLine(text: string): string {
  if (!/[\r\n]/u.test(text)) return text;
  if (text.startsWith("{")) return compactJson(text);
  const blocks = text.match(PEM);
  return blocks === null ? text : blocks.map((block) => block.replace(/\r\n?|\n/gu, "\\n")).join("\\n");
}

function compactJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}
