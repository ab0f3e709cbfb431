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
/** Host and port, behind the user. */
const AUTHORITY = /^\w+:\/\/(?:[^/?#]*@)?(\[[^\]]*\]|[^/?#:]*)(?::([^/?#]*))?/u;
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
  const fault = formFault(text);
  if (fault !== null) throw invalid(fault);
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
  if (!/^[a-z_][a-z0-9_]{0,62}$/u.test(schema))
    throw invalid("The schema must consist of small letters, digits and underscores.");
  if (/^(?:pg_|information_schema$)/u.test(schema)) throw invalid("Its schema is one of PostgreSQL itself.");
  const user = decoded(url.username) || null;
  const port = url.port === "" ? DEFAULT_PORT : Number(url.port);
  return {
    ...{ url: text, host, port, database, user, schema },
    isEncrypted: isEncrypted(url.searchParams.get("sslmode"), socket !== null, url.hostname),
    shown: shownAs({ host, port, database, schema }),
  };
}

/** What keeps a text from being read as a URL, a sentence; null: nothing. */
function formFault(text: string): string | null {
  if (text.trim() !== text) return "There is a blank or a line end around it.";
  if (!isPostgresUrl(text)) return "It does not begin with postgres://.";
  const [, host, port] = AUTHORITY.exec(text) ?? [];
  if (host === "" && port !== undefined) return "It names no host before the port.";
  const isPort = port === undefined || (/^\d{1,5}$/u.test(port) && Number(port) > 0 && Number(port) < 65_536);
  if (!isPort) return "Its port must be a number from 1 to 65535.";
  return URL.canParse(text) ? null : "It is not of the form postgres://host/database.";
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
      : `must have the form postgres://user@host/database: ${error.why.replace(/\.$/u, "")}`;
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
  const number = port === DEFAULT_PORT ? "" : `:${port}`;
  // A port needs a host before it, also where the folder of a socket comes in its place.
  const place = host.startsWith("/")
    ? `${number === "" ? "" : `localhost${number}`}/${database}?host=${host}`
    : `${host.includes(":") ? `[${host}]` : host}${number}/${database}`;
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
