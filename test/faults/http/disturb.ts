import { expect } from "vitest";
import { checkHarmless, checkHeals, checkWritten } from "./checks.js";
import type { Case, Section } from "./expected.js";
import type { FaultLab } from "./lab.js";

/** Name of a row of the matrix. */
export function titleOf({ fault, times, exit, written }: Case): string {
  return `${fault} ${times}: exit ${exit}, ${written} of the plan written, and the next run heals it`;
}

/** Runs one row of the matrix: a disturbed apply, then an undisturbed one. */
export async function disturb(lab: FaultLab, section: Section, row: Case): Promise<void> {
  const { control } = lab.sandbox;
  await lab.reset();
  if (section.prepare === "no_restore") lab.restoreByHand();
  if (section.prepare === "no_bulk") control.setOptions({ bulkUpdates: false });
  control.setFaults([`${row.fault}${row.times === "once" ? ":x1" : ""}@${section.route}`]);
  const run = await lab.run(["apply", "--yes"]);
  expect(run).toMatchObject({ exitCode: row.exit });
  await checkHarmless(lab, run);
  checkWritten(lab, row.written);
  await checkHeals(lab);
}
