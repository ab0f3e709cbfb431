import { readAllFields } from "../../credentials/create-store.js";
import { withEntityFlag } from "../../shared/entity-command.js";
import { counted } from "../../shared/text.js";
import { exitCodeFor, isProblem, ofEntity, type Problem } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import type { CommandInput, CommandResult, TextStyle } from "../command.js";
import { checkValues } from "../connect/credentials.js";
import { checkTarget, isTestable, type TargetCheck, type TestableTarget } from "../credentials/check.js";
import { storeKeeper } from "../credentials/keeper.js";
import { isOfInstallation, keysOf, nameOf, neededKeysOf, targetsOf } from "../credentials/targets.js";
import { errorDocument } from "../output/serialize.js";
import { clean, type Paint } from "../output/table.js";
import { loadCliConfig } from "../workspace.js";

interface Tested {
  readonly target: TestableTarget;
  /** Null when it failed. */
  readonly check: TargetCheck | null;
  readonly problem: Problem | null;
}

/** `credentials test`: tries every connection for real, one after the other, and goes on after a failure. */
export async function run(_input: CommandInput, context: CliContext): Promise<CommandResult> {
  const config = await loadCliConfig(context);
  const targets = (await targetsOf(config, context)).filter(isTestable);
  const tested: Tested[] = [];
  for (const target of targets) tested.push(await test(target, context));
  const problems = tested.flatMap(({ problem }) => problem ?? []);
  return {
    exitCode: exitCodeFor(problems),
    problems,
    document: { connections: tested.map(document) },
    text: (style) => tested.map((one) => testedText(one, style)).join("\n"),
    rows: () =>
      tested.map(({ target, check, problem }) => ({
        ...target.id,
        source: target.store.id,
        ok: String(problem === null),
        people: check?.people ?? null,
        error: problem?.code ?? null,
      })),
  };
}

async function test(target: TestableTarget, context: CliContext): Promise<Tested> {
  context.say(`Checking ${nameOf(target)} …`);
  try {
    const values = await readAllFields(target.store, target.id, neededKeysOf(target));
    checkValues(target, values);
    const keeper = storeKeeper({ ...target, keys: keysOf(target) }, context);
    return {
      target,
      check: advised(target, await checkTarget(target, values, keeper, context)),
      problem: null,
    };
  } catch (error) {
    if (!isProblem(error) || error.kind === "interrupted") throw error;
    const named = error.withWhat(`${nameOf(target)}: ${error.message}`);
    const problem = isOfInstallation(target) ? named : ofEntity(target.id.entity, named);
    return { target, check: null, problem };
  }
}

/** Its advice is about the entity of the connection. */
function advised({ id }: TestableTarget, check: TargetCheck): TargetCheck {
  const findings = check.findings.map((one) => ({
    ...one,
    next: one.next === null ? null : withEntityFlag(one.next, id.entity),
  }));
  return { ...check, findings };
}

function document({ target, check, problem }: Tested): object {
  return {
    ...target.id,
    source: target.store.id,
    ok: problem === null,
    people: check?.people ?? null,
    findings: check?.findings ?? [],
    error: problem && errorDocument(problem),
  };
}

function testedText({ target, check, problem }: Tested, style: TextStyle): string {
  const line = (text: string, color: Paint) => clean(text, color, style);
  const from = `credentials from ${target.store.id}`;
  if (problem || !check) return line(`✘ ${nameOf(target)} failed (${from})`, "red");
  const people = target.end.kind === "hr-tool" ? "employee" : "member";
  const count = check.people === null ? "" : `: ${counted(check.people, people)}`;
  const gaps = check.findings.filter(({ state }) => state === "missing");
  return [
    line(`✔ ${nameOf(target)} answers${count} (${from})`, "green"),
    ...gaps.map(({ label, purpose, next }) =>
      line(`  ⚠ ${label} can't be read. It is for: ${purpose}. ${next ?? ""}`.trimEnd(), "yellow"),
    ),
  ].join("\n");
}
