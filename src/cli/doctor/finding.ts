import { withEntityFlag } from "../../shared/entity-command.js";
import { asSentence } from "../../shared/text.js";
import { asProblem, type ErrorKind, EXIT_CODES, isProblem, type Problem } from "../../sync/model/index.js";

/** What a check found out; one line of the result. */
export interface Finding {
  readonly area: Area;
  /** Name of the check within its area; stable. */
  readonly check: string;
  /** Null: it concerns all of them. */
  readonly entity: string | null;
  readonly status: "ok" | "warning" | "problem";
  readonly text: string;
  /** The next command or step; null when all is well. */
  readonly next: string | null;
  /** Stable, snake_case; null when all is well. */
  readonly code: string | null;
  /** What kind of problem it is, which decides the exit code; null when it is none. */
  readonly kind: ErrorKind | null;
}

/** In the order in which they are shown. */
export const AREAS = [
  "runtime",
  "configuration",
  "network",
  "credentials",
  "apis",
  "people",
  "state",
  "runs",
] as const;
export type Area = (typeof AREAS)[number];

/** What is checked: the place of a finding in the result. */
export type Subject = Pick<Finding, "area" | "check" | "entity">;

export function ok(subject: Subject, text: string): Finding {
  return { ...subject, status: "ok", text, next: null, code: null, kind: null };
}

export function warning(
  subject: Subject,
  { code, text, next }: { readonly code: string; readonly text: string; readonly next: string },
): Finding {
  return { ...subject, status: "warning", text, next: nextOf(subject, next), code, kind: null };
}

export function problem(
  subject: Subject,
  { kind, code, message, why, next }: Pick<Problem, "kind" | "code" | "message" | "why" | "next">,
): Finding {
  return {
    ...subject,
    status: "problem",
    text: `${asSentence(message)} ${why}`,
    next: nextOf(subject, next),
    code,
    kind,
  };
}

function nextOf({ entity }: Subject, next: string): string {
  return entity === null ? next : withEntityFlag(next, entity);
}

/**
 * The findings of a check, or the trouble it ran into as its only finding: one check that fails never
 * stops the others.
 * @throws Problem of kind `interrupted`: whoever pressed Ctrl-C wants no more checks
 */
export async function attempt(
  subject: Subject,
  check: () => Promise<readonly Finding[]> | readonly Finding[],
): Promise<readonly Finding[]> {
  try {
    return await check();
  } catch (error) {
    if (isProblem(error) && error.kind === "interrupted") throw error;
    return [problem(subject, asProblem(error))];
  }
}

/**
 * 0 without problems, warnings or not. Else what to mend first decides: the configuration and what is
 * installed (78), since the rest can't be judged before; then credentials and permissions (4); else 1,
 * also for a network that does not work now.
 */
export function doctorExitCode(findings: readonly Pick<Finding, "kind">[]): number {
  const kinds = new Set(findings.map(({ kind }) => kind).filter((kind) => kind !== null));
  if (kinds.size === 0) return EXIT_CODES.done.code;
  if (kinds.has("configuration")) return EXIT_CODES.configuration.code;
  return kinds.has("credentials") ? EXIT_CODES.credentials.code : EXIT_CODES.unexpected.code;
}
