import type { SandboxOptions } from "../../../src/sandbox/settings.js";
import { type Lab, openLab } from "./lab.js";
import type { Picture } from "./picture.js";
import { undisturbed } from "./recovery.js";

/** A lab and what an undisturbed day leaves behind in it. */
export interface Lane {
  readonly lab: Lab;
  readonly goal: Picture;
  /** Writes of an undisturbed day. */
  readonly writes: number;
}

/** As many at once as the smallest machine has processors. */
const COUNT = 2;

export interface Lanes {
  readonly first: Lane;
  /**
   * Puts every case through `work`, on a fresh morning each.
   * @returns what went wrong, by case
   */
  each(cases: readonly number[], work: (lane: Lane, number: number) => Promise<void>): Promise<string[]>;
  close(): Promise<void>;
}

export async function openLanes(options: SandboxOptions = {}): Promise<Lanes> {
  const first = await openLane(options);
  const lanes = [first];
  while (lanes.length < COUNT) lanes.push(await openLane(options));
  return {
    first,
    async each(cases, work) {
      const open = [...cases];
      const failures: string[] = [];
      const drive = async (lane: Lane) => {
        for (let number = open.shift(); number !== undefined; number = open.shift()) {
          try {
            await lane.lab.reset();
            await work(lane, number);
          } catch (error) {
            failures.push(`${number}: ${error instanceof Error ? error.message : error}`);
          }
        }
      };
      await Promise.all(lanes.map(drive));
      return failures;
    },
    async close() {
      for (const { lab } of lanes) await lab.close();
    },
  };
}

async function openLane(options: SandboxOptions): Promise<Lane> {
  const lab = await openLab(options);
  const goal = await undisturbed(lab);
  return { lab, goal, writes: lab.gate.writes.length };
}

/** 1 to `count`. */
export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

/** A few numbers of 1 to `count`, the first and the last among them. */
export function someOf(count: number, wanted: number): number[] {
  const step = (count - 1) / (wanted - 1);
  return [...new Set(Array.from({ length: wanted }, (_, index) => 1 + Math.round(index * step)))];
}
