import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { posix } from "node:path";
import type SftpClient from "ssh2-sftp-client";
import { hasCode } from "../../shared/errors.js";
import { isProblem } from "../../sync/model/index.js";
import type { ProviderConnection } from "../provider.js";
import { type Computer, type Content, MOST_BYTES } from "./content.js";
import { changing, LOOK_MS, MOST_LOOKS, mayBeWritten, tooLarge } from "./local-file.js";
import { isPattern, isTemporary, matcherOf } from "./newest.js";
import { fileProblem } from "./problems.js";
import type { Location } from "./settings.js";
import { missing, otherHostKey, refused, serverProblem } from "./sftp-problems.js";

const CONNECT_MS = 20_000;
/** For the whole of it; longer is a connection that hangs. */
const MOST_MS = 10 * 60_000;

type Connection = Pick<ProviderConnection<unknown>, "credentials">;

/** A file on the server, as it was seen. */
interface Seen {
  readonly path: string;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/**
 * A file on an SFTP server, or the newest that matches a pattern, read as a whole. The server is told by the
 * fingerprint of its key before anything is sent to it.
 *
 * @throws Problem `file_host_key`, `credentials_refused`, `file_server`, and those of a local file
 */
export async function openSftp(
  location: Location,
  { credentials }: Connection,
  machine: Computer,
): Promise<Content> {
  const { default: Client } = await import("ssh2-sftp-client");
  const client = new Client();
  const end = () => void client.end().catch(() => {});
  const timer = setTimeout(end, MOST_MS);
  machine.signal.addEventListener("abort", end);
  try {
    await connect(client, location, credentials);
    const path = location.remotePath ?? "";
    const seen = await atRest(client, isPattern(path) ? await newest(client, path) : path, machine);
    const bytes = await readBytes(client, seen);
    if (!isSame(seen, await look(client, seen.path)))
      throw changing(seen.path, "It changed while it was read.");
    return {
      file: `sftp://${location.host}${seen.path}`,
      modified: new Date(seen.modified),
      async *chunks() {
        yield bytes;
      },
    };
  } catch (error) {
    throw isProblem(error) ? error : serverProblem(error, location);
  } finally {
    clearTimeout(timer);
    machine.signal.removeEventListener("abort", end);
    await client.end().catch(() => {});
  }
}

async function connect(
  client: SftpClient,
  { host = "", port, user = "", hostKey, keyFile }: Location,
  { password = "" }: Connection["credentials"],
): Promise<void> {
  let shown: string | null = null;
  const privateKey = keyFile === undefined ? undefined : await readKey(keyFile);
  try {
    await client.connect({
      host,
      port,
      username: user,
      readyTimeout: CONNECT_MS,
      hostVerifier: (key: Buffer) => {
        shown = fingerprintOf(key);
        return shown === hostKey;
      },
      ...(privateKey ? { privateKey } : { password }),
    });
  } catch (error) {
    if (shown !== null && shown !== hostKey) throw otherHostKey(host, shown);
    if (isRefusal(error)) throw refused(privateKey !== undefined);
    throw error;
  }
}

/** As `ssh-keygen -lf` shows it. */
function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/u, "")}`;
}

async function readKey(path: string): Promise<Buffer> {
  return readFile(path).catch(() => {
    throw fileProblem({
      kind: "credentials",
      code: "file_key_file",
      what: `The private key ${path} can't be read.`,
      why: "There is no such file, or this user may not read it.",
      next: "Correct `source.settings.keyFile`, or let the user who runs this command read it.",
    });
  });
}

async function newest(client: SftpClient, pattern: string): Promise<string> {
  const folder = posix.dirname(pattern);
  const matches = matcherOf(posix.basename(pattern));
  const files = (await client.list(folder)).filter(
    ({ name, type }) => type === "-" && matches.test(name) && !isTemporary(name),
  );
  const [file] = files.sort(
    (one, other) => other.modifyTime - one.modifyTime || (one.name < other.name ? 1 : -1),
  );
  if (file) return posix.join(folder, file.name);
  throw missing(pattern, "No file matches it.");
}

async function atRest(client: SftpClient, path: string, { now, sleep }: Computer): Promise<Seen> {
  let seen = await look(client, path);
  for (let looks = 1; mayBeWritten(now(), seen.modified); looks += 1) {
    if (looks > MOST_LOOKS) throw changing(path, "It was still being written after ten looks.");
    await sleep(LOOK_MS);
    const again = await look(client, path);
    if (isSame(seen, again)) return again;
    seen = again;
  }
  return seen;
}

async function look(client: SftpClient, path: string): Promise<Seen> {
  const stats = await client.stat(path).catch((error: unknown) => {
    throw isMissing(error)
      ? missing(path, "It was moved, was never written, or the path is another one.")
      : error;
  });
  if (!stats.isFile) {
    throw fileProblem({
      code: "file_not_regular",
      what: `${path} on the server is a folder or a device, not a file.`,
      why: "Only a regular file can be told to be whole.",
      next: "Set `source.settings.remotePath` to a file in it, or to a pattern such as people-*.csv.",
    });
  }
  if (stats.size > MOST_BYTES) throw tooLarge(path);
  return { path, size: stats.size, modified: stats.modifyTime };
}

async function readBytes(client: SftpClient, { path }: Seen): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of client.createReadStream(path)) {
    size += piece.length;
    if (size > MOST_BYTES) throw tooLarge(path);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function isSame(one: Seen, other: Seen): boolean {
  return one.size === other.size && one.modified === other.modified;
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && /authentication methods failed/iu.test(error.message);
}

function isMissing(error: unknown): boolean {
  return hasCode(error, 2, "ENOENT");
}
