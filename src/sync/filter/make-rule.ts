import { foldText } from "../../shared/text.js";
import { isIsoDate } from "../dates.js";
import type { FilterRule } from "./ast.js";
import type { FilterField } from "./fields.js";
import { OPERATOR_NAMES, OPERATORS } from "./operators.js";
import type { Fail, ScannedRule } from "./scan.js";

/** Puts a rule together when its operator fits the field and its values fit the operator. */
export function makeRule(field: FilterField, scanned: ScannedRule, fail: Fail): FilterRule {
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
