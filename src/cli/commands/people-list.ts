import { isInForce } from "../../sync/identity/index.js";
import { dayInZone, type PersonDecision } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import type { CommandInput, CommandResult } from "../command.js";
import { renderTable } from "../output/table.js";
import {
  decisionDocument,
  decisionState,
  decisionSubject,
  decisionText,
  type ListedOn,
} from "../people/record.js";
import { withWorkspace } from "../workspace.js";

interface Row extends ListedOn {
  readonly decision: PersonDecision;
}

/** `people list`: all decisions, those in force first, each group newest first. */
export async function run(_input: CommandInput, context: CliContext): Promise<CommandResult> {
  const now = context.process.clock.now();
  const rows = await withWorkspace(context, async ({ entities, state }) => {
    const found: Row[] = [];
    for (const { id, timezone } of entities) {
      const today = dayInZone(now, timezone);
      const decisions = await state.personDecisions(id);
      found.push(...decisions.map((decision) => ({ decision, today, timezone })));
    }
    return found;
  });
  const holds = ({ decision, today }: Row) => isInForce(decision, today);
  const sorted = [...rows.filter(holds), ...rows.filter((row) => !holds(row))];
  return {
    exitCode: 0,
    document: { decisions: sorted.map(({ decision, today }) => decisionDocument(decision, today)) },
    text: (style) =>
      sorted.length === 0
        ? "Nobody has decided anything about a person yet."
        : renderTable(
            ["Entity", "Person", "Decision", "State", "By", "On", "Why"],
            sorted.map(({ decision, today, timezone }) => [
              decision.entity,
              decisionSubject(decision),
              decisionText(decision),
              decisionState(decision, { today, timezone }),
              decision.who,
              dayInZone(new Date(decision.at), timezone),
              decision.why,
            ]),
            style,
          ),
    columns: [
      ...["entity", "kind", "source", "account", "employeeId", "memberId", "name", "until"],
      ...["why", "who", "at", "endedAt", "inForce", "id"],
    ],
    rows: () =>
      sorted.map(({ decision, today }) => {
        const { employee, ...rest } = decision;
        return {
          ...rest,
          source: employee?.source ?? null,
          account: employee?.account ?? null,
          employeeId: employee?.id ?? null,
          inForce: String(isInForce(decision, today)),
        };
      }),
  };
}
