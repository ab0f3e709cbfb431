import { resolve } from "node:path";
import type { LoadedConfig } from "../../config/load.js";
import {
  isPostgresUrl,
  isSamePlace,
  type PostgresAddress,
  parseAddress,
} from "../../shared/postgres-address.js";
import type { PreparedMove } from "../../state/move/move.js";
import { prepareMoveToFolder } from "../../state/move/to-folder.js";
import { prepareMoveToPostgres } from "../../state/move/to-postgres.js";
import { stateExists } from "../../state/open.js";
import { isProblem, Problem } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import { postgresPlace } from "./connection.js";

/** A move with the names of its ends, for people. */
export interface NamedMove {
  readonly from: string;
  readonly to: string;
  /** What changes in the configuration afterwards; sentences. */
  readonly next: string;
  readonly move: PreparedMove;
}

/**
 * Looks at both ends of a move, and changes nothing.
 * @throws Problem `state_url_invalid`, `state_url_password`, `state_move_same`, and those of a state or server
 */
export async function prepareMove(to: string, config: LoadedConfig, context: CliContext): Promise<NamedMove> {
  return isPostgresUrl(to) ? intoDatabase(to, config, context) : intoFolder(to, config, context);
}

/** Where to: as it is named, else the database of `state.url`, while the state is in its folder still. */
export function placeToMoveTo(named: string | undefined, config: LoadedConfig): string | null {
  const { stateDir, stateUrl } = config;
  if (named !== undefined && named.trim() !== "") return named;
  return stateUrl !== null && stateExists(stateDir) ? stateUrl.url : null;
}

async function intoDatabase(to: string, config: LoadedConfig, context: CliContext): Promise<NamedMove> {
  const { stateDir: dir, stateUrl } = config;
  const address = parseAddress(to);
  if (stateUrl !== null) refuseSecondDatabase(stateUrl, address, dir);
  const place = await postgresPlace(address, config, context);
  const move = await withPlaceNamed(to, () => prepareMoveToPostgres({ ...place, dir, to }));
  const machines = stateUrl === null ? "every machine" : "every other machine; here it is named already";
  const next = `Write \`state: { url: "${to}" }\` in the configuration, or set SPENDESK_HR_STATE_URL, on ${machines}.`;
  return { from: dir, to, next, move };
}

/**
 * The configuration may name the database before the state is there.
 * @throws Problem `state_move_same`
 */
function refuseSecondDatabase(stateUrl: PostgresAddress, to: PostgresAddress, dir: string): void {
  if (!isSamePlace(stateUrl, to)) {
    throw sameKind(
      `\`state.url\` names another database: ${stateUrl.shown}.`,
      `If the state is in the folder ${dir} still, take \`state.url\` (SPENDESK_HR_STATE_URL) out and run the same command again. Else move it into a folder first, and from there into the other database.`,
    );
  }
  if (stateExists(dir)) return;
  throw sameKind(
    `The folder ${dir} holds no state, and \`state.url\` names ${stateUrl.shown} already.`,
    "Name the folder that holds it with `--state-dir`; `spendesk-hr state check` says whether it is in the database.",
  );
}

async function intoFolder(to: string, config: LoadedConfig, context: CliContext): Promise<NamedMove> {
  const { stateDir, stateUrl } = config;
  if (stateUrl === null) {
    throw sameKind(
      `The state is in a folder already: ${stateDir}.`,
      "Make a copy with `spendesk-hr state backup` and restore it with `--state-dir` and the other folder.",
    );
  }
  const dir = resolve(context.process.cwd, to);
  const place = await postgresPlace(stateUrl, config, context);
  const move = await prepareMoveToFolder({ ...place, dir, to: dir });
  const folder = dir === stateDir ? "" : ` and write \`state: { dir: "${dir}" }\` instead`;
  const next = `Take \`state.url\` out of the configuration, or SPENDESK_HR_STATE_URL out of the environment${folder}.`;
  return { from: stateUrl.shown, to: dir, next, move };
}

/** Before the configuration names the database, the commands for its credentials have to be told of it. */
async function withPlaceNamed<T>(url: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isProblem(error)) throw error;
    const { kind, code, message: what, why } = error;
    const next = error.next
      .replaceAll("`spendesk-hr credentials", `\`SPENDESK_HR_STATE_URL='${url}' spendesk-hr credentials`)
      .replaceAll("`state.url`", "the address after `--to`");
    throw new Problem({ kind, code, what, why, next }, { cause: error });
  }
}

function sameKind(why: string, next: string): Problem {
  return new Problem({ kind: "usage", code: "state_move_same", what: "Nothing was moved.", why, next });
}
