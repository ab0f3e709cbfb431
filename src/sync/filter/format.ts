import type { FilterNode, FilterRule } from "../model/index.js";
import { OPERATORS } from "./operators.js";
import type { FilterInput } from "./parse.js";

/**
 * One rule in the canonical text form: `'Work Location' is one of: Remote,London`. `parseFilterText`
 * gives the same rule back.
 */
export function formatRule({ field, operator, values }: FilterRule): string {
  const subject = `'${field.replaceAll("'", "''")}' ${operator}`;
  return OPERATORS[operator].arity === "none" ? subject : `${subject}: ${values.map(formatValue).join(",")}`;
}

/**
 * A filter as it is written in the configuration, each rule in the canonical text form. `parseFilter`
 * gives the same tree back.
 */
export function formatFilter(node: FilterNode): FilterInput[] {
  return node.kind === "all" ? node.nodes.map(formatNode) : [formatNode(node)];
}

function formatNode(node: FilterNode): FilterInput {
  if (node.kind === "rule") return formatRule(node);
  return node.kind === "any" ? { any: node.nodes.map(formatNode) } : { all: node.nodes.map(formatNode) };
}

function formatValue(value: string): string {
  const plain = value === value.trim() && !/[,"]/.test(value);
  return plain ? value : `"${value.replaceAll('"', '""')}"`;
}
