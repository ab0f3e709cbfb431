import { type Answers, FIELD_LABELS, type FieldKey } from "../../../connectors/authoring/new/answers.js";
import { recordsIn } from "../../../connectors/authoring/new/meaning.js";
import type { Question, Section } from "../../../connectors/authoring/new/question.js";
import { questionsOf } from "../../../connectors/authoring/new/questions.js";
import { fieldsIn } from "../../../connectors/authoring/new/sample.js";
import { isPrivateColumn } from "../../../providers/file/columns.js";
import { counted } from "../../../shared/text.js";
import { maskIbanLike, Problem } from "../../../sync/model/index.js";
import type { CliContext } from "../../cli-context.js";
import { cleanText } from "../../output/sanitize.js";
import type { DraftFile } from "../../prompts/draft-file.js";
import type { Prompter } from "../../prompts/prompter.js";
import { sayRows, sayText, sayTitle } from "../../prompts/screen.js";

/** Who is asked, and where the answers are kept meanwhile. */
export interface Desk {
  readonly context: CliContext;
  /** Null when there is nobody to ask. */
  readonly prompter: Prompter | null;
  readonly draft: DraftFile<Answers>;
  /** Flags other than `--set` that gave an answer, by its key. */
  readonly ownFlags: Readonly<Record<string, string>>;
}

const TITLES: Readonly<Record<Section, string>> = {
  tool: "The HR tool",
  key: "The key",
  call: "The call for people",
  places: "Where they are in the answer",
  fields: "Where their data is",
  meaning: "What it means",
};

const LONGEST_SAMPLE = 24;
const NONE = "";
const ANOTHER = "another path";

/**
 * Settles the questions of these sections: answers that are there stay, a person is asked the others.
 * @throws Problem `answer_missing` naming the flags, when there is nobody to ask; `setting_invalid`
 */
export async function settle(
  first: Answers,
  reply: unknown,
  sections: readonly Section[],
  desk: Desk,
): Promise<Answers> {
  let answers = first;
  for (const section of sections) {
    const open = () => openOf(answers, reply, section);
    checkGiven(answers, reply, section, desk);
    if (open().length === 0) continue;
    if (!desk.prompter) {
      answers = assumed(answers, reply, section);
      continue;
    }
    sayTitle(desk.context, TITLES[section]);
    if (section === "fields") answers = await agreeOnFields(answers, reply, desk);
    for (let [question] = open(); question; [question] = open()) {
      answers = { ...answers, [question.key]: await ask(question, answers, reply, desk) };
      await desk.draft.write(answers);
    }
  }
  return answers;
}

function openOf(answers: Answers, reply: unknown, section: Section): readonly Question[] {
  return questionsOf(answers, reply).filter(
    (question) => question.section === section && answers[question.key] === undefined,
  );
}

/** What was given by flags, or answered before something else changed. */
function checkGiven(answers: Answers, reply: unknown, section: Section, { ownFlags }: Desk): void {
  for (const { key, section: other, check } of questionsOf(answers, reply)) {
    const answer = answers[key];
    const why = other !== section || answer === undefined ? null : check(answer);
    if (why === null) continue;
    const own = ownFlags[key];
    throw new Problem({
      kind: "usage",
      code: "setting_invalid",
      what: `The value of \`${own ?? `--set ${key}`}\` can't be used.`,
      why,
      next: `Run the same command with another value after \`${own ?? `--set ${key}=`}\`.`,
    });
  }
}

/** The answers with what is sure; what is not has to be said. */
function assumed(first: Answers, reply: unknown, section: Section): Answers {
  let answers = first;
  const missing: Question[] = [];
  for (;;) {
    const question = openOf(answers, reply, section).find(
      ({ key }) => !missing.some((one) => one.key === key),
    );
    if (!question) break;
    const { key, isSure, proposal } = question;
    if (isSure && proposal !== undefined) answers = { ...answers, [key]: proposal };
    else missing.push(question);
  }
  if (missing.length === 0) return answers;
  throw new Problem({
    kind: "usage",
    code: "answer_missing",
    what: `It is not said: ${missing.map(({ text }) => text).join("; ")}`,
    why: "There is nobody to ask.",
    next: `Add, if these are right: ${missing.map(({ key, proposal }) => `\`--set "${key}=${proposal || "…"}"\``).join(" ")}`,
  });
}

async function ask(
  question: Question,
  answers: Answers,
  reply: unknown,
  { prompter, context }: Desk,
): Promise<string> {
  const { key, text, help, choices, proposal, check } = question;
  if (!prompter) throw new Error("there is nobody to ask");
  if (help !== undefined) sayText(context, help);
  if (choices) return prompter.select(text, choices, proposal);
  const paths = key.startsWith("field.") ? fieldsIn(recordsIn(answers, reply)).map(({ path }) => path) : [];
  if (paths.length > 0) {
    const chosen = await prompter.select(
      `Where is: ${text}`,
      [
        ...(check(NONE) === null ? [{ value: NONE, label: "nowhere" }] : []),
        ...(proposal?.startsWith("expr:") ? [{ value: proposal, label: proposal }] : []),
        ...paths.map((path) => ({ value: path, label: path })),
        { value: ANOTHER, label: "another path, or expr: and an expression" },
      ],
      proposal,
    );
    if (chosen !== ANOTHER) return chosen;
  }
  const mayBeNone = key.startsWith("field.") && check(NONE) === null;
  return prompter.input(mayBeNone ? `${text} (empty: none)` : text, { byDefault: proposal, validate: check });
}

/** Shows what records hold and which field that most likely is; proposals are taken as a whole or not. */
async function agreeOnFields(answers: Answers, reply: unknown, desk: Desk): Promise<Answers> {
  const { context, prompter } = desk;
  const records = recordsIn(answers, reply);
  if (records.length === 0 || !prompter) return answers;
  sayText(context, `The answer has ${counted(records.length, "person", "people")}:`);
  sayRows(
    context,
    ["Path", "Filled", "For example"],
    fieldsIn(records).map(({ path, filled, samples }) => [path, String(filled), shownSamples(path, samples)]),
  );
  const proposed = openOf(answers, reply, "fields").filter(({ proposal }) => proposal);
  if (proposed.length === 0) return answers;
  sayText(context, "By their names, these are:");
  sayRows(
    context,
    ["Data", "Path"],
    proposed.map(({ key, proposal = "" }) => [
      FIELD_LABELS[key.slice("field.".length) as FieldKey],
      proposal,
    ]),
  );
  if (!(await prompter.confirm("Is that right, and is there nothing else?", true))) return answers;
  const open = openOf(answers, reply, "fields").filter(
    ({ proposal, check }) => proposal || check(NONE) === null,
  );
  const agreed = {
    ...answers,
    ...Object.fromEntries(open.map(({ key, proposal = NONE }) => [key, proposal])),
  };
  await desk.draft.write(agreed);
  return agreed;
}

/** Pay and bank details are hidden, as where an export is connected. */
function shownSamples(path: string, samples: readonly string[]): string {
  if (samples.length > 0 && isPrivateColumn(path)) return "••••";
  return samples.map((sample) => cleanText(maskIbanLike(sample), { maxLength: LONGEST_SAMPLE })).join(", ");
}
