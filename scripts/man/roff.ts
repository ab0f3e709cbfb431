/** What groff and mandoc take as markup by its place or its letters, and signs that not every terminal's locale has. */
export function escaped(text: string): string {
  const safe = text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll(/[^\n\x20-\x7e]/gu, (sign) => {
      const code = sign.codePointAt(0) ?? 0;
      return `\\[u${code.toString(16).toUpperCase().padStart(4, "0")}]`;
    });
  return safe.replaceAll(/^(?=[.'])/gm, "\\&");
}

/** A sentence in which what stands between backticks is to be typed. */
export function prose(text: string): string {
  const parts = text.split("`");
  return parts
    .map((part, index) => {
      const isCode = index % 2 === 1 && index < parts.length - 1;
      const inner = index === 0 ? escaped(part) : escaped(` ${part}`).slice(1);
      return isCode ? bold(part) : inner;
    })
    .join("");
}

export function bold(text: string): string {
  return `\\fB${escaped(text)}\\fR`;
}

export function italic(text: string): string {
  return `\\fI${escaped(text)}\\fR`;
}

export function section(title: string, lines: readonly string[]): readonly string[] {
  return [`.SH ${escaped(title)}`, ...lines];
}

/** A term with what it means below it; both are markup already. */
export function term(head: string, meaning: string): readonly string[] {
  return [".TP", head, meaning];
}

/** Lines as they are typed. */
export function typed(lines: readonly string[]): readonly string[] {
  return [".nf", ...lines.map(escaped), ".fi"];
}
