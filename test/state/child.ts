/**
 * What a second process does to a state, for tests that need one: `node child.mjs <command> <dir> [file]`.
 * Bundled by `children.ts`; prints a line when it has done its part.
 */
import { existsSync } from "node:fs";
import { MIGRATIONS } from "../../src/state/migrations/index.js";
import { openState, type StateOptions } from "../../src/state/open.js";
import { isProblem } from "../../src/sync/errors.js";
import type { StateStore } from "../../src/sync/ports.js";
import { addNote, intent, link } from "./fixtures.js";

const [command = "", dir = "", signal = ""] = process.argv.slice(2);
const at = new Date("2026-11-20T08:30:00.000Z");

function open(options: Partial<StateOptions> = {}): StateStore {
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

const commands: Readonly<Record<string, () => void>> = {
  open: () => {
    open().close();
    say("opened");
  },
  race: () => {
    waitForSignal();
    const state = open();
    const owner = state.acquireLock(`run-${process.pid}`, at);
    say(owner === null ? "won" : "lost");
    stayAlive();
  },
  hold: () => {
    open().acquireLock("held", at);
    say("holding");
    stayAlive();
  },
  key: () => {
    waitForSignal();
    say(Buffer.from(open().fingerprintKey()).toString("hex"));
  },
  upgrade: () => {
    waitForSignal();
    open({ migrations: [...MIGRATIONS, addNote] }).close();
    say("upgraded");
  },
  "die-after-intents": () => {
    const state = open();
    const runId = state.startRun("apply", ["acme-uk"], at);
    state.acquireLock(runId, at);
    state.journalIntents(runId, "acme-uk", "call-1", [intent(1), intent(2)], at);
    process.kill(process.pid, "SIGKILL");
  },
  fill: () => {
    const state = open();
    say("opened");
    for (let round = 0; round < 10_000; round += 1) {
      const upsert = Array.from({ length: 100 }, (_, index) =>
        link(`e${round}-${index}`, `m${round}-${index}`),
      );
      state.applyLinkChanges("acme-uk", { upsert, remove: [] });
    }
  },
};

try {
  commands[command]?.();
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
