/** A filter is parsed, checked and compiled: who is meant. */
export { checkFilter } from "./check.js";
export { compileFilter, explainFilter, type FilterExplanation } from "./evaluate.js";
export { FILTER_FIELDS, requireField } from "./fields.js";
export { formatFilter } from "./format.js";
export { type FieldHeadCounts, fieldHeadCounts, type ValueCount } from "./head-counts.js";
export { OPERATOR_NAMES, OPERATORS } from "./operators.js";
export { type FilterInput, faultyRules, parseFilter } from "./parse.js";
export { attributesUsedBy, type UsesAttribute, withUsedAttributes } from "./used-attributes.js";
export { compileValueRule, parseValueRule, type ValueRule, type ValueRuleInput } from "./value-rules.js";
