import { parsePath, type Step } from "../../mapping/paths.js";
import type { Manifest } from "../../schema/manifest.js";

/** What a manifest itself names, so that it tells nothing of anybody when it stands in an answer. */
export interface Known {
  /** Values that it compares with, in small letters. */
  readonly words: ReadonlySet<string>;
  /** Names of fields. */
  readonly keys: ReadonlySet<string>;
}

/** Keys of a manifest whose values are compared with what an answer has. */
const COMPARED = ["is", "in"];

/** The words and field names of a manifest. */
export function knownOf(manifest: Manifest): Known {
  const { status, bank, assemble, requests, employee } = manifest;
  const words = new Set<string>(Object.keys(status.map).map(folded));
  const keys = new Set<string>();
  for (const { key, value } of leavesOf([status.rules, bank, assemble, requests, employee])) {
    if (COMPARED.includes(key)) words.add(folded(value));
    if (typeof value !== "string") continue;
    if (key === "expr") {
      for (const [, literal = ""] of value.matchAll(/["']([^"']*)["']/gu)) words.add(folded(literal));
      for (const [literal] of value.matchAll(/\b\d+(?:\.\d+)?\b/gu)) words.add(literal);
      for (const [name] of value.matchAll(/[A-Za-z_][\w]*/gu)) keys.add(name);
      for (const [, name = ""] of value.matchAll(/`([^`]+)`/gu)) keys.add(name);
      continue;
    }
    for (const step of stepsOf(value)) {
      if (step.kind === "key" || step.kind === "where") keys.add(step.key);
      if (step.kind === "where") words.add(folded(step.value));
    }
  }
  if (status.from !== undefined)
    for (const step of stepsOf(status.from)) if (step.kind === "key") keys.add(step.key);
  return { words, keys };
}

function stepsOf(text: string): readonly Step[] {
  const parsed = parsePath(text);
  return "path" in parsed ? parsed.path : [];
}

interface Leaf {
  readonly key: string;
  readonly value: string | number | boolean;
}

/** Every value with the nearest name above it. */
function leavesOf(value: unknown, key = ""): readonly Leaf[] {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    return [{ key, value }];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, Array.isArray(value) ? key : name));
}

/** A value as such ones are compared. */
export function folded(value: string | number | boolean): string {
  return String(value).trim().toLowerCase();
}
