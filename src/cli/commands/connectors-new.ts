import { stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import * as z from "zod";
import { LINT } from "../../config/connector-files.js";
import { type Answers, manifestFrom, WORD_KEY } from "../../connectors/authoring/new/answers.js";
import { misfits } from "../../connectors/authoring/new/misfits.js";
import { answerKeys, questionsOf } from "../../connectors/authoring/new/questions.js";
import { manifestText } from "../../connectors/authoring/new/text.js";
import { replaceFile } from "../../shared/replace-file.js";
import { shellWord } from "../../shared/shell.js";
import { isProblem, Problem } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf } from "../command.js";
import { checkSourceHost } from "../connect/answer-checks.js";
import { connectorFromFile } from "../connectors/described.js";
import { type Desk, settle } from "../connectors/new/ask.js";
import { findReply, replyFromFile } from "../connectors/new/reply.js";
import { parseSettingFlags } from "../options.js";
import { draftFile } from "../prompts/draft-file.js";
import { createPrompter, type Prompter } from "../prompts/prompter.js";
import { sayRows } from "../prompts/screen.js";
import type { NEW_FLAGS } from "./connectors-flags.js";

type Input = InputOf<typeof NEW_FLAGS>;

/** It holds no secret, and the program that runs at night must be able to read it. */
const MODE = 0o644;

const answersSchema: z.ZodType<Answers> = z.record(z.string().max(100), z.string().max(600));

/**
 * `connectors new`: asks what the description of an HR tool needs to say, with proposals from a reply, and writes
 * it with comments. Without anybody to ask, `--set` answers.
 */
export async function run(input: Input, context: CliContext): Promise<CommandResult> {
  const { options } = input;
  const prompter = context.interactive ? createPrompter(context) : null;
  const draft = draftFile(context.process.cwd, "connector", answersSchema);
  const desk: Desk = { context, prompter, draft, ownFlags: ownFlags(options) };
  const { source, ...given } = givenAnswers(options);
  const sample =
    options.sample === undefined ? undefined : await replyFromFile(options.sample, context.process.cwd);
  try {
    const before = await goOn(desk);
    const known = await settle({ ...before, ...given }, sample, ["tool", "key", "call"], desk);
    const live = { baseUrl: source, credentialsFile: options.credentialsFile };
    const reply = sample === undefined ? await findReply(known, live, desk) : sample;
    const answers = await review(
      await settle(known, reply, ["places", "fields", "meaning"], desk),
      reply,
      desk,
    );
    const name = options.out ?? `${answers.id}.yaml`;
    const path = resolve(context.process.cwd, name);
    await agreeToReplace(path, options.yes === true, prompter);
    const text = manifestText(manifestFrom(answers), basename(path));
    await write(path, text);
    await desk.draft.remove();
    for (const one of misfits(answers, Object.keys(given), reply)) context.say(`Warning: ${one}`);
    return result(path, name, text, answers);
  } catch (error) {
    throw isProblem(error) && error.kind === "interrupted" && prompter ? leftOpen(error) : error;
  }
}

/** Answers that have a flag of their own. */
const OWN_FLAGS = { id: "--id", title: "--title", baseUrl: "--base-url" } as const;

/** Those of them that are given, by their answers. */
function ownFlags(options: Input["options"]): Readonly<Record<string, string>> {
  const given = Object.entries(OWN_FLAGS).filter(
    ([key]) => options[key as keyof typeof OWN_FLAGS] !== undefined,
  );
  return Object.fromEntries(given);
}

function givenAnswers(options: Input["options"]): Answers & { readonly source: string | null } {
  const flags = parseSettingFlags(options.set, [...answerKeys(), "source.baseUrl"], [WORD_KEY]);
  const { "source.baseUrl": source = null, ...answers } = Object.fromEntries(flags);
  const why = source === null ? null : checkSourceHost(source);
  if (why !== null) {
    throw new Problem({
      kind: "usage",
      code: "setting_invalid",
      what: "The value of `--set source.baseUrl` can't be used.",
      why,
      next: "Give the address that stands for the HR tool's own, or leave it out.",
    });
  }
  const named = Object.keys(ownFlags(options)).map((key) => [key, options[key as keyof typeof OWN_FLAGS]]);
  return { ...answers, ...Object.fromEntries(named), source } as Answers & { readonly source: string | null };
}

/** The answers of an interview that was left, when somebody wants to go on with them. */
async function goOn({ prompter, draft }: Desk): Promise<Answers> {
  const before = prompter && (await draft.read());
  if (!before || !prompter) return {};
  const name = before.title ?? "a tool without a name";
  if (await prompter.confirm(`Go on with the answers about ${name}?`, true)) return before;
  await draft.remove();
  return {};
}

/** Shows all answers, and lets single ones be given again. */
async function review(first: Answers, reply: unknown, desk: Desk): Promise<Answers> {
  const { prompter, context } = desk;
  let answers = first;
  if (!prompter) return answers;
  for (;;) {
    const questions = questionsOf(answers, reply);
    const rows = questions.flatMap(({ key, text }) => (answers[key] ? [[text, answers[key]] as const] : []));
    sayRows(context, ["Question", "Answer"], rows);
    const choice = await prompter.select("What now?", [
      { value: "write", label: "Write the description" },
      { value: "change", label: "Change an answer" },
    ]);
    if (choice === "write") return answers;
    const key = await prompter.select(
      "Which one?",
      questions.map(({ key: value, text }) => ({ value, label: `${text} ${answers[value] ?? ""}` })),
    );
    const { [key]: _before, ...others } = answers;
    answers = await settle(others, reply, ["tool", "key", "call", "places", "fields", "meaning"], desk);
  }
}

async function agreeToReplace(path: string, yes: boolean, prompter: Prompter | null): Promise<void> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  if (!isThere || yes || (prompter && (await prompter.confirm(`Replace ${path}?`, false)))) return;
  throw new Problem({
    kind: "safety",
    code: "confirmation_needed",
    what: `Nothing was written: ${path} is there already.`,
    why: "Nobody said that it may be replaced.",
    next: "Run the same command with `--out` and another name, or with `--yes`.",
  });
}

async function write(path: string, text: string): Promise<void> {
  try {
    await replaceFile(path, text, { mode: MODE });
  } catch (cause) {
    throw new Problem(
      {
        kind: "configuration",
        code: "connector_not_written",
        what: `The description can't be written to ${path}.`,
        why: cause instanceof Error ? cause.message : String(cause),
        next: "Name a file in a folder that you may write to after `--out`.",
      },
      { cause },
    );
  }
}

function result(path: string, label: string, text: string, { id = "" }: Answers): CommandResult {
  const mistakes = mistakesIn(path, label, text, id);
  const nextSteps = [
    ...(mistakes === null ? [] : [`${LINT} ${shellWord(label)}`]),
    `spendesk-hr connectors try ${shellWord(label)}`,
  ];
  return {
    exitCode: 0,
    document: { connector: id, file: path, mistakes, nextSteps },
    text: () =>
      [
        `Written: ${path}`,
        ...(mistakes === null ? ["It is valid."] : [`It can't be used yet: ${mistakes}`]),
        ...nextSteps.map((step) => `Next: ${step}`),
      ].join("\n"),
  };
}

/** What lint says; the file stays, since everything that was answered is in it. */
function mistakesIn(path: string, label: string, text: string, id: string): string | null {
  try {
    connectorFromFile({ id, path, label, text, hash: "", check: `${LINT} ${shellWord(label)}` });
    return null;
  } catch (error) {
    if (!isProblem(error)) throw error;
    return error.message;
  }
}

function leftOpen({ why }: Problem): Problem {
  return new Problem({
    kind: "interrupted",
    code: "interrupted",
    what: "Left; no description was written.",
    why,
    next: "Run `spendesk-hr connectors new` again in this folder: it goes on with the answers so far.",
  });
}
