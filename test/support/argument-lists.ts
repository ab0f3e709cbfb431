import { readdirSync, readFileSync } from "node:fs";

/** Looks again and again at the argument lists that any user of the machine may see. */
export interface ArgumentWatch {
  /** Every argument list seen so far of the process and of all that it started. */
  readonly seen: ReadonlySet<string>;
  stop(): void;
}

const EVERY_MS = 10;

/** @param pid a process on Linux, whose processes are in /proc */
export function watchArgumentLists(pid: number): ArgumentWatch {
  const seen = new Set<string>();
  const family = new Set([pid]);
  const look = () => {
    for (const name of readdirSync("/proc")) {
      if (!/^\d+$/.test(name)) continue;
      const parent = parentOf(name);
      if (parent !== null && family.has(parent)) family.add(Number(name));
    }
    for (const member of family) {
      const words = read(`/proc/${member}/cmdline`);
      if (words) seen.add(words.replaceAll("\0", " "));
    }
  };
  const timer = setInterval(look, EVERY_MS);
  look();
  return { seen, stop: () => clearInterval(timer) };
}

/** The name of a program stands in brackets and may hold blanks. */
function parentOf(pid: string): number | null {
  const parent = /\) \S (\d+) /.exec(read(`/proc/${pid}/stat`) ?? "")?.[1];
  return parent === undefined ? null : Number(parent);
}

function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // It has ended.
    return null;
  }
}
