import { withEntityFlag } from "./entity-command.js";

/**
 * What kind of trouble an error is. Each kind has one exit code (see `cli/exit-codes.ts`), so that
 * the place that detects a problem never needs to know about processes.
 */
export type ErrorKind = (typeof ERROR_KINDS)[number];

export const ERROR_KINDS = [
  "unexpected",
  "partial",
  "credentials",
  "safety",
  "locked",
  "temporary",
  "stale_plan",
  "usage",
  "configuration",
  "interrupted",
] as const;

/** The three lines every message has, and a stable code for machines. */
export interface ProblemDetails {
  readonly kind: ErrorKind;
  /** Stable, snake_case, part of the JSON output. */
  readonly code: string;
  /** What failed, one sentence. */
  readonly what: string;
  /** Why it failed, as far as it is known. */
  readonly why: string;
  /** The exact next command or step. */
  readonly next: string;
}

/**
 * An error a person can act on. Everything thrown on purpose is one of these; anything else that
 * reaches the top is a defect of the program and is shown as such.
 *
 * The texts must never hold secrets or bank details. They may hold text from outside (an e-mail, a
 * vendor's message): the output layer removes control characters before printing.
 */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly kind: ErrorKind;
  readonly code: string;
  readonly why: string;
  readonly next: string;

  constructor(details: ProblemDetails, options?: { cause?: unknown }) {
    super(details.what, options);
    this.kind = details.kind;
    this.code = details.code;
    this.why = details.why;
    this.next = details.next;
  }

  /** The same problem seen from further out, for example with the entity's name in front. */
  withWhat(what: string): Problem {
    return new Problem(
      { kind: this.kind, code: this.code, what, why: this.why, next: this.next },
      { cause: this },
    );
  }
}

/** True for errors a person can act on. */
export function isProblem(error: unknown): error is Problem {
  return error instanceof Problem;
}

/** Whether it is an error of the system or a library with one of these codes, such as `ENOENT`. */
export function hasCode(error: unknown, ...codes: readonly (string | number)[]): error is Error {
  return error instanceof Error && "code" in error && codes.some((code) => error.code === code);
}

/** Turns anything thrown into a problem that can be shown and stored. */
export function asProblem(error: unknown): Problem {
  if (isProblem(error)) return error;
  return new Problem(
    {
      kind: "unexpected",
      code: "unexpected",
      what: "The program met a situation it was not written for.",
      why: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
      next: "Run the same command with `--debug` and report the output.",
    },
    { cause: error },
  );
}

/** The problem as it is of one entity, for runs over several: it has the name in front, and its commands carry it. */
export function ofEntity(entity: string, problem: Problem): Problem {
  const { kind, code, message, why, next } = problem;
  const what = namesEntity(message, entity) ? message : `${entity}: ${message}`;
  const advice = withEntityFlag(next, entity);
  if (what === message && advice === next) return problem;
  return new Problem({ kind, code, what, why, next: advice }, { cause: problem });
}

/**
 * Does what concerns one entity; a problem that it meets is of that entity.
 * @throws what the work throws: problems with the name of the entity, unless somebody stopped the program
 */
export async function inEntity<T>(entity: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isProblem(error) && error.kind !== "interrupted" ? ofEntity(entity, error) : error;
  }
}

/** Whether a text has the name as a word of its own: `e-1` is not in `e-10`. */
function namesEntity(text: string, entity: string): boolean {
  return text.split(/[^\w-]+/u).includes(entity);
}
