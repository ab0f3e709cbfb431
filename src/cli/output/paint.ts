import { Chalk, type ChalkInstance } from "chalk";
import type { TextStyle } from "../command.js";

/** A cell: text from outside is cleaned by the table, colour is added after cleaning. */
export interface Cell {
  readonly text: string;
  readonly paint?: Paint;
}

export type Paint = "green" | "yellow" | "red" | "cyan" | "dim" | "bold";

const COLORED: ChalkInstance = new Chalk({ level: 1 });

/** Lines of which the first begins with a sign or a title that is coloured; they were laid out without colours. */
export function paintStart(
  [first = "", ...more]: readonly string[],
  start: string,
  color: Paint,
  style: TextStyle,
): string[] {
  return [first.replace(start, paint(start, color, style)), ...more];
}

/** Colours text unless the style has none. */
export function paint(text: string, color: Paint | undefined, style: TextStyle): string {
  return color && style.color ? COLORED[color](text) : text;
}
