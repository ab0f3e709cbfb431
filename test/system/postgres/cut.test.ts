import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Lane, type Lanes, openLanes, someOf } from "../../faults/support/lanes.js";
import { booksOf, expectRecovery } from "../../faults/support/recovery.js";
import { type CuttingProxy, openCuttingProxy } from "../../support/postgres/cutting-proxy.js";
import { serverOfStates } from "../../support/postgres/place.js";
import { APPLY, expectThreeLines, through } from "./support.js";

/** Messages at which the connection is cut; that of the store alone is cut at each (test/system/state/postgres). */
const POINTS = 40;
/** Of the real program as well. */
const REAL = 6;
/** Only an end to what hangs. */
const LONG = { timeout: 1_800_000 };

let lanes: Lanes;
/** Those of each lane, which works through its cases one after the other. */
const known = new Map<Lane, Way>();
/** Messages of an apply that nothing disturbs. */
let messages: number;

/** How the program of a lane gets to its database. */
interface Way {
  readonly proxy: CuttingProxy;
  readonly messages: number;
  /** What an apply leaves behind that nothing disturbs. */
  readonly books: object;
}

async function wayOf(lane: Lane): Promise<Way> {
  const found = known.get(lane);
  if (found) return found;
  const { lab } = lane;
  const proxy = await openCuttingProxy(serverOfStates()?.port ?? 0);
  await lab.reset();
  const { exitCode, stderr } = await lab.run(APPLY, { env: through(proxy, lab.env) });
  expect(exitCode, stderr).toBe(0);
  const way = { proxy, messages: proxy.passed, books: await booksOf(lab) };
  known.set(lane, way);
  await lab.reset();
  return way;
}

beforeAll(async () => {
  lanes = await openLanes();
  ({ messages } = await wayOf(lanes.first));
  expect(messages).toBeGreaterThan(60);
});
afterAll(async () => {
  for (const { proxy } of known.values()) await proxy.close();
  await lanes.close();
});

type Run = (lane: Lane, proxy: CuttingProxy) => Promise<{ readonly code: number | null; stderr: string }>;

const inThisProcess: Run = async ({ lab }, proxy) => {
  const { exitCode, stderr } = await lab.run(APPLY, { env: through(proxy, lab.env) });
  return { code: exitCode, stderr };
};

const inItsOwn: Run = ({ lab }, proxy) => lab.start(APPLY, { env: through(proxy, lab.env) }).ended;

describe.each(["before", "after"] as const)(
  "an apply that loses its database %s a message arrived",
  (when) => {
    async function cutAt(lane: Lane, message: number, run: Run): Promise<number | null> {
      const { lab, goal } = lane;
      const { proxy, books } = await wayOf(lane);
      proxy.cutAfter(message, when);
      const { code, stderr } = await run(lane, proxy);
      // It may have needed fewer messages than the first one.
      proxy.cutAfter(Number.POSITIVE_INFINITY, when);
      if (code === 0) expect(await booksOf(lab)).toEqual(books);
      else {
        expect(code, stderr).toBe(7);
        expectThreeLines(stderr, /^The state in \S+ does not answer\.$/);
        expect(lab.gate.writes).toEqual([]);
        await expectRecovery(lab, goal);
      }
      return code;
    }

    it("goes on by itself, or ends before its first call and is repeated", LONG, async () => {
      const codes = new Set<number | null>();
      const failures = await lanes.each(someOf(messages, POINTS), async (lane, message) => {
        codes.add(await cutAt(lane, message, inThisProcess));
      });
      expect(failures).toEqual([]);
      // Whoever has never been in does not wait: it may be the address that is wrong.
      expect(codes).toEqual(new Set([0, 7]));
    });

    it("does the same as the real program", LONG, async () => {
      const failures = await lanes.each(someOf(messages, REAL), async (lane, message) => {
        await cutAt(lane, message, inItsOwn);
      });
      expect(failures).toEqual([]);
    });
  },
);
