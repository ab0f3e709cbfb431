import { execFileSync } from "node:child_process";

const IS_ROOT = process.getuid?.() === 0;

/**
 * Command that runs a program which may do no more than what the modes of files allow its user, root
 * included (setpriv of util-linux).
 */
export function withoutPowers(command: readonly string[]): readonly string[] {
  return IS_ROOT ? ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--", ...command] : command;
}

/**
 * Command that runs a program which sees a disk of its own at a folder (unshare of util-linux).
 * @param options of the mount: `size=64k,ro`
 */
export function withDisk(folder: string, options: string, command: readonly string[]): readonly string[] {
  const script = 'mount -t tmpfs -o "$1" none "$2" && shift 2 && exec "$@"';
  return ["unshare", "-rm", "sh", "-c", script, "sh", options, folder, ...command];
}

/** Gives a file to another user. */
export function giveAway(path: string, uid: number): void {
  const [program = "", ...words] = [...(IS_ROOT ? [] : ["sudo", "-n"]), "chown", `${uid}:${uid}`, path];
  execFileSync(program, words);
}
