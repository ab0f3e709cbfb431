import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { createInterface } from "node:readline/promises";

/** The built program. */
export const PROGRAM = resolve("bin/spendesk-hr.js");

/** What a process that has ended took. */
export interface Took {
  readonly milliseconds: number;
  /** The most memory that it had at any time. */
  readonly peakMiB: number;
}

/** Has a process tell its peak, in KiB, when it ends. */
const TELL_PEAK = `data:text/javascript,${encodeURIComponent(
  'import { writeSync } from "node:fs"; process.on("exit", () => writeSync(3, String(process.resourceUsage().maxRSS)));',
)}`;

/**
 * Runs a program of Node.js to its end, in a folder with a configuration.
 * @param heard gets what it prints; without it, that goes into nowhere as that of a scheduled job does
 * @throws Error when it does not end with 0
 */
export async function runChild(
  args: readonly string[],
  { folder, env }: { readonly folder: string; readonly env: Readonly<Record<string, string>> },
  heard?: (piece: string) => void,
): Promise<Took> {
  const start = performance.now();
  const child = spawn(process.execPath, ["--import", TELL_PEAK, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, SPENDESK_HR_STATE_DIR: resolve(folder, "state"), ...env },
    stdio: ["ignore", heard ? "pipe" : "ignore", "pipe", "pipe"],
  });
  if (heard) child.stdout?.setEncoding("utf8").on("data", heard);
  const [complaints, peak] = [2, 3].map((stream) => collected(child.stdio[stream]));
  const [code] = await once(child, "close");
  const milliseconds = performance.now() - start;
  if (code !== 0) throw new Error(`node ${args.join(" ")} ended with ${code}: ${complaints?.()}`);
  return { milliseconds, peakMiB: Number(peak?.()) / 1024 };
}

function collected(stream: ChildProcess["stdio"][number]): () => string {
  let text = "";
  if (stream && "setEncoding" in stream) {
    stream.setEncoding("utf8").on("data", (piece: string) => {
      text += piece;
    });
  }
  return () => text;
}

/** Starts this program as the server of a measurement. @returns it, and the address that it prints */
export async function startServer(
  ...args: readonly string[]
): Promise<{ readonly server: ChildProcess; readonly url: string }> {
  const server = spawn(process.execPath, [import.meta.filename, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (server.stdout) {
    for await (const url of createInterface({ input: server.stdout })) return { server, url };
  }
  throw new Error("the server did not start");
}
