import * as z from "zod";
import { Problem } from "../sync/model/index.js";
import { type ConfigDocument, type ConfigPath, isBlock, pathText } from "./document.js";
import { quotedRuleInBlock } from "./rule-text.js";
import { configSchema } from "./schema.js";
import { didYouMean, suggestion } from "./suggestion.js";

type Issue = z.core.$ZodIssue;

const MAX_LINES = 10;

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "a block of keys",
  record: "a block of keys",
  array: "a list",
};

/**
 * All that is wrong with a file as one problem: a readable line each, with its place.
 * @param others of what the schema does not know, such as rules of filters; one alone stays as it is
 */
export function invalidConfig(
  document: ConfigDocument,
  issues: readonly Issue[],
  others: readonly Problem[] = [],
): Problem {
  const [only] = others;
  if (only && others.length === 1 && issues.length === 0) return only;
  const codes = new Set([
    ...issues.map(({ code }) => (code === "unrecognized_keys" ? "config_unknown_key" : "config_invalid")),
    ...others.map(({ code }) => code),
  ]);
  const [code] = codes;
  return new Problem({
    kind: "configuration",
    code: code !== undefined && codes.size === 1 ? code : "config_invalid",
    ...toldMistakes(document, [
      ...issues.flatMap((issue) => mistakesOf(document, issue, configSchema)),
      ...others.map((other) => () => `${other.message} ${other.why}`),
    ]),
    next: "Correct the file, then run `spendesk-hr config validate`.",
  });
}

/** A line about one mistake, made when it is shown: it looks for its place in the file. */
export type Mistake = () => string;

/** What a problem says of mistakes in a file. */
export function toldMistakes(
  document: ConfigDocument,
  mistakes: readonly Mistake[],
): { readonly what: string; readonly why: string } {
  const lines = mistakes.slice(0, MAX_LINES).map((describe) => describe());
  const [only] = lines;
  const more = mistakes.length - lines.length;
  const shown = [...lines, ...(more > 0 ? [`… and ${more} more.`] : [])];
  return {
    what: only && lines.length === 1 ? only : `${document.label} has ${mistakes.length} mistakes.`,
    why:
      lines.length === 1
        ? "Nothing is guessed: a setting that is misread could invite or archive the wrong people."
        : shown.join("\n"),
  };
}

/**
 * What an issue says, a line for each mistake.
 * @param schema of the whole file, for the keys that are known at a place
 */
export function mistakesOf(
  document: ConfigDocument,
  issue: Issue,
  schema: z.core.SomeType,
): readonly Mistake[] {
  const value = valueAt(document.value, issue.path);
  const rule = schema === configSchema && isOfRule(issue) ? ruleIn(document, issue, value) : null;
  if (rule) return [() => line(document, rule.path, rule.of, rule)];
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(schema, document.value, issue.path);
    return issue.keys.map((key) => () => {
      const inside = issue.path.length === 0 ? "" : ` in ${pathText(issue.path)}`;
      const place = document.place([...issue.path, key], "key");
      return `Unknown key \`${key}\`${inside} (${place}). ${suggestion(key, known)}`.trimEnd();
    });
  }
  const of = issue.code === "invalid_key" ? "key" : "value";
  return [() => line(document, issue.path, of, complaint(document, issue, value))];
}

/** Whether it is about a filter rule, which has several forms: what fits none of them is told in its own way. */
function isOfRule({ code, path }: Issue): boolean {
  const parts = code === "invalid_union" || code === "unrecognized_keys" || code === "invalid_type";
  return parts && path.some((segment) => segment === "filter" || segment === "if");
}

function line(
  document: ConfigDocument,
  path: ConfigPath,
  of: "key" | "value",
  { says, help }: Complaint,
): string {
  return `${pathText(path) || "The file"} ${says} (${document.place(path, of)}).${help ? ` ${help}` : ""}`;
}

function ruleIn(document: ConfigDocument, { path }: Issue, value: unknown): RuleComplaint | null {
  const textOf = (at: ConfigPath) => document.written(at, "value");
  if (!Array.isArray(value)) return ruleComplaint(value, path, textOf);
  const faults = value.map((one, index) => ruleComplaint(one, [...path, index], textOf));
  return faults.find((fault) => fault !== null) ?? null;
}

interface Complaint {
  /** Completes a sentence that starts with the key. */
  readonly says: string;
  readonly help: string | null;
}

function complaint(document: ConfigDocument, issue: Issue, value: unknown): Complaint {
  if (issue.code === "custom") {
    const help: unknown = issue.params?.help;
    return { says: issue.message, help: typeof help === "string" ? help : null };
  }
  if (issue.code === "invalid_value" && typeof value === "string") {
    const known = issue.values.map(String);
    const isQuoted = issue.values.some((one) => typeof one !== "string" && String(one) === value);
    return { says: says(issue, value), help: isQuoted ? "Leave the quotes out." : didYouMean(value, known) };
  }
  const help = issue.code === "invalid_type" ? otherwise(document, issue, value) : null;
  return { says: says(issue, value), help };
}

/** What to write instead of a value that YAML takes for something else than was meant. */
function otherwise(
  document: ConfigDocument,
  { expected, path }: Issue & { readonly code: "invalid_type" },
  value: unknown,
): string | null {
  if (expected === "string" && (typeof value === "number" || typeof value === "boolean")) {
    return `Put it in quotes: "${document.written(path, "value")}".`;
  }
  if (typeof value !== "string") return null;
  if (expected === "array") return `Write it as a list: [${JSON.stringify(value)}].`;
  if (expected === "boolean") {
    const meant = BOOLEAN_WORDS.get(value.toLowerCase());
    return meant === undefined ? null : `Write ${meant}, without quotes: ${value} is a text.`;
  }
  const number = /^\s*(\d+(?:\.\d+)?)\s*(?:%|[a-z]+)?\s*$/i.exec(value)?.[1];
  return NUMBERS.includes(expected) && number !== undefined ? `Write the number alone: ${number}.` : null;
}

/** Words that were booleans in YAML 1.1, and booleans in quotes. */
const BOOLEAN_WORDS = new Map<string, boolean>([
  ...["yes", "y", "on", "true"].map((word) => [word, true] as const),
  ...["no", "n", "off", "false"].map((word) => [word, false] as const),
]);

const NUMBERS: readonly string[] = ["number", "int"];

function says(issue: Issue, value: unknown): string {
  if (value === undefined) return "is missing";
  if (value === null) return "is empty: give it a value or remove the key";
  if (issue.code === "invalid_value") return `must be ${issue.values.join(" or ")}`;
  if (issue.code === "invalid_key") return issue.issues[0]?.message ?? issue.message;
  if (issue.code === "invalid_type" && !issue.message.startsWith("must ")) {
    return `must be ${TYPE_NAMES[issue.expected] ?? issue.expected}`;
  }
  return issue.message;
}

function valueAt(value: unknown, path: ConfigPath): unknown {
  let current = value;
  for (const segment of path) {
    if (typeof current !== "object" || current === null) return undefined;
    current = Reflect.get(current, segment);
  }
  return current;
}

function knownKeys(root: z.core.SomeType, content: unknown, path: ConfigPath): readonly string[] {
  let schema: z.core.SomeType | undefined = root;
  let value = content;
  for (const segment of path) {
    schema = innerSchema(chosen(unwrap(schema), value), segment);
    value = valueAt(value, [segment]);
  }
  const block = chosen(unwrap(schema), value);
  return block instanceof z.ZodObject ? Object.keys(block.shape) : [];
}

/** Of several forms, the one that a value means by its kind, or by being a list or a block. */
function chosen(schema: z.core.SomeType | undefined, value: unknown): z.core.SomeType | undefined {
  if (!(schema instanceof z.ZodUnion)) return schema;
  const forms = schema.options.map((option) => unwrap(option as z.core.SomeType));
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const { discriminator } = schema.def;
    const kind = valueAt(value, [discriminator]);
    return forms.find((form) => {
      const named = form instanceof z.ZodObject ? form.shape[discriminator] : undefined;
      return named instanceof z.ZodLiteral && named.values.has(kind as never);
    });
  }
  const fitting = forms.filter((form) =>
    Array.isArray(value)
      ? form instanceof z.ZodArray
      : form instanceof z.ZodObject || form instanceof z.ZodUnion,
  );
  return fitting.length === 1 ? chosen(fitting[0], value) : undefined;
}

function innerSchema(schema: z.core.SomeType | undefined, segment: PropertyKey): z.core.SomeType | undefined {
  if (schema instanceof z.ZodObject) return schema.shape[String(segment)];
  if (schema instanceof z.ZodRecord) return schema.valueType;
  if (schema instanceof z.ZodArray) return schema.element;
  return undefined;
}

function unwrap(schema: z.core.SomeType | undefined): z.core.SomeType | undefined {
  if (schema instanceof z.ZodPipe) return unwrap(schema.in);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return unwrap(schema.unwrap());
  }
  return schema;
}

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
function ruleComplaint(
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
