import { decisionsAbout, isInForce } from "../../sync/identity/index.js";
import { dayInZone, exitCodeFor, type PersonDecision } from "../../sync/model/index.js";
import { type Explanation, explainPerson, planTasks } from "../../sync/run/index.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf } from "../command.js";
import { openTasks } from "../open-tasks.js";
import { explanationDocument, explanationText } from "../output/explanation-text.js";
import { failedDocument } from "../output/plan-document.js";
import { decidedBy } from "../people/record.js";
import { type Workspace, withWorkspace } from "../workspace.js";
import type { EXPLAIN_FLAGS } from "./look-flags.js";

type Input = InputOf<typeof EXPLAIN_FLAGS>;

interface Explained {
  readonly explanation: Explanation;
  /** What people decided about this person, and is in force. */
  readonly decided: readonly PersonDecision[];
  readonly safety: readonly string[];
}

/** `explain`: why one person is created, unchanged, skipped or archived, in every entity. */
export async function run(input: Input, context: CliContext): Promise<CommandResult> {
  const who = (input.arguments[0] ?? "").trim();
  const { explanations, failed } = await withWorkspace(context, async (workspace) => {
    const { tasks, dependencies } = await openTasks(workspace, context);
    const decidedOn = (explanation: Explanation) => decisionsInForce(explanation, workspace, context);
    const results = await planTasks(tasks, dependencies, { overrides: {}, noArchive: false });
    return {
      explanations: results.flatMap((result): readonly Explained[] =>
        result.ok
          ? explainPerson(result.planned, who, dependencies).map((explanation) => ({
              explanation,
              decided: decidedOn(explanation),
              safety: result.planned.safety.violations.map((violation) => violation.text),
            }))
          : [],
      ),
      failed: results.flatMap((result) => (result.ok ? [] : [result])),
    };
  });
  const problems = failed.map(({ problem }) => problem);
  return {
    exitCode: exitCodeFor(problems),
    document: {
      who,
      entities: [
        ...explanations.map(({ explanation, decided, safety }) => ({
          ...explanationDocument(explanation, safety),
          decisions: decided,
        })),
        ...failed.map(failedDocument),
      ],
    },
    problems,
    text: (style) =>
      explanations
        .map(({ explanation, decided, safety }) =>
          explanationText(who, explanation, { safety, decided: decided.map(decidedBy) }, style),
        )
        .join("\n\n"),
  };
}

function decisionsInForce(
  { entity, employee, link, member }: Explanation,
  { entities, state }: Workspace,
  { process }: CliContext,
): readonly PersonDecision[] {
  const timezone = entities.find(({ id }) => id === entity)?.timezone ?? "UTC";
  const today = dayInZone(process.clock.now(), timezone);
  const who = {
    employeeId: employee?.id ?? link?.employeeId ?? null,
    memberId: member?.id ?? link?.memberId ?? null,
  };
  return decisionsAbout(state.personDecisions(entity), who).filter((one) => isInForce(one, today));
}
