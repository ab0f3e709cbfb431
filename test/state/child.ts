/**
 * What a second process does to a state, for tests that need one: `node child.mjs <command> <dir> [file]`.
 * Bundled by `children.ts`; prints a line when it has done its part.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { isProblem } from "../../src/shared/errors.js";
import { aloneWithCredentials } from "../../src/state/alone.js";
import { MIGRATIONS } from "../../src/state/migrations/index.js";
import { openState, type StateOptions } from "../../src/state/open.js";
import type { StateStore } from "../../src/sync/model/state-store.js";
import { addNote, intent, link } from "./fixtures.js";

const [command = "", dir = "", signal = ""] = process.argv.slice(2);
const LONG_MS = 3_600_000;
const at = new Date("2026-11-20T08:30:00.000Z");

function open(options: Partial<StateOptions> = {}): Promise<StateStore> {
  return openState({ dir, clock: { now: () => at }, toolVersion: "1.2.3", ...options });
}

/** Starts together with others: all poll for the same file. */
function waitForSignal(): void {
  say("ready");
  while (!existsSync(signal));
}

function stayAlive(): void {
  setInterval(() => {}, 1_000);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Another process of this program, once it holds the lock. */
async function startHolder(): Promise<ChildProcess> {
  const [, file = ""] = process.argv;
  const holder = spawn(process.execPath, [file, "hold", dir], { stdio: ["ignore", "pipe", "inherit"] });
  await once(holder.stdout, "data");
  return holder;
}

/** A process with a number that is free; the caller may write to this namespace's counter. */
function startAs(pid: number): ChildProcess {
  for (;;) {
    writeFileSync("/proc/sys/kernel/ns_last_pid", String(pid - 1));
    const started = spawn("sleep", ["600"], { stdio: "ignore" });
    // A thread of this process may have come in between.
    if (started.pid === pid) return started;
    started.kill("SIGKILL");
  }
}

const commands: Readonly<Record<string, () => unknown>> = {
  open: async () => {
    await (await open()).close();
    say("opened");
  },
  race: async () => {
    waitForSignal();
    const state = await open();
    const owners = await state.acquireLock(`run-${process.pid}`, ["acme-uk"], at);
    say(owners.length === 0 ? "won" : "lost");
    stayAlive();
  },
  hold: async () => {
    await (await open()).acquireLock("held", ["acme-uk"], at);
    say("holding");
    stayAlive();
  },
  alone: () =>
    aloneWithCredentials({ dir, signal: new AbortController().signal }, () => {
      say("alone");
      // Nothing would keep a promise that nobody can settle, and with it the lock.
      return new Promise((resolve) => setTimeout(resolve, LONG_MS));
    }),
  reuse: async () => {
    const holder = await startHolder();
    const store = await open();
    const held = (await store.lockOwners())[0]?.pid;
    holder.kill("SIGKILL");
    await once(holder, "exit");
    const other = startAs(holder.pid ?? 0);
    const [then = null] = await store.lockOwners();
    other.kill("SIGKILL");
    say(JSON.stringify({ first: holder.pid, second: other.pid, held, then }));
  },
  key: async () => {
    waitForSignal();
    say(Buffer.from(await (await open()).fingerprintKey()).toString("hex"));
  },
  upgrade: async () => {
    waitForSignal();
    await (await open({ migrations: [...MIGRATIONS, addNote] })).close();
    say("upgraded");
  },
  "die-after-intents": async () => {
    const state = await open();
    const runId = await state.startRun("apply", ["acme-uk"], at);
    await state.acquireLock(runId, ["acme-uk"], at);
    await state.journalIntents(runId, "acme-uk", "call-1", [intent(1), intent(2)], at);
    process.kill(process.pid, "SIGKILL");
  },
  fill: async () => {
    const state = await open();
    say("opened");
    for (let round = 0; round < 10_000; round += 1) {
      const upsert = Array.from({ length: 100 }, (_, index) =>
        link(`e${round}-${index}`, `m${round}-${index}`),
      );
      await state.applyLinkChanges("acme-uk", { upsert, remove: [] });
    }
  },
};

try {
  await commands[command]?.();
} catch (error) {
  if (!isProblem(error)) throw error;
  say(
    JSON.stringify({
      kind: error.kind,
      code: error.code,
      what: error.message,
      why: error.why,
      next: error.next,
    }),
  );
}
