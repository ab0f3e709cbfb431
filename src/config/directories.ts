import { userInfo } from "node:os";
import { posix, win32 } from "node:path";
import { Problem } from "../sync/model/index.js";

/** Environment variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What decides where a user's files live. */
export interface UserSystem {
  readonly env: Environment;
  readonly platform: NodeJS.Platform;
  /** The user's home directory, absolute; null when there is none. */
  readonly home: string | null;
}

const NAME = "spendesk-hr";

/**
 * The home directory: what the environment says, else what the account says; null when neither names an
 * absolute path. An account needs no entry in passwd (`setpriv`, containers with a numeric user), and a
 * service manager may set HOME to nothing.
 *
 * @param account the account's own home directory; may throw, as `os.userInfo` does
 */
export function homeDirectory(
  env: Environment,
  platform: NodeJS.Platform,
  account: () => string = () => userInfo().homedir,
): string | null {
  const { isAbsolute } = platform === "win32" ? win32 : posix;
  const named = env[homeVariable(platform)];
  if (named !== undefined && isAbsolute(named)) return named;
  try {
    const home = account();
    return isAbsolute(home) ? home : null;
  } catch {
    return null;
  }
}

/** Sentences about variables that name no absolute path, as far as a folder depends on them. */
export function directoryWarnings(
  { env, platform, home }: UserSystem,
  needed: { readonly state: boolean; readonly config: boolean },
): readonly string[] {
  const name = homeVariable(platform);
  const { isAbsolute } = platform === "win32" ? win32 : posix;
  const isOdd = (variable: string) => env[variable] !== undefined && !isAbsolute(env[variable]);
  const usesXdg = platform !== "darwin" && platform !== "win32";
  const isState = needed.state && !(usesXdg && xdg(env.XDG_STATE_HOME) !== null);
  return [
    ...(isState && isOdd(name) && home !== null
      ? [`${name} is not an absolute path, so the account's own home folder ${home} is used instead.`]
      : []),
    ...(["XDG_STATE_HOME", "XDG_CONFIG_HOME"] as const).flatMap((variable) => {
      const isNeeded = variable === "XDG_STATE_HOME" ? needed.state : needed.config;
      // One set to nothing counts as not set, says the specification too.
      if (!usesXdg || !isNeeded || !env[variable] || !isOdd(variable)) return [];
      return [`${variable} is not an absolute path and is ignored, as the XDG specification asks.`];
    }),
  ];
}

/** @param what what is not known now, a sentence; @param next how to say it instead */
export function homeMissing(what: string, next: string, platform: NodeJS.Platform): Problem {
  const name = homeVariable(platform);
  return new Problem({
    kind: "configuration",
    code: "home_missing",
    what,
    why: `It would be in the home folder, but ${name} names no absolute path and the account of this process has no home folder either.`,
    next: `${next}, or set ${name}.`,
  });
}

function homeVariable(platform: NodeJS.Platform): string {
  return platform === "win32" ? "USERPROFILE" : "HOME";
}

/**
 * Where the state (database, lock, keys) lives unless it is told otherwise: `$XDG_STATE_HOME/spendesk-hr`
 * or `~/.local/state/spendesk-hr`; on macOS and Windows the usual place of application data. Null when
 * that is not known; never a relative path, which would be another folder in every working directory.
 *
 * The rules are those of the package env-paths, which can't be asked about any environment but the
 * one of the process.
 */
export function stateDirectory({ env, platform, home }: UserSystem): string | null {
  if (platform === "darwin") return below(home, "Library", "Application Support", NAME);
  if (platform === "win32") {
    const local = known(env.LOCALAPPDATA) ?? below(home, "AppData", "Local");
    return below(local, NAME, "Data");
  }
  return below(xdg(env.XDG_STATE_HOME) ?? below(home, ".local", "state"), NAME);
}

/**
 * Where a user's own configuration file lives: `$XDG_CONFIG_HOME/spendesk-hr` or `~/.config/spendesk-hr`;
 * null when that is not known.
 */
export function configDirectory({ env, platform, home }: UserSystem): string | null {
  if (platform === "darwin") return below(home, "Library", "Preferences", NAME);
  if (platform === "win32") {
    const roaming = known(env.APPDATA) ?? below(home, "AppData", "Roaming");
    return below(roaming, NAME, "Config");
  }
  return below(xdg(env.XDG_CONFIG_HOME) ?? below(home, ".config"), NAME);
}

function below(folder: string | null, ...names: readonly string[]): string | null {
  if (folder === null) return null;
  return (win32.isAbsolute(folder) && !posix.isAbsolute(folder) ? win32 : posix).join(folder, ...names);
}

// The XDG specification says that a relative path is to be ignored.
function xdg(value: string | undefined): string | null {
  return value !== undefined && posix.isAbsolute(value) ? value : null;
}

function known(folder: string | undefined): string | null {
  return folder !== undefined && win32.isAbsolute(folder) ? folder : null;
}
