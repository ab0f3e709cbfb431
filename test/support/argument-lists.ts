import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { promisify } from "node:util";

/** Looks again and again at the argument lists that any user of the machine may see. */
export interface ArgumentWatch {
  /** Every argument list seen so far of the process and of all that it started. */
  readonly seen: ReadonlySet<string>;
  stop(): Promise<void>;
}

interface Listed {
  readonly pid: number;
  readonly parent: number;
  readonly words: string;
}

const EVERY_MS = 10;

export async function watchArgumentLists(pid: number): Promise<ArgumentWatch> {
  const seen = new Set<string>();
  const family = new Set([pid]);
  const list = process.platform === "linux" ? newInProc() : askPs;
  const look = async () => {
    for (const one of await list()) {
      if (!family.has(one.pid) && !family.has(one.parent)) continue;
      family.add(one.pid);
      seen.add(one.words);
    }
  };
  const stopped = new AbortController();
  await look();
  const watching = (async () => {
    while (!stopped.signal.aborted) {
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
      await look();
    }
  })();
  return {
    seen,
    async stop() {
      stopped.abort();
      await watching;
    },
  };
}

/** Lists processes on Linux that were not there at the look before; cheap enough to be asked all the time. */
function newInProc(): () => readonly Listed[] {
  let known = new Set<string>();
  return () => {
    const present = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    const fresh = present.filter((name) => !known.has(name));
    known = new Set(present);
    return fresh.flatMap((name) => {
      // The name of a program stands in brackets and may hold blanks.
      const parent = /\) \S (\d+) /.exec(read(`/proc/${name}/stat`) ?? "")?.[1];
      const words = read(`/proc/${name}/cmdline`);
      return parent === undefined || !words
        ? []
        : [{ pid: Number(name), parent: Number(parent), words: words.replaceAll("\0", " ") }];
    });
  };
}

/** Lists all processes where there is no `/proc`. */
async function askPs(): Promise<readonly Listed[]> {
  const { stdout } = await promisify(execFile)(
    "ps",
    ["-axww", "-o", "pid=", "-o", "ppid=", "-o", "command="],
    {
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  return [...stdout.matchAll(/^ *(\d+) +(\d+) (.*)$/gm)].map(([, pid, parent, words = ""]) => ({
    pid: Number(pid),
    parent: Number(parent),
    words,
  }));
}

function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // It has ended.
    return null;
  }
}
