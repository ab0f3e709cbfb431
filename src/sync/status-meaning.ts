/** What a raw status can be called in `source.statuses`. */
export const STATUS_MEANINGS = ["active", "pending", "inactive", "ignore"] as const;
export type StatusMeaning = (typeof STATUS_MEANINGS)[number];

/** Raw statuses of the HR tool, as somebody wrote them, and what they mean. */
export type StatusRules = Readonly<Record<string, StatusMeaning>>;

/** The rule that decided about an employee. */
export interface StatusRule {
  /** As written in the configuration. */
  readonly raw: string;
  readonly means: StatusMeaning;
}
