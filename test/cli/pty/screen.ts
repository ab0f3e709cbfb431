/** What a person sees: a terminal's rows, including those that scrolled out of sight. */
export interface Screen {
  write(text: string): void;
  /** All rows, without blanks at their ends. */
  rows(): readonly string[];
  /** Rows that the terminal broke by itself because they were too long. */
  brokenRows(): readonly string[];
}

const SEQUENCE = /^\u001b(?:\[([?\d;]*)([A-Za-z])|[()][A-Z0-9]|[=>78])/u;

/**
 * Understands what the prompts send: text, line ends, cursor movements and erasing. Colours are dropped,
 * and every character takes one column.
 */
export function createScreen(columns: number): Screen {
  const lines: string[][] = [[]];
  const broken = new Set<number>();
  let row = 0;
  let column = 0;
  let pending = "";

  function line(): string[] {
    while (lines.length <= row) lines.push([]);
    return lines[row] ?? [];
  }

  function put(character: string): void {
    if (column >= columns) {
      broken.add(row);
      row += 1;
      column = 0;
    }
    const cells = line();
    while (cells.length < column) cells.push(" ");
    cells[column] = character;
    column += 1;
  }

  function obey(parameters: string, command: string): void {
    const count = Number.parseInt(parameters, 10) || 1;
    if (command === "A") row = Math.max(0, row - count);
    else if (command === "B") row += count;
    else if (command === "C") column += count;
    else if (command === "D") column = Math.max(0, column - count);
    else if (command === "G") column = count - 1;
    else if (command === "K") eraseLine(parameters);
    else if (command === "J") eraseBelow();
    else if (!"mhl".includes(command))
      throw new Error(`the screen does not know CSI ${parameters}${command}`);
  }

  function eraseLine(parameters: string): void {
    const cells = line();
    if (parameters === "2") cells.length = 0;
    else if (parameters === "1") cells.fill(" ", 0, column + 1);
    else cells.length = Math.min(cells.length, column);
    broken.delete(row);
  }

  function eraseBelow(): void {
    eraseLine("");
    lines.length = row + 1;
  }

  function control(character: string): void {
    if (character === "\n") row += 1;
    else if (character === "\r") column = 0;
    else if (character === "\b") column = Math.max(0, column - 1);
  }

  return {
    write(text) {
      let rest = pending + text;
      pending = "";
      while (rest !== "") {
        if (rest.startsWith("\u001b")) {
          const [sequence, parameters = "", command] = SEQUENCE.exec(rest) ?? [];
          if (sequence === undefined) {
            pending = rest;
            return;
          }
          if (command !== undefined) obey(parameters, command);
          rest = rest.slice(sequence.length);
          continue;
        }
        const character = String.fromCodePoint(rest.codePointAt(0) ?? 0);
        if (character < " ") control(character);
        else put(character);
        rest = rest.slice(character.length);
      }
    },
    rows: () => lines.map((cells) => cells.join("").trimEnd()),
    brokenRows: () => [...broken].map((index) => (lines[index] ?? []).join("")),
  };
}
