import {
  type LockOwner,
  type PersonDecision,
  Problem,
  type RunRecord,
  type StateStore,
} from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf } from "../command.js";
import { findRun, MOST_RUNS } from "../find-run.js";
import { wholeNumber } from "../options.js";
import { runText } from "../output/run-changes-text.js";
import { countsText, entitiesText, resultOf, resultText } from "../output/run-text.js";
import { errorDocument } from "../output/serialize.js";
import { renderTable } from "../output/table.js";
import { type ShowTime, showsTimes } from "../output/time-text.js";
import { type PartOfRun, partOfRun, resultIn } from "../part-of-run.js";
import { decisionSubject, decisionText } from "../people/record.js";
import { saveActivity } from "../report/activity-file.js";
import { reportKind } from "../report/file.js";
import { withWorkspace } from "../workspace.js";
import type { HISTORY_FLAGS } from "./look-flags.js";

type Input = InputOf<typeof HISTORY_FLAGS>;

const DEFAULT_LIMIT = 20;

/** `history` lists runs and what people decided, `history <run>` the changes of one. */
export async function run(input: Input, context: CliContext): Promise<CommandResult> {
  const [wanted] = input.arguments;
  const { report } = input.options;
  if (report !== undefined) {
    if (wanted !== undefined) throw noReportOfOne(wanted);
    reportKind(report, ["html"]);
  }
  return withWorkspace(context, async (workspace) => {
    const { entities, state, config } = workspace;
    const now = context.process.clock.now();
    const { entity: named, group } = context.globals;
    const only = named.length + group.length === 0 ? null : new Set(entities.map(({ id }) => id));
    if (wanted !== undefined) {
      const show = showsTimes(config.entities, now);
      return await showRun(state, wanted, { only, all: input.options.all === true, show });
    }
    // One clock for the whole list: its rows stand in the order in which things happened.
    const ofOne = showsTimes(entities, now);
    const show: ShowTime = (instant) => ofOne(instant);
    const limit = wholeNumber(input.options, "limit", { min: 1, max: MOST_RUNS }) ?? DEFAULT_LIMIT;
    const decided = await Promise.all(entities.map(({ id }) => state.personDecisions(id)));
    const decisions = decided.flat();
    if (report !== undefined) {
      const rows = await historyRows(state, decisions, { limit, only, show });
      const table = { title: "Runs and decisions", header: HEADER, rows };
      await saveActivity(report, { title: "History", workspace, sections: [], table }, context);
    }
    return await list(state, decisions, { limit, only, show });
  });
}

function noReportOfOne(run: string): Problem {
  return new Problem({
    kind: "usage",
    code: "report_of_one_run",
    what: "There is no report of a single run.",
    why: "`--report` draws what many runs did over time.",
    next: `Run \`spendesk-hr history ${run} -o xlsx > run.xlsx\` to pass its changes on, or leave the run out.`,
  });
}

/** What of the past somebody wants to see. */
interface Wanted {
  readonly limit: number;
  /** The entities that were named; null: all, also those that are not in the configuration any more. */
  readonly only: ReadonlySet<string> | null;
  readonly show: ShowTime;
}

/** The newest runs that were about one of the wanted entities, as they went for these. */
async function runsOf(state: StateStore, { limit, only }: Wanted): Promise<readonly PartOfRun[]> {
  if (only === null) return (await state.runs(limit)).map((run) => ({ run, isOwn: true }));
  const isWanted = (entity: string) => only.has(entity);
  const runs = (await state.runs(MOST_RUNS)).filter(({ entities }) => entities.some(isWanted));
  const parts: PartOfRun[] = [];
  for (const run of runs.slice(0, limit)) {
    parts.push(partOfRun(run, await state.runResults(run.id), isWanted));
  }
  return parts;
}

/** A run in a document; its problem is an error as everywhere. */
function runDocument({ problem, ...run }: RunRecord, owners: readonly LockOwner[]) {
  const result = resultOf({ ...run, problem }, owners);
  return { ...run, result, error: problem && errorDocument(problem) };
}

/** The newest runs, and between them what people decided about somebody. */
async function list(
  state: StateStore,
  decided: readonly PersonDecision[],
  wanted: Wanted,
): Promise<CommandResult> {
  const owners = await state.lockOwners();
  const runs = (await runsOf(state, wanted)).map(({ run }) => runDocument(run, owners));
  const decisions = newestFirst(decided).slice(0, wanted.limit);
  const rows = await historyRows(state, decided, wanted);
  return {
    exitCode: 0,
    document: { runs, decisions },
    text: (style) => (rows.length === 0 ? "No runs yet." : renderTable(HEADER, rows, style)),
    columns: ["run", "kind", "startedAt", "finishedAt", "exitCode", "entities", "result"],
    rows: () =>
      runs.map(({ id, kind, startedAt, finishedAt, exitCode, entities, result }) => ({
        run: id,
        kind,
        startedAt,
        finishedAt,
        exitCode,
        entities: entities.join(" "),
        result,
      })),
  };
}

const HEADER = ["Run", "Kind", "Started", "Entities", "Result", "Counts"] as const;

async function historyRows(
  state: StateStore,
  decided: readonly PersonDecision[],
  wanted: Wanted,
): Promise<readonly (readonly string[])[]> {
  const { limit, show } = wanted;
  const [runs, owners] = [await runsOf(state, wanted), await state.lockOwners()];
  return weave(runs, newestFirst(decided), owners, show).slice(0, limit);
}

function newestFirst(decisions: readonly PersonDecision[]): readonly PersonDecision[] {
  return decisions.toSorted((a, b) => (a.at > b.at ? -1 : a.at < b.at ? 1 : 0));
}

/** Rows by time. The runs stay in the order in which they began: clocks may jump. */
function weave(
  runs: readonly PartOfRun[],
  decisions: readonly PersonDecision[],
  owners: readonly LockOwner[],
  show: ShowTime,
): readonly (readonly string[])[] {
  const rows: (readonly string[])[] = [];
  let next = 0;
  for (const part of runs) {
    for (let one = decisions[next]; one && one.at > part.run.startedAt; one = decisions[next]) {
      rows.push(decisionCells(one, show));
      next += 1;
    }
    rows.push(runCells(part, owners, show));
  }
  return [...rows, ...decisions.slice(next).map((one) => decisionCells(one, show))];
}

function runCells(
  { run, isOwn }: PartOfRun,
  owners: readonly LockOwner[],
  show: ShowTime,
): readonly string[] {
  const { id, kind, startedAt, entities, counts } = run;
  const result = `${resultText(run, owners)}${isOwn ? "" : OF_ALL}`;
  return [id.slice(0, 8), kind, show(startedAt), entitiesText(entities), result, countsText(counts)];
}

/** Of a run of an earlier version. */
const OF_ALL = " (of all its entities)";

function decisionCells(decision: PersonDecision, show: ShowTime): readonly string[] {
  const { kind, at, entity, endedAt, who, why } = decision;
  const result = endedAt === null ? "decided" : `ended ${show(endedAt)}`;
  const text = `${decisionSubject(decision)} ${decisionText(decision)}, by ${who}: ${why}`;
  return ["", kind, show(at), entity, result, text];
}

async function showRun(
  state: StateStore,
  wanted: string,
  { only, all, show }: Pick<Wanted, "only" | "show"> & { readonly all: boolean },
): Promise<CommandResult> {
  const run = await findRun(state, wanted);
  const isWanted = (entity: string) => only?.has(entity) ?? true;
  const entries = (await state.journal(run.id)).filter(({ entity }) => isWanted(entity));
  const told = await state.runResults(run.id);
  const results = told.filter(({ entity }) => isWanted(entity));
  const part = partOfRun(run, told, isWanted);
  const owners = await state.lockOwners();
  const who = part.run === run ? "" : `; ${entitiesText(results.map(({ entity }) => entity))}`;
  const how = `${who}: ${resultText(part.run, owners)}${part.isOwn ? "" : OF_ALL}`;
  const head = `${run.kind} of ${entitiesText(run.entities)}, started ${show(run.startedAt, run.entities[0])}${how}`;
  return {
    exitCode: 0,
    document: {
      run: runDocument(part.run, owners),
      entities: results.map((one) => ({
        ...{ entity: one.entity, result: resultIn(run, one), counts: one.counts },
        error: one.problem && errorDocument(one.problem),
      })),
      changes: entries,
    },
    text: (style) => runText({ run, results, entries }, head, all, style),
    columns: ["entity", "action", "name", "email", "employeeId", "memberId", "code", "outcome", "error"],
    rows: () =>
      entries.map(({ entity, action, name, email, employeeId, memberId, code, outcome, error, handOff }) => ({
        entity,
        action,
        name,
        email,
        employeeId,
        memberId,
        code,
        outcome,
        error: error ? `${error.code}: ${error.detail}` : null,
        handOff: handOff?.status ?? null,
      })),
  };
}
