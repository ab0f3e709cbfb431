import { isProblem, Problem } from "./errors.js";

/** Where a state in PostgreSQL is, as its URL says; no secret. */
export interface PostgresAddress {
  /** As it was written. */
  readonly url: string;
  /** A name, an IP address, or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  /** Null: the login name of the system. */
  readonly user: string | null;
  readonly schema: string;
  /** Whether the connection is encrypted and the server's certificate checked. */
  readonly isEncrypted: boolean;
  /** For people: the URL in its shortest form. */
  readonly shown: string;
}

const DEFAULT_SCHEMA = "spendesk_hr";
const DEFAULT_PORT = 5432;
const PARAMETERS = ["host", "schema", "sslmode"];
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/iu;

/** Whether a text is meant as the URL of a database. */
export function isPostgresUrl(text: string): boolean {
  return /^postgres(?:ql)?:/iu.test(text);
}

/**
 * Reads `postgres://user@host:port/database?schema=…`.
 * @throws Problem `state_url_invalid`, `state_url_password`; neither quotes what was written
 */
export function parseAddress(text: string): PostgresAddress {
  if (!isPostgresUrl(text) || !URL.canParse(text))
    throw invalid("It is not of the form postgres://host/database.");
  const url = new URL(text);
  if (url.password !== "" || url.searchParams.has("password")) throw passwordInside();
  const unknown = [...url.searchParams.keys()].find((key) => !PARAMETERS.includes(key));
  if (unknown !== undefined)
    throw invalid(`Only ${PARAMETERS.join(", ")} may stand behind the question mark.`);
  const database = decoded(url.pathname.slice(1));
  if (database === "" || database.includes("/")) throw invalid("It names no database behind the host.");
  const socket = url.searchParams.get("host");
  if (socket !== null && !socket.startsWith("/")) throw invalid("`host` must be the folder of a socket.");
  const host = socket ?? decoded(url.hostname).replace(/^\[|\]$/gu, "");
  if (host === "") throw invalid("It names no host.");
  const schema = url.searchParams.get("schema") ?? DEFAULT_SCHEMA;
  if (!/^[a-z_][a-z0-9_]{0,62}$/u.test(schema) || schema.startsWith("pg_")) {
    throw invalid("The schema must consist of small letters, digits and underscores.");
  }
  const user = decoded(url.username) || null;
  const port = url.port === "" ? DEFAULT_PORT : Number(url.port);
  return {
    ...{ url: text, host, port, database, user, schema },
    isEncrypted: isEncrypted(url.searchParams.get("sslmode"), socket !== null, url.hostname),
    shown: shownAs({ host, port, database, schema }),
  };
}

/** Whether two addresses lead to one state. */
export function isSamePlace(one: PostgresAddress, other: PostgresAddress): boolean {
  return (["host", "port", "database", "schema"] as const).every((part) => one[part] === other[part]);
}

/** Whether it is reached without leaving the machine. */
export function isOfThisMachine({ host }: PostgresAddress): boolean {
  return host.startsWith("/") || LOOPBACK.test(host);
}

/** Why a text can't be such an address, a predicate without the text itself; null when it can. */
export function addressFault(text: string): string | null {
  try {
    parseAddress(text);
    return null;
  } catch (error) {
    if (!isProblem(error)) throw error;
    return error.code === "state_url_password"
      ? "must not hold a password"
      : "must have the form postgres://user@host/database";
  }
}

/** Off only where nothing leaves the machine; there it can be asked for. */
function isEncrypted(sslmode: string | null, isSocket: boolean, hostname: string): boolean {
  if (sslmode !== null && sslmode !== "verify-full") {
    throw invalid("`sslmode` can only be verify-full: the server's certificate is always checked.");
  }
  if (isSocket) return false;
  return sslmode !== null || !LOOPBACK.test(hostname);
}

function shownAs({
  host,
  port,
  database,
  schema,
}: Pick<PostgresAddress, "host" | "port" | "database" | "schema">): string {
  const place = host.startsWith("/")
    ? `/${database}?host=${host}`
    : `${host}${port === DEFAULT_PORT ? "" : `:${port}`}/${database}`;
  if (schema === DEFAULT_SCHEMA) return `postgres://${place}`;
  return `postgres://${place}${place.includes("?") ? "&" : "?"}schema=${schema}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw invalid("It holds a % that begins no character.");
  }
}

function invalid(why: string): Problem {
  return new Problem({
    kind: "configuration",
    code: "state_url_invalid",
    what: "The address of the state is not one of a PostgreSQL database.",
    why,
    next: "Write it as postgres://user@host/database, without a password.",
  });
}

function passwordInside(): Problem {
  return new Problem({
    kind: "configuration",
    code: "state_url_password",
    what: "The address of the state holds a password, so it was not used.",
    why: "It would be readable by everybody who may read the configuration or the list of processes.",
    next: "Take the password out, change it in the database, and store the new one with `spendesk-hr credentials set state`.",
  });
}
