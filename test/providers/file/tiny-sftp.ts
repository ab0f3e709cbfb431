import { createHash } from "node:crypto";
import type { AddressInfo } from "node:net";
import { posix } from "node:path";
import ssh2, { type Connection, type SFTPWrapper } from "ssh2";

const { Server, utils } = ssh2;
const { STATUS_CODE } = utils.sftp;
const REGULAR = 0o100_644;
const FOLDER = 0o040_755;

/** A file on the server; `size` may differ from the content while it is written. */
export interface RemoteFile {
  readonly content: string;
  readonly modified: number;
}

/** A real SFTP server on loopback, with one folder. */
export interface TinySftp {
  readonly port: number;
  readonly hostKey: string;
  /** The private key that is let in, as OpenSSH writes it. */
  readonly userKey: string;
  readonly files: Map<string, RemoteFile>;
  /** Users and passwords that were tried. */
  readonly tried: string[];
  close(): Promise<void>;
}

/** Lets in the user `hr` with the password `sesame-0189`, or with the key. */
export async function startSftp(): Promise<TinySftp> {
  const host = utils.generateKeyPairSync("ed25519");
  const user = utils.generateKeyPairSync("ed25519");
  const files = new Map<string, RemoteFile>();
  const tried: string[] = [];
  const clients = new Set<Connection>();
  const known = utils.parseKey(user.public);
  const server = new Server({ hostKeys: [host.private] }, (client) => {
    clients.add(client);
    client.on("error", () => {});
    client.on("close", () => clients.delete(client));
    client.on("authentication", (context) => {
      if (context.method === "password") {
        tried.push(`${context.username}:${context.password}`);
        if (context.username === "hr" && context.password === "sesame-0189") return context.accept();
      }
      if (context.method === "publickey" && !(known instanceof Error)) {
        if (context.key.data.equals(known.getPublicSSH())) return context.accept();
      }
      return context.reject(["password", "publickey"]);
    });
    client.on("session", (accept) => accept().on("sftp", (start) => serve(start(), files)));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const hostPublic = utils.parseKey(host.public);
  if (hostPublic instanceof Error) throw hostPublic;
  const digest = createHash("sha256").update(hostPublic.getPublicSSH()).digest("base64");
  return {
    port: (server.address() as AddressInfo).port,
    hostKey: `SHA256:${digest.replace(/=+$/u, "")}`,
    userKey: user.private,
    files,
    tried,
    close() {
      for (const client of clients) client.end();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

function serve(sftp: SFTPWrapper, files: Map<string, RemoteFile>): void {
  const handles: { path: string; isListed: boolean }[] = [];
  const handleOf = (path: string) => Buffer.from([handles.push({ path, isListed: false }) - 1]);
  const attributesOf = (path: string) => {
    const file = files.get(path);
    const isFolder = [...files.keys()].some((name) => posix.dirname(name) === path);
    if (!file && !isFolder) return null;
    const time = file?.modified ?? 0;
    return {
      mode: file ? REGULAR : FOLDER,
      uid: 0,
      gid: 0,
      size: file?.content.length ?? 0,
      atime: time,
      mtime: time,
    };
  };
  const stat = (id: number, path: string) => {
    const attributes = attributesOf(path);
    return attributes ? sftp.attrs(id, attributes) : sftp.status(id, STATUS_CODE.NO_SUCH_FILE);
  };
  sftp.on("STAT", stat);
  sftp.on("LSTAT", stat);
  sftp.on("REALPATH", (id, path) => sftp.name(id, [{ filename: path, longname: path, attrs: {} as never }]));
  sftp.on("FSTAT", (id, handle) => stat(id, handles[handle[0] ?? 0]?.path ?? ""));
  sftp.on("OPEN", (id, path) => sftp.handle(id, handleOf(path)));
  sftp.on("OPENDIR", (id, path) => sftp.handle(id, handleOf(path)));
  sftp.on("CLOSE", (id) => sftp.status(id, STATUS_CODE.OK));
  sftp.on("READDIR", (id, handle) => {
    const folder = handles[handle[0] ?? 0];
    if (!folder || folder.isListed) return sftp.status(id, STATUS_CODE.EOF);
    folder.isListed = true;
    const names = [...files.keys()].filter((name) => posix.dirname(name) === folder.path);
    return sftp.name(
      id,
      names.map((name) => ({
        filename: posix.basename(name),
        longname: `-rw-r--r-- 1 hr hr 1 Jan 1 00:00 ${posix.basename(name)}`,
        attrs: attributesOf(name) as never,
      })),
    );
  });
  sftp.on("READ", (id, handle, offset, length) => {
    const content = files.get(handles[handle[0] ?? 0]?.path ?? "")?.content ?? "";
    const piece = Buffer.from(content).subarray(offset, offset + length);
    return piece.length === 0 ? sftp.status(id, STATUS_CODE.EOF) : sftp.data(id, piece);
  });
}
