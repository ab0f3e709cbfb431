import { Problem } from "../sync/model/index.js";
import type { Statements } from "./database.js";
import type { Sqlite } from "./sqlite.js";

/** Keys of `meta` under which a state says where it went, or where it is coming from, and in which move. */
const MOVED_TO = "moved_to";
const ARRIVING_FROM = "arriving_from";
const MOVE = "move";

/** What `meta` says of one place only, so that no copy has it. */
export const OF_ONE_PLACE: readonly string[] = [MOVED_TO, ARRIVING_FROM, MOVE];

/** What a state says of a move. */
export interface MoveMarks {
  readonly movedTo: string | null;
  /** Set until its old place says where it went: before that, both could be worked with. */
  readonly arrivingFrom: string | null;
  /** Tells the two ends of one move from those of others. */
  readonly move: string | null;
}

interface MetaRow {
  readonly key: string;
  readonly value: string;
}

/** Text of SQL that finds what a state says of a move. */
export const SELECT_MARKS = `SELECT key, value FROM meta WHERE key IN ('${OF_ONE_PLACE.join("', '")}')`;

export async function marksOf(statements: Statements): Promise<MoveMarks> {
  return toMarks(await statements.all<MetaRow>(SELECT_MARKS));
}

export function marksOfFile(sqlite: Sqlite): MoveMarks {
  return toMarks(sqlite.prepare<[], MetaRow>(SELECT_MARKS).all());
}

function toMarks(rows: readonly MetaRow[]): MoveMarks {
  const textOf = (name: string) => rows.find(({ key }) => key === name)?.value ?? null;
  return { movedTo: textOf(MOVED_TO), arrivingFrom: textOf(ARRIVING_FROM), move: textOf(MOVE) };
}

/** The state is at its new place from now on. @param to as it is written in the configuration */
export async function markMoved(statements: Statements, to: string, move: string): Promise<void> {
  await mark(statements, { [MOVED_TO]: to, [MOVE]: move });
}

/** The state is not to be used yet. */
export async function markArriving(statements: Statements, from: string, move: string): Promise<void> {
  await mark(statements, { [ARRIVING_FROM]: from, [MOVE]: move });
}

/** The state is the only one from now on. */
export async function markArrived({ each }: Statements): Promise<void> {
  await each(
    "DELETE FROM meta WHERE key = @key",
    [ARRIVING_FROM, MOVE].map((key) => ({ key })),
  );
}

async function mark({ each }: Statements, values: Readonly<Record<string, string>>): Promise<void> {
  await each(
    "INSERT INTO meta (key, value) VALUES (@key, @value)",
    Object.entries(values).map(([key, value]) => ({ key, value })),
  );
}

/**
 * Nobody goes on by accident with a state that was moved away, or has not arrived.
 * @throws Problem `state_moved`, `state_arriving`
 */
export async function refuseMoved(statements: Statements, shown: string): Promise<void> {
  refuseMarked(await marksOf(statements), shown);
}

/** The same of what was read already. */
export function refuseMarked({ movedTo, arrivingFrom }: MoveMarks, shown: string): void {
  if (movedTo !== null) throw moved(shown, movedTo);
  if (arrivingFrom !== null) throw arriving(shown, arrivingFrom);
}

export function refuseMarkedRows(rows: readonly MetaRow[], shown: string): void {
  refuseMarked(toMarks(rows), shown);
}

function moved(from: string, to: string): Problem {
  return new Problem({
    kind: "configuration",
    code: "state_moved",
    what: `The state in ${from} was moved to ${to}, so it is not used any more.`,
    why: "Two states would go different ways: what one run did, the next would not know.",
    next: nextAfterMove(to),
  });
}

/** What changes in the configuration once the state is there; a sentence. */
function nextAfterMove(to: string): string {
  return /^postgres/u.test(to)
    ? `Write \`state: { url: "${to}" }\` in the configuration.`
    : `Take \`state.url\` out of the configuration and name the folder ${to} with \`--state-dir\`.`;
}

function arriving(to: string, from: string): Problem {
  return new Problem({
    kind: "configuration",
    code: "state_arriving",
    what: `The state in ${to} is not used yet: its move from ${from} did not come to its end.`,
    why: "Until then the state may be worked with at its old place, and two would go different ways.",
    next: "Run the same `spendesk-hr state move` again, with the configuration that it began with: it ends what is left.",
  });
}
