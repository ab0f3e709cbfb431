import { type ConfigPath, isBlock } from "./document.js";
import { quotedRuleInBlock } from "./rule-text.js";
import { didYouMean } from "./suggestion.js";

/** What is wrong with a filter rule, as `issues.ts` tells it. */
export interface RuleComplaint {
  readonly path: ConfigPath;
  readonly of: "key" | "value";
  /** Completes a sentence that starts with the path. */
  readonly says: string;
  readonly help: string | null;
}

const KEYS = ["field", "operator", "values"] as const;

/**
 * What is wrong with a rule that fits none of its forms, as exactly as can be told; null when it can't.
 * @param textOf how a value that YAML took for a number or the like was written
 */
export function ruleComplaint(
  value: unknown,
  path: ConfigPath,
  textOf: (path: ConfigPath) => string,
): RuleComplaint | null {
  const complaint = (says: string, help: string | null = null): RuleComplaint => {
    return { path, of: "value", says, help };
  };
  if (Array.isArray(value)) return complaint("is a list in a list", "Put its rules under any or all.");
  if (!isBlock(value)) return null;
  for (const group of ["any", "all"]) {
    const inner = value[group];
    if (!Array.isArray(inner)) continue;
    const faults = inner.map((one, index) => ruleComplaint(one, [...path, group, index], textOf));
    return faults.find((fault) => fault !== null) ?? null;
  }
  const rule = quotedRuleInBlock(value);
  if (rule !== null)
    return complaint("is a filter rule without quotes around it as a whole", `Write it as ${rule}.`);
  const unknown = Object.keys(value).find((key) => !KEYS.some((known) => known === key));
  if (unknown !== undefined) {
    const help = didYouMean(unknown, KEYS) ?? `Known: ${KEYS.join(", ")}.`;
    return { path: [...path, unknown], of: "key", says: "is no part of a filter rule", help };
  }
  return missingPart(value, complaint) ?? wrongPart(value, path, textOf);
}

function missingPart(
  value: Readonly<Record<string, unknown>>,
  complaint: (says: string) => RuleComplaint,
): RuleComplaint | null {
  const missing = ["field", "operator"].filter((key) => value[key] === undefined || value[key] === null);
  return missing.length === 0 ? null : complaint(`needs ${missing.join(" and ")}`);
}

function wrongPart(
  { field, operator, values }: Readonly<Record<string, unknown>>,
  path: ConfigPath,
  textOf: (path: ConfigPath) => string,
): RuleComplaint | null {
  const parts: readonly (readonly [ConfigPath, unknown])[] = [
    [[...path, "field"], field],
    [[...path, "operator"], operator],
    ...(Array.isArray(values)
      ? values.map((one, index) => [[...path, "values", index], one] as const)
      : [[[...path, "values"], values] as const]),
  ];
  const odd = parts.find(([, part]) => part !== undefined && typeof part !== "string");
  if (!odd) return null;
  const [where, part] = odd;
  const isPlain = typeof part === "number" || typeof part === "boolean" || part === null;
  const says = isPlain ? `must be text: put it in quotes, "${textOf(where)}"` : "must be text";
  return { path: where, of: "value", says, help: null };
}
