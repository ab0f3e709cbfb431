/** Comparison of one field (docs/filter.md). */
export type Operator =
  | "is one of"
  | "is not one of"
  | "is"
  | "is not"
  | "contains"
  | "does not contain"
  | "starts with"
  | "is empty"
  | "is not empty"
  | "is before"
  | "is on or after";

/** One filter rule: a field, an operator and its values (none for the two *empty* operators). */
export interface FilterRule {
  readonly kind: "rule";
  /** Canonical spelling: `Work Location`, or `custom.<key>`. */
  readonly field: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}

/** What the text form and the YAML form of a filter both parse to. */
export type FilterNode =
  | FilterRule
  | { readonly kind: "all"; readonly nodes: readonly FilterNode[] }
  | { readonly kind: "any"; readonly nodes: readonly FilterNode[] };
