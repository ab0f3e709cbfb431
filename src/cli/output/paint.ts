import { Chalk, type ChalkInstance } from "chalk";
import type { TextStyle } from "../command.js";

/** A cell: text from outside is cleaned by the table, colour is added after cleaning. */
export interface Cell {
  readonly text: string;
  readonly paint?: Paint;
}

export type Paint = "green" | "yellow" | "red" | "cyan" | "dim" | "bold";

const COLORED: ChalkInstance = new Chalk({ level: 1 });

/** Colours text unless the style has none. */
export function paint(text: string, color: Paint | undefined, style: TextStyle): string {
  return color && style.color ? COLORED[color](text) : text;
}
