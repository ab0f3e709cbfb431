import { userInfo } from "node:os";
import * as z from "zod";
import type { PostgresAddress } from "../../shared/postgres-address.js";
import { isProblem, Problem, type ProblemDetails } from "../../sync/model/index.js";

type Place = Pick<PostgresAddress, "shown" | "schema" | "user" | "host">;

/** Runs work on the database and turns what the driver throws into problems a person can act on. */
export async function translated<T>(place: Place, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw translate(place, error);
  }
}

/** Errors of the network, and the server's when it goes down or is not up yet. */
const LOSS_CODE =
  /^(?:ECONNRESET|ECONNREFUSED|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENETDOWN|ENOTFOUND|EAI_AGAIN|ENOENT|08...|57P0[1235]|25P03)$/u;
const LOSS_TEXT =
  /^(?:Connection terminated|Client has encountered a connection error|Client was closed|Query read timeout|timeout expired|Cannot read|This socket has been ended)/u;

/** Whether the connection is gone, so that nobody answers any more. */
export function isLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return LOSS_CODE.test(codeOf(error)) || LOSS_TEXT.test(error.message) || causes(error).some(isLoss);
}

/** Whether a server says that it goes down, or is not up yet. */
export function isRestarting(error: unknown): boolean {
  return error instanceof Error && /^57P0[1235]$/u.test(codeOf(error));
}

/** Whether the server only follows another one. */
export function isReadOnly(error: unknown): boolean {
  return error instanceof Error && codeOf(error) === "25006";
}

/** Several addresses of one host fail with an error each. */
function causes(error: Error): readonly unknown[] {
  return error instanceof AggregateError ? error.errors : [];
}

function codeOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : "";
}

function translate(place: Place, error: unknown): unknown {
  if (isProblem(error)) return error;
  if (error instanceof SyntaxError || error instanceof z.ZodError) {
    return problem(place, error, corrupt(place, "A stored record is not in the expected form."));
  }
  if (!(error instanceof Error)) return error;
  const details = detailsOf(place, error);
  return details ? problem(place, error, details) : error;
}

interface Said extends Omit<ProblemDetails, "what"> {
  /** Follows the address: `… does not answer.` */
  readonly that: string;
}

function problem({ shown }: Place, cause: unknown, { that, ...details }: Said): Problem {
  return new Problem({ ...details, what: `The state in ${shown} ${that}` }, { cause });
}

function detailsOf(place: Place, error: Error): Said | null {
  const code = codeOf(error);
  const why = whyOf(error, code);
  if (code === "28P01") return wrongPassword(why);
  if (code === "28000") return refusedLogin(place, why);
  if (/password must be/u.test(error.message))
    return wrongPassword("The server asks for a password, and there is none.");
  if (code === "3D000") return noSuchPlace(place, why);
  if (code === "3F000") return notOurs(place);
  if (code === "42501") return missingRights(place, why);
  if (/SSL|TLS|CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET)|EPROTO/u.test(`${code} ${error.message}`))
    return noTls(why);
  if (isReadOnly(error)) return readOnly(why);
  if (/^(?:55P03|57014|40...)$/u.test(code)) return busy(why);
  if (/^(?:53100|53200)$/u.test(code)) return full(why);
  if (code === "53300" || isLoss(error)) return unreachable(why);
  if (/^(?:42P01|42703)$/u.test(code)) return edited(place, why);
  return /^[0-9A-Z]{5}$/u.test(code) ? failed(why) : null;
}

/** The text of a server may hold anything but secrets; it is one line here. */
function whyOf(error: Error, code: string): string {
  const [first] = causes(error);
  const text = error.message || (first instanceof Error ? first.message : "") || "Nobody answered";
  return `${text.replaceAll(/\s+/gu, " ").replace(/\.$/u, "")}${code === "" ? "" : ` (${code})`}.`;
}

function wrongPassword(why: string): Said {
  return {
    ...{ kind: "credentials", code: "state_login_refused", that: "does not let this program in.", why },
    next: "Check the user in `state.url`, and store the password with `spendesk-hr credentials set state`, or where `spendesk-hr credentials list` says that it comes from.",
  };
}

/** No password helps there. */
function refusedLogin(place: Place, why: string): Said {
  const admin = "let an administrator of the database";
  const remedy = /not permitted to log in/u.test(why)
    ? `${admin} run: ALTER ROLE ${sqlUser(place)} LOGIN;`
    : `${admin} allow it in pg_hba.conf from this machine, with a password.`;
  return { ...wrongPassword(why), next: `Check the user in \`state.url\`, or ${remedy}` };
}

function noSuchPlace({ schema }: Place, why: string): Said {
  return {
    ...{ kind: "configuration", code: "state_database_missing", that: "is not there.", why },
    next: `Create the database, or correct \`state.url\`. The schema ${schema} is made by the first command that needs it.`,
  };
}

/** The user of the address as SQL names it, for a command that an administrator runs. */
function sqlUser({ user }: Pick<PostgresAddress, "user">): string {
  return `"${(user ?? userInfo().username).replaceAll('"', '""')}"`;
}

/** What an administrator runs so that the user has a schema. */
export function sqlNewSchema(place: Place): string {
  return `CREATE SCHEMA ${place.schema} AUTHORIZATION ${sqlUser(place)};`;
}

/** What an administrator runs so that the user may do all that is needed in a schema that is there. */
export function sqlGrants(place: Place): string {
  const kinds = ["SCHEMA", "ALL TABLES IN SCHEMA", "ALL SEQUENCES IN SCHEMA"];
  return kinds.map((kind) => `GRANT ALL ON ${kind} ${place.schema} TO ${sqlUser(place)};`).join(" ");
}

/** The same where the format of the tables is to change, which only their owner may do. */
function sqlOwnership(place: Place): string {
  const { schema } = place;
  const owner = (place.user ?? userInfo().username).replaceAll("'", "''");
  const change = `EXECUTE format('ALTER TABLE ${schema}.%I OWNER TO %I', t, '${owner}')`;
  return `DO $$ DECLARE t text; BEGIN FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = '${schema}' LOOP ${change}; END LOOP; END $$;`;
}

/** What an administrator runs so that what is in the schema is kept, and the schema is empty. */
export function sqlAside(place: Place): string {
  const { schema } = place;
  return `ALTER SCHEMA ${schema} RENAME TO ${schema}_before; ${sqlNewSchema(place)}`;
}

function missingRights(place: Place, why: string): Said {
  return {
    ...{ kind: "configuration", code: "state_rights", that: "may not be used as it must be.", why },
    next: `Let an administrator of the database run: ${remedyFor(place, why)} then run the same command again.`,
  };
}

/** Servers speak many languages: what is said without being sure works whether the schema is there or not. */
function remedyFor(place: Place, why: string): string {
  if (/for database/u.test(why)) return sqlNewSchema(place);
  if (/must be owner/u.test(why)) return sqlOwnership(place);
  if (/for (?:schema|table|sequence)/u.test(why)) return sqlGrants(place);
  return `${sqlNewSchema(place).replace("SCHEMA", "SCHEMA IF NOT EXISTS")} ${sqlGrants(place)}`;
}

/** The server passes over a schema that may not be looked into. */
function notOurs(place: Place): Said {
  const { schema } = place;
  return {
    ...{ kind: "configuration", code: "state_rights", that: "may not be used as it must be." },
    why: `The schema ${schema} is there, but another user's.`,
    next: `Let an administrator of the database run: ALTER SCHEMA ${schema} OWNER TO ${sqlUser(place)}; then run the same command again.`,
  };
}

function noTls(why: string): Said {
  return {
    ...{
      kind: "configuration",
      code: "state_not_encrypted",
      that: "can't be reached in a way that nobody else reads.",
      why,
    },
    next: "Let the server offer TLS with a certificate for this host name; name the authority behind it as `network.caFile`.",
  };
}

function readOnly(why: string): Said {
  return {
    ...{ kind: "temporary", code: "state_read_only", that: "takes no changes.", why },
    next: "If it is a stand-by, name the primary server in `state.url`, or wait until one has taken over; `spendesk-hr doctor` says whether it is.",
  };
}

function busy(why: string): Said {
  return {
    ...{ kind: "temporary", code: "state_busy", that: "is in use by another process.", why },
    next: "Run the same command again in a minute; `spendesk-hr status` shows whether a run is going on.",
  };
}

function full(why: string): Said {
  return {
    ...{ kind: "temporary", code: "state_disk_full", that: "has no space left.", why },
    next: "Free some space on the database server and run the same command again: what was recorded so far is safe.",
  };
}

function unreachable(why: string): Said {
  return {
    ...{ kind: "temporary", code: "state_unreachable", that: "does not answer.", why },
    next: "Check `state.url` and that the server is up, then run the same command again: what was recorded so far is safe.",
  };
}

function edited(place: Place, why: string): Said {
  return {
    ...{
      kind: "configuration",
      code: "state_edited",
      that: "is not in the format it says, so nothing was done.",
      why,
    },
    next: `If somebody changed its tables, change them back. Else: ${wayBack(place)}`,
  };
}

function corrupt(place: Place, why: string): Said {
  return {
    ...{ kind: "configuration", code: "state_corrupt", that: "can't be read.", why },
    next: wayBack(place),
  };
}

function wayBack(place: Place): string {
  const rebuild = "run `spendesk-hr preview`: the links between employees and members are rebuilt by e-mail";
  return `Run \`spendesk-hr state restore\` with a backup. Without one, let an administrator run: ${sqlAside(place)} then ${rebuild}.`;
}

function failed(why: string): Said {
  return {
    ...{ kind: "unexpected", code: "state_failed", that: "could not be used.", why },
    next: "Run the command again with `--debug` and report what it says.",
  };
}

/** A server that this program does not know how to use. */
export function oldServer(place: Place, version: string): Problem {
  return problem(place, undefined, {
    ...{ kind: "configuration", code: "state_server_old", that: "is in a server that is too old." },
    why: `It is PostgreSQL ${version}; 14 is the oldest that works.`,
    next: "Upgrade the server, or name another one in `state.url`.",
  });
}

/** A server that only follows another one. */
export function standBy(place: Place): Problem {
  return problem(place, undefined, {
    ...readOnly("It is a stand-by: it follows another server."),
    next: "Name the primary server in `state.url`, or wait until this one has taken over.",
  });
}

/** A user who may only read, on a server that takes the changes of others. */
export function readOnlyUser(place: Place & Pick<PostgresAddress, "database">): Problem {
  const user = `${sqlUser(place)} IN DATABASE "${place.database.replaceAll('"', '""')}"`;
  return problem(place, undefined, {
    ...readOnly("The server lets this user only read (default_transaction_read_only)."),
    kind: "configuration",
    next: `Let an administrator of the database run: ALTER ROLE ${user} SET default_transaction_read_only = off;`,
  });
}

/** A schema that holds something else. */
export function foreignSchema(place: Place, why: string): Problem {
  return problem(place, undefined, {
    ...{
      kind: "configuration",
      code: "state_foreign",
      that: "is not one of spendesk-hr; it was left untouched.",
      why,
    },
    next: `Name another schema in \`state.url\` (?schema=…), or move what is in ${place.schema} away.`,
  });
}

/** Tables that something else changed. */
export function editedSchema(place: Place, why: string): Problem {
  return problem(place, undefined, edited(place, why));
}

/** Half of a schema of this program. */
export function brokenSchema(place: Place, why: string): Problem {
  return problem(place, undefined, corrupt(place, why));
}
