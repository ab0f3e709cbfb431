import { cleanText } from "../../providers/support/values.js";
import type { EmployeeStatus } from "../../sync/model/index.js";
import type { Condition, Meaning, StatusWords } from "../schema/people.js";
import { type Facts, holds } from "./conditions.js";
import { valueAt } from "./paths.js";

/** A status with what refines it, or the vendor's word when nobody knows it. */
export interface ReadStatus {
  readonly status: EmployeeStatus;
  readonly statusDetail: string | null | undefined;
}

const STATUS_OF: Record<Meaning, EmployeeStatus> = {
  active: "active",
  leave: "active",
  pending: "pending",
  noContract: "no_contract",
  inactive: "inactive",
};

/** Named in `source.statuses` where no field has a word for it. */
const NO_RULE = "no rule";

/**
 * The first rule that holds, else the meaning of the word, else unknown with the word itself. A status
 * whose fields may not be read at all has no word either, so that the read is stopped.
 */
export function statusOf({ from, map, rules }: StatusWords, facts: Facts): ReadStatus {
  const rule = rules[holdingRule(rules, facts)];
  if (rule) return meaning(rule.is);
  const raw = from === undefined ? undefined : valueAt(facts.record, from);
  const word = cleanText(raw);
  const entry = entryOf(map, word);
  if (entry) return meaning(entry[1]);
  if (from !== undefined) return { status: "unknown", statusDetail: raw === undefined ? undefined : word };
  const fields = rules.flatMap(({ when }) => conditionsOf(when).flatMap(fieldOf));
  const isReadable = fields.some((field) => valueAt(facts.record, field) !== undefined);
  return { status: "unknown", statusDetail: isReadable || fields.length === 0 ? NO_RULE : undefined };
}

/** The place of the first rule that holds; -1 when none does. */
export function holdingRule(rules: StatusWords["rules"], facts: Facts): number {
  return rules.findIndex(({ when }) => conditionsOf(when).every((condition) => holds(condition, facts)));
}

/** The entry of the map for a word. */
export function entryOf(map: StatusWords["map"], word: string | null): [string, Meaning] | undefined {
  return Object.entries(map).find(([key]) => key.toLowerCase() === word?.toLowerCase());
}

function meaning(is: Meaning): ReadStatus {
  return { status: STATUS_OF[is], statusDetail: is === "leave" ? "leave" : undefined };
}

/** A rule's conditions, of which all must hold. */
export function conditionsOf(when: Condition | readonly Condition[]): readonly Condition[] {
  return Array.isArray(when) ? when : [when as Condition];
}

function fieldOf(condition: Condition): readonly string[] {
  return "field" in condition ? [condition.field] : [];
}
