/**
 * Whether a stream gets colours: `NO_COLOR` (not empty) and `TERM=dumb` say no, `FORCE_COLOR` says
 * yes, else only a terminal does.
 */
export function wantsColor(
  stream: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== "0";
  return stream.isTTY === true && env.TERM !== "dumb";
}

/**
 * Whether questions may be asked. Both streams must be a terminal: answers come from stdin, and
 * questions go to stderr because stdout belongs to the result.
 */
export function canAsk(process: {
  readonly stdin: { readonly isTTY?: boolean };
  readonly stderr: { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
}): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true && !process.env.CI;
}

/** What tells who reads on stderr. */
interface Watched {
  readonly process: { readonly stderr: { readonly isTTY?: boolean } };
  readonly logView: { readonly level: string };
}

/**
 * Whether somebody reads how the work goes on: a person in front of a terminal, or whoever asked for
 * lines of level `info`. Cron mails every line, so an unwatched run says nothing but its result and
 * what went wrong.
 */
export function isWatched({ process, logView }: Watched): boolean {
  return process.stderr.isTTY === true || wantsLines(logView);
}

/** Whether somebody asked for a line about everything that happens; a terminal has its status line. */
export function wantsLines({ level }: Watched["logView"]): boolean {
  return level === "info" || level === "debug";
}
