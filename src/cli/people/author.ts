import { userInfo } from "node:os";
import { type IsoDate, isIsoDate, Problem } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import type { OptionsOf } from "../command.js";
import type { IGNORE_FLAGS } from "../commands/people-flags.js";
import { answerMissing, createPrompter } from "../prompts/prompter.js";

const MAX_WHY = 500;

/**
 * Why somebody decided: `--why`, or the answer to a question.
 * @throws Problem `why_invalid`, `answer_missing`
 */
export async function readWhy(
  { options }: { readonly options: Pick<OptionsOf<typeof IGNORE_FLAGS>, "why"> },
  context: CliContext,
): Promise<string> {
  const given = options.why;
  if (given === undefined) return askWhy(context);
  const why = whyProblem(given);
  if (why === null) return given.trim();
  throw new Problem({
    kind: "usage",
    code: "why_invalid",
    what: "The reason after `--why` can't be kept.",
    why,
    next: 'Write for example `--why "Two people of one name; checked with HR."`.',
  });
}

async function askWhy(context: CliContext): Promise<string> {
  if (!context.interactive) {
    throw answerMissing(
      "The reason",
      'Add `--why "…"`: it is kept with the decision, for those who ask later.',
    );
  }
  return createPrompter(context).input("Why? (kept with the decision)", { validate: whyProblem });
}

function whyProblem(value: string): string | null {
  const why = value.trim();
  if (why === "") return "It is empty: say in a few words why.";
  if (/\p{Cc}/u.test(why)) return "There is a control character or a line break in it.";
  return why.length > MAX_WHY ? `It is longer than ${MAX_WHY} characters.` : null;
}

/** Who decides: the login name of the system, with the one it was before `sudo`. */
export function whoDecides({ env }: CliContext["process"]): string {
  const name = loginName();
  const sudoer = env.SUDO_USER;
  return sudoer && sudoer !== name ? `${sudoer} as ${name}` : name;
}

/** A container with a numeric user has no name for it. */
function loginName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}

/**
 * The day after `--until`, null without it: for good.
 * @throws Problem `until_invalid` when it is no day
 */
export function readUntil({
  options,
}: {
  readonly options: Pick<OptionsOf<typeof IGNORE_FLAGS>, "until">;
}): IsoDate | null {
  const day = options.until;
  if (day === undefined) return null;
  if (isIsoDate(day)) return day;
  throw untilInvalid(`"${day}" is no day: it is written YYYY-MM-DD.`);
}

/** @throws Problem `until_invalid` when the day is over */
export function refusePast(until: IsoDate | null, today: IsoDate): void {
  if (until !== null && until < today) throw untilInvalid(`${until} is over: today is ${today}.`);
}

function untilInvalid(why: string): Problem {
  return new Problem({
    kind: "usage",
    code: "until_invalid",
    what: "The day after `--until` can't be used.",
    why,
    next: "Give the last day on which the person is ignored, or leave `--until` out: then it is for good.",
  });
}
