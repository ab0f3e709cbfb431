/** Reads CSV as RFC 4180 describes it, CRLF included; one object per line after the header. */
export function parseCsv(text: string): Record<string, string>[] {
  const [header = [], ...lines] = cells(text);
  return lines.map((line) => {
    if (line.length !== header.length) throw new Error(`${line.length} cells under ${header.length} titles`);
    return Object.fromEntries(header.map((title, index) => [title, line[index] ?? ""]));
  });
}

function cells(text: string): string[][] {
  const lines: string[][] = [[]];
  let rest = text;
  while (rest !== "") {
    const found = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest);
    if (!found) throw new Error(`no CSV from here on: ${JSON.stringify(rest.slice(0, 80))}`);
    const [whole, quoted, bare = "", end] = found;
    lines.at(-1)?.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === "\r\n") lines.push([]);
    rest = rest.slice(whole.length);
  }
  return lines.slice(0, -1);
}
