import { constants } from "node:fs";
import { access, mkdir, realpath } from "node:fs/promises";
import { dirname } from "node:path";
import { hasCode } from "../shared/errors.js";
import { replaceFile } from "../shared/replace-file.js";
import { Problem } from "../sync/model/index.js";
import { type Access, readSmallBytes } from "./read-small-file.js";

/** A set of many connections still is far smaller. In bytes. */
export const MAX_SET_BYTES = 1024 * 1024;

/**
 * Reads a file with secrets; null when there is none. A link is followed, and the file behind it checked
 * after it was opened, so that nothing can change between the check and the reading.
 *
 * @throws Problem `credentials_file_unreadable`, `credentials_file_permissions` when others may read or
 * change it, `credentials_file_owner` when it belongs to another user who is not root: that user could
 * have put any credentials there. On Windows mode and owner say nothing and are not checked.
 */
export async function readPrivateFile(path: string): Promise<Uint8Array | null> {
  const file = await readSmallBytes(path, MAX_SET_BYTES);
  if (file.ok) {
    requirePrivate(path, file);
    return file.bytes;
  }
  if (file.missing) return null;
  throw unreadable(path, file.why);
}

/** As `readPrivateFile`; a file that is not there is a Problem too. */
export async function requirePrivateFile(path: string): Promise<Uint8Array> {
  const bytes = await readPrivateFile(path);
  if (bytes) return bytes;
  throw unreadable(path, "does not exist");
}

function requirePrivate(path: string, { mode, uid }: Access): void {
  if (process.platform === "win32") return;
  if ((mode & 0o077) !== 0) {
    throw problem({
      code: "credentials_file_permissions",
      what: `The credentials in ${path} can't be used.`,
      why: "Other users of this machine may read or change it.",
      next: `Run \`chmod 600 '${path}'\`, and renew the credentials if others may have seen them.`,
    });
  }
  if (uid !== 0 && uid !== process.geteuid?.()) {
    throw problem({
      code: "credentials_file_owner",
      what: `The credentials in ${path} can't be used.`,
      why: `The file belongs to another user (uid ${uid}), who could have put anything there.`,
      next: `Run the command as that user, or \`chown\` the file to the user who runs it.`,
    });
  }
}

/**
 * Writes a file that only its owner may read (0600), in a folder that only its owner may enter when it
 * has to be made. The new file takes the old one's place in one step: a crash leaves one or the other.
 * A link keeps pointing to the real file.
 *
 * @throws Problem `credentials_file_not_writable`
 */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await replaceFile(path, text);
  } catch (error) {
    throw notWritable(path, error);
  }
}

/**
 * Whether the file could be written, found out without writing anything: an interview that ends early
 * must leave nothing behind.
 * @throws Problem `credentials_file_not_writable`
 */
export async function checkWritable(path: string): Promise<void> {
  // The folder may not be there yet, and neither may the one around it.
  let folder = dirname(await realpath(path).catch(() => path));
  for (;;) {
    try {
      await access(folder, constants.W_OK | constants.X_OK);
      return;
    } catch (error) {
      const absent = hasCode(error, "ENOENT");
      if (!absent || dirname(folder) === folder) throw notWritable(path, error);
      folder = dirname(folder);
    }
  }
}

function unreadable(path: string, why: string): Problem {
  return problem({
    code: "credentials_file_unreadable",
    what: `The credentials in ${path} can't be used.`,
    why: `${path} ${why}.`,
    next: "Name a file that you may read.",
  });
}

function notWritable(path: string, cause: unknown): Problem {
  return problem(
    {
      code: "credentials_file_not_writable",
      what: `${path} can't be written; it is as it was.`,
      why: "The user running this program may not write to its folder, or the disk is full.",
      next: "Correct the permissions (chmod, chown), or name another file.",
    },
    cause,
  );
}

function problem(
  texts: { readonly code: string; readonly what: string; readonly why: string; readonly next: string },
  cause?: unknown,
): Problem {
  return new Problem({ kind: "credentials", ...texts }, { cause });
}
