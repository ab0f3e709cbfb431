import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { VERSION } from "./version.js";

const OTHERS_MAY_WRITE = 0o022;

/**
 * Has Node.js keep what it compiled of the program, for the next command: those that load much start a tenth
 * faster. Whatever is in the way (no home, a read-only one, somebody else's), the program goes without.
 *
 * What is kept is run as it is. So it lies in a folder that only this user can write to, and not in the
 * shared one for temporary files that Node.js would take.
 */
export function keepCompiled(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): void {
  // Its user has decided already.
  if (env.NODE_COMPILE_CACHE || env.NODE_DISABLE_COMPILE_CACHE) return;
  try {
    const folder = cacheFolder(env, platform);
    if (folder !== null) enableCompileCache(folder);
  } catch {
    // It is only about time.
  }
}

/** The folder for this version, made when it is not there; null where none is safe. */
function cacheFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | null {
  // With `sudo` the home folder may be somebody else's: files of root in it would be in that user's way.
  if (platform !== "win32" && !isOwn(homedir())) return null;
  const caches = join(userCaches(env, platform), "spendesk-hr");
  const folder = join(caches, `compiled-${VERSION}`);
  if (mkdirSync(folder, { recursive: true, mode: 0o700 }) !== undefined) forgetOthers(caches, folder);
  return platform === "win32" || (isOwn(caches) && isOwn(folder)) ? folder : null;
}

function userCaches(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const absolute = (path: string | undefined) => (path !== undefined && isAbsolute(path) ? path : null);
  if (platform === "darwin") return join(homedir(), "Library", "Caches");
  if (platform === "win32") return absolute(env.LOCALAPPDATA) ?? join(homedir(), "AppData", "Local");
  return absolute(env.XDG_CACHE_HOME) ?? join(homedir(), ".cache");
}

function isOwn(folder: string): boolean {
  const { uid, mode } = statSync(folder);
  return uid === process.getuid?.() && (mode & OTHERS_MAY_WRITE) === 0;
}

/** Those of earlier versions, which nobody reads any more. */
function forgetOthers(caches: string, folder: string): void {
  for (const name of readdirSync(caches)) {
    const path = join(caches, name);
    if (name.startsWith("compiled-") && path !== folder) {
      rmSync(path, { recursive: true, force: true });
    }
  }
}
