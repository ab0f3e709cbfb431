import { styleText } from "node:util";
import { hanging, widthOf } from "../output/wrap.js";

/** Columns of the sign in front of a question. */
const SIGN = "? ";
/** Kept free behind a question: `(y/N) y` is never broken off. */
const SHORT_ANSWER = 8;

/** How the parts of a question are laid out, in inquirer's terms: it would break lines within words. */
export interface QuestionLayout {
  readonly message: string;
  readonly theme: {
    readonly style: {
      readonly answer: (text: string) => string;
      readonly defaultAnswer: (text: string) => string;
      readonly error: (text: string) => string;
      readonly keysHelpTip: (keys: readonly (readonly [key: string, action: string])[]) => string;
    };
  };
}

/** @param width of the terminal */
export function questionLayout(question: string, width: number): QuestionLayout {
  const lines = hanging("", question, width - SIGN.length - SHORT_ANSWER).map((line, index) =>
    index === 0 ? line : `${" ".repeat(SIGN.length)}${line}`,
  );
  const column = widthOf(lines.at(-1) ?? "") + (lines.length === 1 ? SIGN.length : 0);
  const behind = (text: string) =>
    column + 1 + widthOf(text) < width ? text : `\n${hanging("  ", text, width - 1).join("\n")}`;
  return {
    message: lines.join("\n"),
    theme: {
      style: {
        answer: (text) => styleText("cyan", behind(text)),
        defaultAnswer: (text) => styleText("dim", behind(`(${text})`)),
        error: (text) => styleText("red", hanging("> ", text, width - 1).join("\n")),
        keysHelpTip: (keys) => {
          const tips = keys.map(([key, action]) => `${key} ${action}`);
          return styleText("dim", packed(tips, " • ", width - 1).join("\n"));
        },
      },
    },
  };
}

/** As many of the texts in a line as fit. */
function packed(texts: readonly string[], between: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const text of texts) {
    const longer = lines.length === 0 ? text : `${lines.at(-1)}${between}${text}`;
    if (lines.length > 0 && widthOf(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(text);
  }
  return lines;
}
