// Filter rules that were written without the quotes that YAML needs around them: the likeliest mistake.

const OPERATOR = "(?:is|contains|does not contain|starts with)\\b.*";
const QUOTE = "['\"‘’“”]";
/** `'Work Location' is one of: London`, as it stands in a line: behind a dash, a key or a bracket. */
const IN_LINE = new RegExp(
  `^\\s*(?:-\\s+|[A-Za-z]+:\\s*)?\\[?\\s*${QUOTE}([^'"‘’“”]+)${QUOTE}\\s+(${OPERATOR}?)\\s*\\]?,?\\s*$`,
  "i",
);
/** `Work Location is one of`, which YAML took for a key. */
const AS_KEY = new RegExp(`^${QUOTE}?(.+?)${QUOTE}?\\s+(${OPERATOR})$`, "i");

/** How a rule in a line of the file is to be written; null when there is none in it. */
export function quotedRuleInLine(line: string): string | null {
  const [, field, rest] = IN_LINE.exec(line) ?? [];
  return field === undefined || rest === undefined ? null : quotedRule(field, rest);
}

/**
 * How a rule is to be written that YAML took for a block with one key; null when it is something else.
 * @param value the block
 */
export function quotedRuleInBlock(value: Readonly<Record<string, unknown>>): string | null {
  const [[key, values] = ["", null], ...more] = Object.entries(value);
  const [, field, operator] = AS_KEY.exec(key) ?? [];
  if (field === undefined || operator === undefined || more.length > 0) return null;
  const texts = (Array.isArray(values) ? values : [values]).map(String);
  return quotedRule(field, `${operator}: ${texts.map(valueText).join(",")}`);
}

/** Whether a value can only have come from a list: a comma in a text separates values. */
function valueText(value: string, _index: number, all: readonly string[]): string {
  return all.length > 1 && value.includes(",") ? `"${value}"` : value;
}

function quotedRule(field: string, rest: string): string {
  return `"'${field.trim()}' ${rest.trim().replaceAll('"', '\\"')}"`;
}
