import { counted, listed } from "../../shared/text.js";
import { checkFilter, compileFilter } from "../../sync/filter/index.js";
import {
  type Employee,
  employeeName,
  type FilterNode,
  type FilterRule,
  isProblem,
  type Problem,
  type Warning,
} from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import type { Prompter } from "../prompts/prompter.js";
import { sayText } from "../prompts/screen.js";
import { askRule, BACK, type RuleParts, ruleText } from "./rule.js";

/** Names that are listed of those who are selected, and of the others. */
const LISTED_NAMES = 12;

/** What the menu works with. */
export interface RulesDesk {
  readonly parts: RuleParts;
  /** Who is employed now. */
  readonly people: readonly Employee[];
  readonly prompter: Prompter;
  readonly context: CliContext;
  /** Keeps the rules so far. */
  keep(rules: readonly FilterNode[]): Promise<void>;
}

/**
 * Lets rules be added, changed and removed one by one, saying after each step how many people they select. One
 * that leaves nobody is not taken.
 * @param start the rules as they are; all must hold
 */
export async function askRules(
  start: readonly FilterNode[],
  desk: RulesDesk,
): Promise<readonly FilterNode[]> {
  const { prompter } = desk;
  let rules = start;
  if (rules.length > 0) sayRules(rules, desk);
  let next = rules.length === 0 ? "add" : await askNext(rules, prompter);
  while (next !== "done") {
    const changed = await step(next, rules, desk);
    if (changed !== null && isTaken(changed, desk)) {
      rules = changed;
      await desk.keep(rules);
    }
    if (changed !== null) sayRules(rules, desk);
    next = await askNext(rules, prompter);
  }
  return rules;
}

function askNext(rules: readonly FilterNode[], prompter: Prompter): Promise<string> {
  const some = rules.length > 0;
  const canChange = rules.some(({ kind }) => kind === "rule");
  return prompter.select("What now?", [
    { value: "done", label: some ? "Done: these rules" : "Done: no rule, so all employees" },
    { value: "add", label: some ? "Add a rule (all rules must hold)" : "Add a rule" },
    ...(canChange ? [{ value: "change", label: "Change a rule" }] : []),
    ...(some ? [{ value: "remove", label: "Remove a rule" }] : []),
    ...(some ? [{ value: "who", label: "Show who is selected" }] : []),
  ]);
}

/** @returns the rules as they would be; null when nothing is to change */
async function step(
  next: string,
  rules: readonly FilterNode[],
  desk: RulesDesk,
): Promise<readonly FilterNode[] | null> {
  const { parts, prompter } = desk;
  if (next === "add") {
    const rule = await askRule(parts, prompter);
    return rule && [...rules, rule];
  }
  if (next === "change") {
    const before = await whichRule("Change which rule?", rules.filter(isRule), desk);
    const rule = before && (await askRule(parts, prompter, before));
    return rule && rules.map((one) => (one === before ? rule : one));
  }
  if (next === "remove") {
    const rule = await whichRule("Remove which rule?", rules, desk);
    return rule && rules.filter((one) => one !== rule);
  }
  sayWho(rules, desk);
  return null;
}

async function whichRule<Node extends FilterNode>(
  question: string,
  rules: readonly Node[],
  { parts, prompter }: RulesDesk,
): Promise<Node | null> {
  const choices = rules.map((rule, index) => ({ value: String(index), label: ruleText(rule, parts) }));
  const answer = await prompter.select(question, [...choices, { value: BACK, label: "(back)" }]);
  return answer === BACK ? null : (rules[Number(answer)] ?? null);
}

function isTaken(rules: readonly FilterNode[], { people, context }: RulesDesk): boolean {
  const selection = select(rules, people);
  if (selection.ok) return true;
  sayText(context, selection.problem.message, "✘ ");
  sayText(context, "This change was left out.", "  ");
  return false;
}

function sayRules(rules: readonly FilterNode[], { parts, people, context }: RulesDesk): void {
  for (const rule of rules) sayText(context, ruleText(rule, parts), "  - ");
  const selection = select(rules, people);
  if (!selection.ok) {
    sayText(context, selection.problem.message, "✘ ");
    return;
  }
  for (const { text } of selection.warnings) sayText(context, text, "⚠ ");
  sayText(context, `${selection.selected} of ${people.length} people employed now are selected.`, "✔ ");
}

/** By name, a few of both kinds: who is left out by mistake is as telling as who is in by mistake. */
function sayWho(rules: readonly FilterNode[], { people, context }: RulesDesk): void {
  const isIn = compileFilter({ kind: "all", nodes: rules });
  const names = (those: readonly Employee[]) =>
    those.map(employeeName).toSorted((a, b) => a.localeCompare(b, "en"));
  const selected = people.filter(isIn);
  const others = people.filter((person) => !isIn(person));
  const line = (those: readonly Employee[]) => listed(names(those), LISTED_NAMES) || "nobody";
  sayText(context, `Selected (${selected.length}): ${line(selected)}.`, "  ");
  sayText(context, `Left out (${others.length}): ${line(others)}.`, "  ");
}

/** What rules choose among people. */
type Selection =
  | { readonly ok: true; readonly selected: number; readonly warnings: readonly Warning[] }
  | { readonly ok: false; readonly problem: Problem };

/** Tries rules on people, all of which must hold; without any, everybody is chosen. */
function select(rules: readonly FilterNode[], people: readonly Employee[]): Selection {
  if (rules.length === 0) return { ok: true, selected: people.length, warnings: [] };
  try {
    return { ok: true, ...checkFilter({ kind: "all", nodes: rules }, people) };
  } catch (error) {
    if (isProblem(error)) return { ok: false, problem: error };
    throw error;
  }
}

/** How many rules there are, and whom they select: `2 rules: 42 of 310`. */
export function rulesSummary(rules: readonly FilterNode[], people: readonly Employee[]): string {
  const selection = select(rules, people);
  return `${counted(rules.length, "rule")}: ${selection.ok ? selection.selected : 0} of ${people.length}`;
}

function isRule(node: FilterNode): node is FilterRule {
  return node.kind === "rule";
}
