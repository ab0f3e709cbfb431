import { once } from "node:events";
import { Writable } from "node:stream";
import { isProblem, Problem } from "../../sync/model/index.js";
import type { CliContext, ProcessContext } from "../cli-context.js";
import { cleanText } from "../output/sanitize.js";
import { hanging } from "../output/wrap.js";
import { PAGE_SIZE } from "./list-view.js";
import { questionLayout } from "./question-layout.js";
import { screenStyle } from "./screen.js";

/** One answer to choose. `label` may hold text from outside: it is cleaned when shown, `value` is not. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  /** Stands behind the label, and is neither searched nor repeated: a number of people. */
  readonly detail?: string;
  /** Ticked at first, where several can be chosen. */
  readonly checked?: boolean;
}

/** Says what is wrong with an answer, or null. */
export type Validate = (value: string) => string | null;

/**
 * Questions to a person. They go to stderr: stdout belongs to the result.
 * Every method throws Problem `interrupted` when the person leaves with Ctrl-C or Ctrl-D. Lists that are longer
 * than a page are searched by typing.
 */
export interface Prompter {
  confirm(question: string, byDefault: boolean): Promise<boolean>;
  /** The trimmed answer. */
  input(
    question: string,
    options?: { readonly byDefault?: string | undefined; readonly validate?: Validate },
  ): Promise<string>;
  /** As `input`, hidden while typing and afterwards. */
  secret(question: string, validate: Validate): Promise<string>;
  /** @param byDefault value of the choice the cursor starts on */
  select(question: string, choices: readonly Choice[], byDefault?: string): Promise<string>;
  /** @param options.required whether at least one must be ticked */
  checkbox(
    question: string,
    choices: readonly Choice[],
    options: { readonly required: boolean },
  ): Promise<readonly string[]>;
}

/** A list is shown whole while its labels, some of which take several lines, have no more than these. */
const LINES_OF_LIST = PAGE_SIZE + 6;
/** Chosen values are repeated behind the question while they fit in a line; of more, only the number. */
const MAX_REPEATED = 40;
const MAX_LABEL = 120;
const MAX_QUESTION = 300;

const COLOR_SEQUENCE = /\u001b\[[\d;]*m/gu;

type Question = Readonly<Record<string, unknown>> & {
  readonly message: string;
  readonly theme?: { readonly style: object };
};

interface SearchOptions {
  readonly many: boolean;
  readonly required: boolean;
  readonly default?: string | undefined;
}

/** Where a question is asked, and what ends it. */
interface Terminal {
  readonly input: ProcessContext["stdin"];
  readonly output: Writable;
  readonly signal: AbortSignal;
}

/** Prompts by inquirer, which is loaded with the first question. */
export function createPrompter(context: CliContext): Prompter {
  const { color } = screenStyle(context);
  const shown = (text: string, maxLength = MAX_LABEL) =>
    cleanText(context.redactor.redact(text), { maxLength });

  async function ask(type: "confirm" | "input" | "password" | "select" | "checkbox", question: Question) {
    const { default: inquirer } = await import("inquirer");
    const { message, theme } = questionLayout(
      shown(question.message, MAX_QUESTION),
      screenStyle(context).width,
    );
    const style = { ...theme.style, ...question.theme?.style };
    return untilLeft(async (terminal) => {
      const prompt = inquirer.createPromptModule(terminal);
      const { answer }: { answer?: unknown } = await prompt([
        { ...question, message, theme: { style }, type, name: "answer" },
      ]);
      return answer;
    });
  }

  /** Asks in the terminal until the question is answered or the person leaves. */
  async function untilLeft<Answer>(question: (terminal: Terminal) => Promise<Answer>): Promise<Answer> {
    context.status.clear();
    const leaving = leaveKeys(context.process.stdin);
    try {
      return await question({
        input: context.process.stdin,
        output: color ? context.process.stderr : withoutColors(context.process.stderr),
        signal: AbortSignal.any([context.process.signal, leaving.signal]),
      });
    } catch (error) {
      // The time limit of the command.
      if (isProblem(context.process.signal.reason)) throw context.process.signal.reason;
      if (error instanceof Error && /^(Exit|Abort)PromptError$/.test(error.name)) throw cancelled();
      throw error;
    } finally {
      leaving.stop();
    }
  }

  /** @param margin columns in front of a label */
  const asInquirer = (choices: readonly Choice[], margin: number) =>
    choices.map(({ value, label, detail = "", checked = false }) => {
      const short = shown(label);
      const text = `${short} ${detail}`.trimEnd();
      const lines = hanging(" ".repeat(margin), text, screenStyle(context).width - 1);
      return { value, name: lines.join("\n").trimStart(), short, checked };
    });
  const isLong = (choices: readonly Choice[], margin: number) => {
    const lines = asInquirer(choices, margin).flatMap(({ name }) => name.split("\n"));
    return choices.length > PAGE_SIZE || lines.length > LINES_OF_LIST;
  };
  const asRows = (choices: readonly Choice[]) =>
    choices.map(({ label, detail = "", checked = false, ...one }) => ({
      ...one,
      label: shown(label),
      detail,
      checked,
    }));
  async function search(question: string, choices: readonly Choice[], more: SearchOptions) {
    const { searchList } = await import("./search-list.js");
    const { width } = screenStyle(context);
    const layout = questionLayout(shown(question, MAX_QUESTION), width);
    const list = { ...layout, ...more, choices: asRows(choices), width, repeat: repeatChosen };
    return untilLeft((terminal) => searchList(list, terminal));
  }
  const check = (validate: Validate | undefined) => ({
    validate: (value: string) => controlProblem(value) ?? validate?.(value.trim()) ?? true,
  });

  return {
    async confirm(message, byDefault) {
      return (await ask("confirm", { message, default: byDefault })) === true;
    },
    async input(message, { byDefault, validate } = {}) {
      return String(await ask("input", { message, default: byDefault, ...check(validate) })).trim();
    },
    async secret(message, validate) {
      // Inquirer would show the secret after Ctrl-T.
      const hidden = { mask: "*", toggleMask: false };
      return String(await ask("password", { message, ...hidden, ...check(validate) })).trim();
    },
    async select(message, choices, byDefault) {
      if (isLong(choices, 2)) {
        const [chosen = ""] = await search(message, choices, {
          many: false,
          required: true,
          default: byDefault,
        });
        return chosen;
      }
      const list = { choices: asInquirer(choices, 2), pageSize: LINES_OF_LIST, loop: false };
      return String(await ask("select", { message, default: byDefault, ...list }));
    },
    async checkbox(message, choices, { required }) {
      if (isLong(choices, 3)) return search(message, tickedFirst(choices), { many: true, required });
      const list = { choices: asInquirer(choices, 3), pageSize: LINES_OF_LIST, loop: false };
      const renderSelectedChoices = (chosen: readonly { readonly short: string }[]) =>
        repeatChosen(chosen.map(({ short }) => short));
      const theme = { style: { renderSelectedChoices } };
      const answer = await ask("checkbox", { message, required, theme, ...list });
      return Array.isArray(answer) ? answer.map(String) : [];
    },
  };
}

/** In a terminal without line editing (`TERM=dumb`), the keys that should edit end up in the answer. */
function controlProblem(value: string): string | null {
  return /\p{Cc}/u.test(value.trim()) ? "There is a control character in it." : null;
}

function repeatChosen(labels: readonly string[]): string {
  const names = labels.join(", ");
  if (labels.length === 0) return "nothing";
  return labels.length > 1 && names.length > MAX_REPEATED ? `${labels.length} chosen` : names;
}

/** What is ticked already stands where it is seen. */
function tickedFirst(choices: readonly Choice[]): readonly Choice[] {
  return choices.toSorted((a, b) => Number(b.checked ?? false) - Number(a.checked ?? false));
}

/**
 * Ctrl-D and a closed input as a signal: they close inquirer's line editor without ending its question,
 * which would then never be answered.
 */
function leaveKeys(stdin: ProcessContext["stdin"]) {
  const leaving = new AbortController();
  const stopped = new AbortController();
  const onKey = (_text: unknown, key: { readonly ctrl?: boolean; readonly name?: string } | undefined) => {
    if (key?.ctrl === true && key.name === "d") leaving.abort();
  };
  stdin.on("keypress", onKey);
  once(stdin, "end", { signal: stopped.signal }).then(
    () => leaving.abort(),
    () => undefined,
  );
  return {
    signal: leaving.signal,
    stop() {
      stdin.off("keypress", onKey);
      stopped.abort();
    },
  };
}

/** Inquirer knows nothing of `--no-color`; here its colours are taken out again. */
function withoutColors(stderr: ProcessContext["stderr"]): Writable {
  const plain = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      stderr.write(String(chunk).replace(COLOR_SEQUENCE, ""));
      done();
    },
  });
  return Object.assign(plain, { columns: stderr.columns, isTTY: stderr.isTTY });
}

/** Ctrl-C, Ctrl-D or a signal while questions are asked. */
export function cancelled(): Problem {
  return new Problem({
    kind: "interrupted",
    code: "interrupted",
    what: "Cancelled; nothing was changed.",
    why: "Somebody pressed Ctrl-C, or the program was told to stop, before the answers were confirmed.",
    next: "Run the same command again when you are ready.",
  });
}

/** The error of a question that can't be asked: names what was wanted and the flag that supplies it. */
export function answerMissing(wanted: string, howToGive: string): Problem {
  return new Problem({
    kind: "usage",
    code: "answer_missing",
    what: `${wanted} is needed, and there is nobody to ask.`,
    why: "The command does not run in a terminal, or `--no-input` was given.",
    next: howToGive,
  });
}
