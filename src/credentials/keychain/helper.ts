import { type ChildProcess, spawn } from "node:child_process";
import { Socket } from "node:net";
import { createInterface } from "node:readline";
import * as z from "zod";
import { KeychainFailure } from "./problems.js";

/** Time for Node to start and keytar to load, in milliseconds; not part of the time for an answer. */
const START_TIMEOUT_MS = 10_000;

const replySchema = z.object({
  id: z.number(),
  value: z.union([z.string(), z.boolean(), z.null()]).optional(),
  error: z.string().optional(),
});

type Value = string | boolean | null;

export interface HelperOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds for each answer. */
  readonly timeoutMs: number;
  /** Absolute path of keytar's main file. */
  readonly library: string;
}

/** A process that makes the native calls, so that one that hangs can be ended. */
export interface KeychainHelper {
  /** @throws KeychainFailure */
  call(method: string, args: readonly string[]): Promise<Value>;
  /** True once the process is gone; a new one must be started then. */
  ended(): boolean;
}

interface Pending {
  resolve(value: Value): void;
  reject(failure: KeychainFailure): void;
  readonly timer: NodeJS.Timeout;
}

/**
 * Starts the helper. keytar's calls run on a native thread and can't be cancelled; inside this process
 * even `process.exit()` would wait for one that hangs (a prompt nobody answers, for ever). The helper
 * doesn't keep the program alive; only a call under way does, at most for its time limit.
 */
export function startKeychainHelper(options: HelperOptions): KeychainHelper {
  const child = spawnHelper(options);
  const pending = new Map<number, Pending>();
  let lastId = 0;
  let gone = false;

  /** Ends the process and every call under way. */
  function end(failure: KeychainFailure): void {
    gone = true;
    child.kill("SIGKILL");
    for (const { reject, timer } of pending.values()) {
      clearTimeout(timer);
      reject(failure);
    }
    pending.clear();
  }

  function expect(id: number, milliseconds: number): Promise<Value> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => end(noAnswer(milliseconds)), milliseconds);
      pending.set(id, { resolve, reject, timer });
    });
  }

  function settle(line: string): void {
    const reply = parseReply(line);
    const waiting = reply && pending.get(reply.id);
    if (!waiting) return;
    pending.delete(reply.id);
    clearTimeout(waiting.timer);
    if (reply.error === undefined) waiting.resolve(reply.value ?? null);
    else waiting.reject(new KeychainFailure(reply.id === 0 ? "library" : "refused", reply.error));
  }

  createInterface({ input: child.stdout }).on("line", settle);
  child.on("error", (error) => end(new KeychainFailure("library", error.message)));
  child.on("close", () => end(new KeychainFailure("library", "The process that asks the keychain ended.")));
  // A write to a process that just ended: its end is reported by the event above.
  child.stdin.on("error", () => {});

  const started = expect(0, START_TIMEOUT_MS);
  started.catch(end);

  return {
    ended: () => gone,
    async call(method, args) {
      await started;
      lastId += 1;
      const answer = expect(lastId, options.timeoutMs);
      child.stdin.write(`${JSON.stringify({ id: lastId, method, args })}\n`);
      return answer;
    },
  };
}

/** Null for lines of others: a native library may print to the same output. */
function parseReply(line: string): z.output<typeof replySchema> | null {
  try {
    return replySchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

function spawnHelper({ env, library }: HelperOptions) {
  const child = spawn(process.execPath, ["--input-type=module", "--eval", HELPER_SCRIPT, library], {
    // A debugger or a preload meant for the program must not start in the helper.
    env: { ...env, NODE_OPTIONS: undefined },
    stdio: ["pipe", "pipe", "ignore"],
    windowsHide: true,
  });
  release(child);
  return child;
}

/** The program may end while the helper runs. */
function release(child: ChildProcess): void {
  child.unref();
  for (const stream of [child.stdin, child.stdout]) {
    if (stream instanceof Socket) stream.unref();
  }
}

function noAnswer(milliseconds: number): KeychainFailure {
  return new KeychainFailure("timeout", `No answer within ${milliseconds / 1000} s.`);
}

/**
 * What the helper process runs. It is passed to `node --eval` instead of being a file, so that it is
 * there whatever way the program is bundled.
 *
 * Argument: path of keytar. One JSON document per line: in `{id, method, args}`, out `{id, value}` or
 * `{id, error}`; the first answer has id 0 and says whether keytar loaded. Secrets pass through the
 * pipes only, never through arguments.
 *
 * The helper ends when its input ends, that is when the program ends, however it ends. It kills itself,
 * since an ordinary exit would wait for a native call that may never return. Ctrl-C reaches it too and
 * is left to the program.
 */
const HELPER_SCRIPT = `
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const lines = createInterface({ input: process.stdin });
lines.on("close", () => process.kill(process.pid, "SIGKILL"));
process.on("SIGINT", () => {});

async function answer(id, work) {
  let reply;
  try {
    reply = { id, value: (await work()) ?? null };
  } catch (error) {
    reply = { id, error: error instanceof Error ? error.message : String(error) };
  }
  process.stdout.write(JSON.stringify(reply) + "\\n");
}

let keytar;
lines.on("line", (line) => {
  const { id, method, args } = JSON.parse(line);
  answer(id, () => keytar[method](...args));
});
await answer(0, async () => {
  keytar = (await import(pathToFileURL(process.argv[1]).href)).default;
});
`;
