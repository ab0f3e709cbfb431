import { spawnSync } from "node:child_process";
import { median } from "./median.js";
import type { Measurement } from "./three-tries.js";

const ROUNDS = 31;
const BUDGET = 1.25;

/** Start-up as a ratio to Node's own, taken in turns so that a busy machine slows both. */
export function startUp(): Measurement[] {
  const cases = [
    ["-e", "0"],
    ["bin/spendesk-hr.js", "--version"],
    ["bin/spendesk-hr.js", "--help"],
  ];
  const times = cases.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, args] of cases.entries()) times[index]?.push(milliseconds(args));
  }
  const [node = 0, ...commands] = times.map(median);
  return commands.map((time, index) => {
    const ratio = time / node;
    return {
      what: `start-up of ${cases[index + 1]?.[1]} against node -e 0`,
      measured: `${ratio.toFixed(2)} x`,
      budget: `${BUDGET} x`,
      kept: ratio <= BUDGET,
      ofBudget: ratio / BUDGET,
    };
  });
}

function milliseconds(args: readonly string[]): number {
  const start = performance.now();
  const { status } = spawnSync(process.execPath, [...args], { stdio: "ignore" });
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}`);
  return performance.now() - start;
}
