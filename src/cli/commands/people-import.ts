import { resolve } from "node:path";
import { linkByPerson, linksOf, NOTHING_SEEN, replacedBy } from "../../sync/identity/index.js";
import type { PersonDecision, StateStore } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf } from "../command.js";
import { confirmDecision, lines } from "../people/consequences.js";
import { type FiledDecision, type Incoming, planImport, readPeopleFile } from "../people/file.js";
import { decisionSubject, decisionText } from "../people/record.js";
import { underLock } from "../under-lock.js";
import { type Workspace, withWorkspace } from "../workspace.js";
import type { PEOPLE_IMPORT_FLAGS } from "./people-flags.js";

type Input = InputOf<typeof PEOPLE_IMPORT_FLAGS>;

/** `people import`: takes over decisions made elsewhere, with who made them when and why. */
export async function run(input: Input, context: CliContext): Promise<CommandResult> {
  const shown = input.arguments[0] ?? "";
  const filed = await readPeopleFile(resolve(context.process.cwd, shown), shown);
  const rows = await withWorkspace(context, async (workspace) => {
    const { clock } = context.process;
    const planned = await plan(filed, workspace, context);
    const fresh = newOnes(planned);
    if (fresh.length === 0) return planned;
    await confirmDecision(
      {
        question: `Take over ${fresh.length === 1 ? "this decision" : `these ${fresh.length} decisions`}?`,
        facts: fresh.map((decision) => `${line(decision)}, by ${decision.who}: ${decision.why}`),
        yes: input.options.yes === true,
        command: ["people", "import", shown],
      },
      context,
    );
    const about = planned.flatMap(({ decision, verdict }) =>
      verdict === "left_out" ? [] : [decision.entity],
    );
    return await underLock(workspace.state, about, clock, async () => {
      const now = await plan(filed, workspace, context);
      for (const decision of newOnes(now)) await store(decision, workspace.state, clock.now());
      return now;
    });
  });
  return resultOf(rows, shown);
}

async function plan(
  filed: readonly FiledDecision[],
  { config, entities, state }: Workspace,
  context: CliContext,
): Promise<readonly Incoming[]> {
  const targets = config.entities.map(async ({ id, timezone }) => ({
    id,
    timezone,
    isChosen: entities.some((entity) => entity.id === id),
    decisions: await state.personDecisions(id),
  }));
  return planImport(filed, await Promise.all(targets), context.process.clock.now());
}

function newOnes(rows: readonly Incoming[]): readonly FiledDecision[] {
  return rows.filter(({ verdict }) => verdict === "new").map(({ decision }) => decision);
}

/** The decision, and what it means for the links: the same as if it were made here. */
async function store(decision: FiledDecision, state: StateStore, at: Date): Promise<void> {
  const { entity, kind, employee, memberId } = decision;
  const links = await state.links(entity);
  await state.addPersonDecision(asDecision(decision), at);
  if (kind === "ignore") return;
  const pair = linksOf(employee, links).filter((link) => link.memberId === memberId);
  if (kind === "unlink") await state.applyLinkChanges(entity, { upsert: [], remove: pair });
  else if (pair.length === 0) {
    const { link, ...others } = linkByPerson(employee, memberId, links, () => decision.seen ?? NOTHING_SEEN);
    await state.applyLinkChanges(entity, { upsert: [link], remove: replacedBy(others) });
  }
}

function asDecision(decision: FiledDecision): PersonDecision {
  const { id, entity, kind, employee, memberId, name, until, why, who, at } = decision;
  return { id, entity, kind, employee, memberId, name, until, why, who, at, endedAt: null };
}

function line(decision: FiledDecision): string {
  const whole = asDecision(decision);
  return `${decision.entity}: ${decisionSubject(whole)} ${decisionText(whole)}`;
}

function resultOf(rows: readonly Incoming[], shown: string): CommandResult {
  const count = (verdict: Incoming["verdict"]) => rows.filter((row) => row.verdict === verdict).length;
  const counts = { new: count("new"), known: count("known"), leftOut: count("left_out") };
  return {
    exitCode: 0,
    document: {
      ...counts,
      decisions: rows.map(({ decision, verdict, reason }) => ({
        ...asDecision(decision),
        verdict,
        reason,
      })),
    },
    text: () =>
      lines([
        ...rows.flatMap(({ decision, verdict, reason }) => {
          if (verdict === "known") return [];
          return [verdict === "new" ? `✔ ${line(decision)}` : `– ${line(decision)}: left out, ${reason}`];
        }),
        `${shown}: ${counts.new} new, ${counts.known} known already, ${counts.leftOut} left out.`,
        ...(counts.new > 0 ? ["Nothing was sent to Spendesk. Next: spendesk-hr preview"] : []),
      ]),
  };
}
