import { mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The path of a socket of a session may have about a hundred characters, however deep temporary files are. */
const PLACE = tmpdir().length <= 40 ? tmpdir() : "/tmp";

/**
 * An environment with an empty home of its own and no session of any kind: nothing of the real user's is in
 * it. The caller removes the home.
 */
export async function bareEnvironment(): Promise<{ home: string; env: Record<string, string> }> {
  const home = await mkdtemp(join(PLACE, "spendesk-hr-home-"));
  const runtime = join(home, "run");
  await mkdir(runtime, { mode: 0o700 });
  const env = {
    PATH: process.env.PATH ?? "",
    HOME: home,
    XDG_DATA_HOME: join(home, "data"),
    XDG_CONFIG_HOME: join(home, "config"),
    XDG_RUNTIME_DIR: runtime,
  };
  return { home, env };
}
