import jsonata from "jsonata";
import { FORBIDDEN_KEYS } from "./paths.js";

/** Nodes evaluated for one record at most. */
const MOST_STEPS = 2_000;
/** By the clock on the wall, so with room for a busy computer: the steps are the narrower limit. */
const MOST_MILLISECONDS = 2_000;
const DEEPEST = 100;
/** Longest text and list on the way: with more of them one step could take all memory. */
const LONGEST_TEXT = 10_000;
const LONGEST_LIST = 1_000;

/**
 * Functions whose work is bounded by what they are given. Without lambdas, which are refused, nothing
 * here calls back or repeats itself. Clock and chance are left out: an employee must not change by itself.
 */
const FUNCTIONS: readonly string[] = [
  ...["string", "length", "substring", "substringBefore", "substringAfter", "lowercase", "uppercase"],
  ...["trim", "contains", "split", "join", "replace", "number", "floor", "ceil", "round", "abs"],
  ...["sum", "max", "min", "count", "average", "boolean", "not", "exists", "distinct", "reverse", "append"],
];

/** Parts of the language that make code, change data or search texts by patterns that can hang. */
const REFUSED: Readonly<Record<string, string>> = {
  lambda: "functions of its own",
  partial: "partial applications",
  transform: "transformations",
  regex: "regular expressions",
};

/** An expression that may be run on records. */
export interface Expression {
  /**
   * What it gives for a record: `undefined` when nothing, or when the record has something it can't be
   * used on (a number where it cuts a text).
   * @throws ExpressionLimit when it takes too long or makes too much
   */
  evaluate(record: unknown): Promise<unknown>;
}

/** An expression that is too much work for a record. */
export class ExpressionLimit extends Error {
  override readonly name = "ExpressionLimit";
}

/** @returns the expression, or in a clause what is wrong with it; no part of a record is in it */
export function compileExpression(
  text: string,
): { readonly expression: Expression } | { readonly fault: string; readonly offset: number } {
  let compiled: jsonata.Expression;
  try {
    compiled = jsonata(text, {
      timeout: MOST_MILLISECONDS,
      stack: DEEPEST,
      sequence: LONGEST_LIST,
    });
  } catch (error) {
    return { fault: `is no JSONata expression: ${messageOf(error)}`, offset: offsetOf(error) };
  }
  const refusal = refusedPart(compiled.ast());
  if (refusal !== null) return { fault: refusal, offset: 0 };
  return { expression: { evaluate: (record) => evaluate(compiled, record) } };
}

async function evaluate(compiled: jsonata.Expression, record: unknown): Promise<unknown> {
  let steps = 0;
  let exceeded: ExpressionLimit | null = null;
  const stop = (what: string) => {
    exceeded = new ExpressionLimit(what);
    throw exceeded;
  };
  const bindings = {
    [ENTRY]: () => {
      steps += 1;
      if (steps > MOST_STEPS) stop(`takes more than ${MOST_STEPS} steps for one record`);
    },
    [EXIT]: (_node: unknown, _input: unknown, _environment: unknown, result: unknown) => {
      if (typeof result === "string" && result.length > LONGEST_TEXT) {
        stop(`makes a text of more than ${LONGEST_TEXT} characters`);
      }
      if (Array.isArray(result) && result.length > LONGEST_LIST) {
        stop(`makes a list of more than ${LONGEST_LIST} entries`);
      }
    },
  };
  for (const [name, hook] of [
    [ENTRY, bindings[ENTRY]],
    [EXIT, bindings[EXIT]],
  ] as const) {
    // The two symbols are how the library lets its steps be watched; its types know names only.
    compiled.assign(name as unknown as string, hook);
  }
  try {
    return plain(await compiled.evaluate(record));
  } catch (error) {
    if (exceeded) throw exceeded;
    if (LIMIT_CODES.includes(codeOf(error)) || error instanceof RangeError) {
      throw new ExpressionLimit("takes too long or makes too much for one record");
    }
    return undefined;
  }
}

const ENTRY = Symbol.for("jsonata.__evaluate_entry");
const EXIT = Symbol.for("jsonata.__evaluate_exit");

/** The library's codes for its own limits: stack, time, length of a sequence and of a range. */
const LIMIT_CODES: readonly string[] = ["D1011", "D1012", "D2014", "D2015", "U1001"];

/** Lists of the library carry marks of its own. */
function plain(value: unknown): unknown {
  return Array.isArray(value) ? [...value] : value;
}

interface Node {
  readonly type?: unknown;
  readonly value?: unknown;
  readonly lhs?: unknown;
  readonly procedure?: unknown;
}

/** What of an expression is not allowed, as a clause; null when there is nothing. */
function refusedPart(root: unknown): string | null {
  const nodes = nodesOf(root);
  const bound = nodes.filter(({ type }) => type === "bind").map(({ lhs }) => variableName(lhs));
  const hidden = bound.find((name) => name !== null && FUNCTIONS.includes(name));
  // A function under another's name would pass for the one that is allowed.
  if (hidden !== undefined) return `must not give $${hidden} another meaning`;
  const known = ["", "$", ...FUNCTIONS, ...bound];
  for (const node of nodes) {
    const refusal = refusalOf(node, known);
    if (refusal !== null) return refusal;
  }
  return null;
}

function nodesOf(root: unknown): readonly Node[] {
  const seen = new Set<object>();
  const open: unknown[] = [root];
  while (open.length > 0) {
    const node = open.pop();
    if (typeof node !== "object" || node === null || seen.has(node)) continue;
    seen.add(node);
    open.push(...Object.values(node));
  }
  return [...seen];
}

function refusalOf(node: Node, known: readonly (string | null)[]): string | null {
  const { type, value, procedure } = node;
  if (value instanceof RegExp) return `must not have ${REFUSED.regex}`;
  if (Object.hasOwn(node, "group") || (type === "unary" && value === "{")) return "must not make objects";
  if (typeof type === "string" && Object.hasOwn(REFUSED, type)) return `must not have ${REFUSED[type]}`;
  if (type === "function" && !FUNCTIONS.includes(variableName(procedure) ?? "")) {
    return `must call none but ${FUNCTIONS.map((one) => `$${one}`).join(", ")}`;
  }
  const name = variableName(node);
  if (name !== null && !known.includes(name)) return `must not use $${name}, which is not known here`;
  if (typeof value === "string" && FORBIDDEN_KEYS.includes(value)) return `must not name ${value}`;
  return null;
}

function variableName(node: unknown): string | null {
  const { type, value } = (node ?? {}) as Node;
  return type === "variable" && typeof value === "string" ? value : null;
}

function codeOf(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
}

function messageOf(error: unknown): string {
  const { message } = (error ?? {}) as { message?: unknown };
  return typeof message === "string" ? message : "it can't be parsed";
}

function offsetOf(error: unknown): number {
  const { position } = (error ?? {}) as { position?: unknown };
  return typeof position === "number" ? position : 0;
}
