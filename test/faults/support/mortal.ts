import { AsyncLocalStorage } from "node:async_hooks";
import { alterLock } from "../../support/held-lock.js";
import { watchCommits, watchFiles } from "./change-hooks.mjs";
import { watchClients } from "./database-hooks.mjs";

/**
 * Runs that die inside this process, many times faster than the real program in a process of its own is
 * killed. That both leave the same behind is checked where real ones are killed as well.
 */
export interface Life {
  /** Points passed so far. */
  readonly passed: number;
  readonly isOver: boolean;
  /** From now on nothing this run does has any effect. */
  end(): void;
}

class Died extends Error {
  constructor() {
    super("This run has died.");
  }
}

class OneLife implements Life {
  passed = 0;
  isOver = false;
  readonly #lastPoint: number | null;
  readonly #withFiles: boolean;

  constructor(lastPoint: number | null, withFiles: boolean) {
    this.#lastPoint = lastPoint;
    this.#withFiles = withFiles;
  }

  end(): void {
    this.isOver = true;
  }

  requireAlive(): void {
    if (this.isOver) throw new Died();
  }

  pass(isFile: boolean): void {
    this.requireAlive();
    if (isFile && !this.#withFiles) return;
    this.passed += 1;
    if (this.passed === this.#lastPoint) this.end();
    this.requireAlive();
  }
}

const lives = new AsyncLocalStorage<OneLife>();
const begin = () => lives.getStore()?.requireAlive();
const point = () => lives.getStore()?.pass(false);
watchCommits({ begin, point });
watchClients({ begin, point });
await watchFiles({ begin, point: () => lives.getStore()?.pass(true) });

export interface MortalOptions {
  /** Where the state is whose lock a dead run must not keep. */
  readonly stateDir: string;
  /** Number of the point at which it dies, from 1; null: when `end` is called. */
  readonly at: number | null;
  /** Whether changes of files are points, besides commits. */
  readonly files: boolean;
}

/**
 * Lets something live until its last point, and forgets the number of its process as the death of a real one
 * does: whoever looks at its lock finds that its owner is gone.
 * @param work may throw whatever it likes once it is dead
 */
export async function liveOnce(
  { stateDir, at, files }: MortalOptions,
  work: (life: Life) => Promise<unknown>,
): Promise<Life> {
  const life = new OneLife(at, files);
  await lives
    .run(life, () => work(life))
    .catch((error: unknown) => {
      if (!life.isOver) throw error;
    });
  // Its lock, if there is one: it may have died before the state was there.
  if (life.isOver) await alterLock(stateDir, "process_start = 'of a process that is gone'");
  return life;
}
