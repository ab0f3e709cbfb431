import { foldText } from "../../shared/text.js";
import { type FilterNode, type FilterRule, isIsoDate, isProblem, Problem } from "../model/index.js";
import { type FilterField, requireField } from "./fields.js";
import { findOperator, OPERATOR_NAMES, OPERATORS, unknownOperator } from "./operators.js";
import { type Fail, type ScannedRule, scanRule } from "./scan.js";

/** One rule in parts. Each value stands for itself: a comma in it does not separate values. */
interface FilterRuleInput {
  readonly field: string;
  readonly operator: string;
  readonly values?: string | readonly string[] | undefined;
}

/** A filter rule, or a group of them, as written in the configuration. */
export type FilterInput =
  | string
  | FilterRuleInput
  | { readonly any: readonly FilterInput[] }
  | { readonly all: readonly FilterInput[] };

/**
 * Parses the rules of a configuration; all of them must hold. A group of one is replaced by its only
 * rule, so equal filters have equal trees.
 *
 * @throws Problem `filter_syntax` (also for an empty list: it would mean everybody or nobody by
 *   accident) or `filter_unknown_field`.
 */
export function parseFilter(inputs: readonly FilterInput[]): FilterNode {
  return parseGroup("all", inputs, "");
}

/** What is wrong with each rule of a filter that can't be parsed, by its place in the list. */
export function faultyRules(
  inputs: readonly FilterInput[],
): readonly { readonly index: number; readonly problem: Problem }[] {
  return inputs.flatMap((input, index) => {
    try {
      parseInput(input, `${index + 1}`);
      return [];
    } catch (error) {
      if (!isProblem(error)) throw error;
      return [{ index, problem: error }];
    }
  });
}

/**
 * Parses one rule in the text form: `'Field' operator[: values]`, values separated by commas. A value
 * with a comma or surrounding blanks goes in double quotes, in which `""` stands for a quote. The
 * colon may be left out.
 *
 * @param where what the rule is called in a message.
 * @throws Problem `filter_syntax` with the position, or `filter_unknown_field`.
 */
export function parseFilterText(text: string, where = "The filter rule"): FilterRule {
  const fail: Fail = (why, at) =>
    syntaxProblem(`${where} can't be read at character ${characterNumber(text, at)}: ${text}`, why);
  const scanned = scanRule(text, fail);
  return makeRule(requireField(scanned.field, where), scanned, fail);
}

/** @param number the group's place in the filter: empty at the top, else like `2` or `2.1`. */
function parseGroup(kind: "all" | "any", inputs: readonly FilterInput[], number: string): FilterNode {
  const nodes = inputs.map((input, index) => parseInput(input, `${number && `${number}.`}${index + 1}`));
  const [first] = nodes;
  if (!first) {
    const where = number ? `Group ${number} of the filter` : "The filter";
    throw syntaxProblem(
      `${where} holds no rule.`,
      "Nothing says which employees are meant. All of them are `include: all`.",
    );
  }
  return nodes.length === 1 ? first : { kind, nodes };
}

function parseInput(input: FilterInput, number: string): FilterNode {
  if (typeof input === "string") return parseFilterText(input, `Filter rule ${number}`);
  if ("any" in input) return parseGroup("any", input.any, number);
  if ("all" in input) return parseGroup("all", input.all, number);
  return parseObject(input, `Filter rule ${number}`);
}

function parseObject(input: FilterRuleInput, where: string): FilterRule {
  const fail: Fail = (why) => syntaxProblem(`${where} can't be read: ${JSON.stringify(input)}`, why);
  const operator = findOperator(input.operator);
  if (!operator) throw fail(unknownOperator(input.operator), 0);
  const texts = typeof input.values === "string" ? [input.values] : (input.values ?? []);
  const values = texts.map((text) => ({ text, at: 0 }));
  const scanned = { field: input.field, operator, operatorAt: 0, values, end: 0 };
  return makeRule(requireField(input.field, where), scanned, fail);
}

/** Position for people: characters, not UTF-16 units, counted from 1. */
function characterNumber(text: string, at: number): number {
  return [...text.slice(0, at)].length + 1;
}

function syntaxProblem(what: string, why: string): Problem {
  return new Problem({
    kind: "configuration",
    code: "filter_syntax",
    what,
    why,
    next: "Correct the filter rule (`spendesk-hr help filter` says what it can be), then run `spendesk-hr config validate`.",
  });
}

/** Puts a rule together when its operator fits the field and its values fit the operator. */
function makeRule(field: FilterField, scanned: ScannedRule, fail: Fail): FilterRule {
  const { operator, operatorAt, values, end } = scanned;
  const { arity, on } = OPERATORS[operator];
  const [first, second] = values;
  if (on === "day" && field.holds === "text") {
    throw fail(`"${operator}" compares days, and ${field.name} is not one. ${usable("text")}`, operatorAt);
  }
  if (on === "text" && field.holds === "day") {
    throw fail(`"${operator}" compares texts, and ${field.name} is a day. ${usable("day")}`, operatorAt);
  }
  if (arity === "none" && first) throw fail(`"${operator}" takes no value.`, first.at);
  if (arity !== "none" && !first) throw fail(`Expected a value after "${operator}".`, end);
  if (arity === "one" && second) {
    const list = operator === "is" || operator === "is not" ? `, or use "${operator} one of"` : "";
    throw fail(`"${operator}" takes one value. Put a value with a comma in double quotes${list}.`, second.at);
  }

  const dated = on === "day" || field.holds === "day";
  for (const { text, at } of values) {
    if (foldText(text) === "") throw fail("Expected a value, found none.", at);
    if (dated && !isIsoDate(text)) throw fail(`Expected a day like 2026-01-31, found "${text}".`, at);
  }
  return { kind: "rule", field: field.name, operator, values: values.map((value) => value.text) };
}

function usable(holds: "text" | "day"): string {
  const names = OPERATOR_NAMES.filter((name) => [holds, "both"].includes(OPERATORS[name].on));
  return `Use one of: ${names.join(", ")}.`;
}
