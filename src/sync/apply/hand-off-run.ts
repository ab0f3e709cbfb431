import type { OpenHandOff } from "../hand-off/index.js";
import {
  asProblem,
  type Change,
  type EntityHandOffs,
  type HandOffFile,
  type HandOffTarget,
  type HandOffUpdate,
  type Outcome,
  Problem,
  partsOf,
  type WantedValues,
  wantedValues,
} from "../model/index.js";
import type { PlannedEntity, RunDependencies } from "../run/index.js";
import type { ChangeResult } from "./change-run.js";

/** What came of handing the plans of some entities over as files. */
export interface HandOffResult {
  readonly files: readonly HandOffFile[];
  /** One result per change, by the plan it belongs to. */
  readonly resultsOf: ReadonlyMap<PlannedEntity, readonly ChangeResult[]>;
  /** What became of earlier hand-offs of the same people, by the plan. */
  readonly supersededOf: ReadonlyMap<PlannedEntity, readonly HandOffUpdate[]>;
  /** Concerns all of them: the files are written together. */
  readonly problem: Problem | null;
}

interface HandOffRun extends Pick<RunDependencies, "state" | "clock" | "progress"> {
  readonly runId: string;
  readonly target: HandOffTarget;
  /** Whether a change counts towards the limits of the days to come. */
  readonly isCounted: (entity: string, change: Change) => boolean;
}

/**
 * Hands plans over as files. The intents are journaled before the first byte, and everything counts as
 * handed off only once all files are there: a run that is killed in between has handed off nothing, and
 * the next one does it all anew.
 */
export async function handOffPlans(
  planned: readonly PlannedEntity[],
  run: HandOffRun,
): Promise<HandOffResult> {
  const { state, clock, progress, runId, target } = run;
  const folder = target.folderFor(runId);
  await state.noteFolder(runId, folder);
  for (const { task, plan } of planned) {
    progress.phase(task.entity, `handing ${plan.changes.length} changes over as files`);
    await state.journalIntents(
      runId,
      task.entity,
      null,
      plan.changes.map((change, sequence) =>
        journalRow(change, sequence, run.isCounted(task.entity, change)),
      ),
      clock.now(),
    );
  }
  let files: readonly HandOffFile[];
  try {
    files = await target.write(
      { runId, folder },
      planned.map(({ task, plan, employees }) => ({ entity: task.entity, changes: plan.changes, employees })),
    );
  } catch (error) {
    return await notHandedOff(planned, run, asProblem(error));
  }
  const handOffs = planned.map((one) => newHandOffs(one, runId));
  const isCounted = await state.recordHandOffs(runId, handOffs, clock.now());
  if (!isCounted) return await notHandedOff(planned, run, lockLostTooLate(folder));
  return {
    files,
    resultsOf: resultsOf(planned, "handed_off", null),
    supersededOf: new Map(planned.map((one, index) => [one, handOffs[index]?.updates ?? []])),
    problem: null,
  };
}

function journalRow(change: Change, sequence: number, isCounted: boolean) {
  const { action, employeeId, memberId, email, name, fields, code, reason } = change;
  return { sequence, action, employeeId, memberId, email, name, fields, code, reason, isCounted };
}

function newHandOffs({ task, plan, membersRead, handOffs }: PlannedEntity, runId: string): EntityHandOffs {
  return {
    entity: task.entity,
    added: plan.changes.map((change, sequence) => ({
      sequence,
      memberId: change.memberId,
      wanted: wantedValues(change),
      wasListed: change.memberId !== null && membersRead.changed.has(change.memberId),
    })),
    updates: supersede(handOffs.open, plan.changes, `Handed off once more by run ${runId.slice(0, 8)}.`),
  };
}

async function notHandedOff(
  planned: readonly PlannedEntity[],
  run: HandOffRun,
  problem: Problem,
): Promise<HandOffResult> {
  const { state, clock, runId } = run;
  const error = { code: problem.code, detail: problem.message };
  for (const { task, plan } of planned) {
    const outcomes = plan.changes.map(({ memberId }, sequence) => {
      const outcome: Outcome = "failed";
      return { sequence, outcome, memberId, error, link: null };
    });
    await state.journalOutcomes(runId, task.entity, outcomes, clock.now());
  }
  return { files: [], resultsOf: resultsOf(planned, "failed", error), supersededOf: new Map(), problem };
}

function resultsOf(
  planned: readonly PlannedEntity[],
  outcome: ChangeResult["outcome"],
  error: ChangeResult["error"],
): HandOffResult["resultsOf"] {
  return new Map(planned.map((one) => [one, one.plan.changes.map((change) => ({ change, outcome, error }))]));
}

function lockLostTooLate(folder: string): Problem {
  return new Problem({
    kind: "locked",
    code: "hand_off_not_counted",
    what: `The files in ${folder} do not count as handed off, and must not be used.`,
    why: "The run lost its lock while it wrote them: another run may hand the same changes over.",
    next: `Delete ${folder}, wait for the other run, then run \`spendesk-hr preview\` to see what is left.`,
  });
}

/**
 * What newer changes of the same people mean for hand-offs that are still open: the newest word counts,
 * so an older hand-off no longer waits for a value that was written or handed off once more.
 * @param changes changes that were carried out or handed off since
 * @param how a sentence for hand-offs of which nothing is left
 */
export function supersede(
  open: readonly OpenHandOff[],
  changes: readonly Change[],
  how: string,
): readonly HandOffUpdate[] {
  const changeOf = new Map(changes.map((change) => [change.employeeId, change]));
  return open.flatMap(({ handOff }): HandOffUpdate[] => {
    const change = changeOf.get(handOff.employeeId);
    if (!change) return [];
    const { runId, sequence } = handOff;
    const wanted = change.action === "update" ? without(handOff.wanted, wantedValues(change)) : {};
    const hasEnded =
      change.action !== "update" || (handOff.action === "update" && partsOf(wanted).length === 0);
    if (hasEnded) return [{ runId, sequence, status: "withdrawn", detail: how, closed: true }];
    const isNarrower = partsOf(wanted).length < partsOf(handOff.wanted).length;
    return isNarrower ? [{ runId, sequence, wanted }] : [];
  });
}

function without(wanted: WantedValues, newer: WantedValues): WantedValues {
  const newerParts = new Set(partsOf(newer));
  return Object.fromEntries(
    partsOf(wanted)
      .filter((part) => !newerParts.has(part))
      .map((part) => [part, wanted[part]]),
  );
}
