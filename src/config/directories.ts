import { posix, win32 } from "node:path";

/** Environment variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What decides where a user's files live. */
export interface UserSystem {
  readonly env: Environment;
  readonly platform: NodeJS.Platform;
  /** The user's home directory, absolute. */
  readonly home: string;
}

const NAME = "spendesk-hr";

/**
 * Where the state (database, lock, keys) lives unless it is told otherwise: `$XDG_STATE_HOME/spendesk-hr`
 * or `~/.local/state/spendesk-hr`; on macOS and Windows the usual place of application data.
 *
 * The rules are those of the package env-paths, which can't be asked about any environment but the
 * one of the process.
 */
export function stateDirectory({ env, platform, home }: UserSystem): string {
  if (platform === "darwin") return posix.join(home, "Library", "Application Support", NAME);
  if (platform === "win32") {
    return win32.join(env.LOCALAPPDATA || win32.join(home, "AppData", "Local"), NAME, "Data");
  }
  return posix.join(xdg(env.XDG_STATE_HOME) ?? posix.join(home, ".local", "state"), NAME);
}

/** Where a user's own configuration file lives: `$XDG_CONFIG_HOME/spendesk-hr` or `~/.config/spendesk-hr`. */
export function configDirectory({ env, platform, home }: UserSystem): string {
  if (platform === "darwin") return posix.join(home, "Library", "Preferences", NAME);
  if (platform === "win32") {
    return win32.join(env.APPDATA || win32.join(home, "AppData", "Roaming"), NAME, "Config");
  }
  return posix.join(xdg(env.XDG_CONFIG_HOME) ?? posix.join(home, ".config"), NAME);
}

// The XDG specification says that a relative path is to be ignored.
function xdg(value: string | undefined): string | null {
  return value !== undefined && posix.isAbsolute(value) ? value : null;
}
