import { Problem } from "../../sync/errors.js";
import type { CliContext } from "../cli-context.js";

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Questions to a person. They go to stderr: stdout belongs to the result. */
export interface Prompter {
  confirm(question: string, byDefault: boolean): Promise<boolean>;
  input(
    question: string,
    options?: { byDefault?: string; validate?: (value: string) => string | null },
  ): Promise<string>;
  /** Hidden while typing. */
  secret(question: string, validate: (value: string) => string | null): Promise<string>;
  select(question: string, choices: readonly Choice[]): Promise<string>;
  /** @param ticked true: all are chosen at first and none is needed; false: at least one must be chosen */
  checkbox(question: string, choices: readonly Choice[], ticked: boolean): Promise<readonly string[]>;
}

/** Prompts by inquirer, which is loaded with the first question. */
export function createPrompter(context: CliContext): Prompter {
  async function ask<T>(question: Record<string, unknown>): Promise<T> {
    const { default: inquirer } = await import("inquirer");
    const prompt = inquirer.createPromptModule({
      input: context.process.stdin as NodeJS.ReadStream,
      output: context.process.stderr as NodeJS.WriteStream,
    });
    try {
      const answers = await prompt([{ ...question, name: "answer" } as never]);
      return (answers as { answer: T }).answer;
    } catch (error) {
      if (error instanceof Error && error.name === "ExitPromptError") throw cancelled();
      throw error;
    }
  }
  const check = (validate: ((value: string) => string | null) | undefined) => ({
    validate: (value: string) => validate?.(value.trim()) ?? true,
  });
  return {
    confirm: (message, byDefault) => ask({ type: "confirm", message, default: byDefault }),
    async input(message, options = {}) {
      const answer = await ask<string>({
        type: "input",
        message,
        default: options.byDefault,
        ...check(options.validate),
      });
      return answer.trim();
    },
    async secret(message, validate) {
      return (await ask<string>({ type: "password", mask: "*", message, ...check(validate) })).trim();
    },
    select: (message, choices) =>
      ask({ type: "select", message, choices: choices.map(({ value, label }) => ({ value, name: label })) }),
    checkbox: (message, choices, ticked) =>
      ask({
        type: "checkbox",
        message,
        required: !ticked,
        choices: choices.map(({ value, label }) => ({ value, name: label, checked: ticked })),
      }),
  };
}

function cancelled(): Problem {
  return new Problem({
    kind: "interrupted",
    code: "interrupted",
    what: "Cancelled at a question.",
    why: "Somebody pressed Ctrl-C. What was not confirmed is not stored.",
    next: "Run the same command again when you are ready.",
  });
}
