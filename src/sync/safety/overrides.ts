/** Exceptions a person grants to one plan. A number must be exactly the one of this plan. */
export interface SafetyOverrides {
  readonly allowArchives?: number;
  /** Allows the changes of e-mails and bank details among the updates as well. */
  readonly allowUpdates?: number;
  readonly allowEmailChanges?: number;
  readonly allowBankChanges?: number;
  readonly allowCreations?: number;
  readonly allowRestores?: number;
  readonly allowReleases?: number;
  readonly allowMembersGone?: number;
  /** Employees of a read that is smaller or larger than the limits allow. */
  readonly allowEmployees?: number;
  /** Members of a read that is smaller than the limit allows. */
  readonly allowMembers?: number;
  readonly allowStrangers?: number;
  /** Linked people who may not be the same any more. */
  readonly allowIdentities?: number;
  /** Managed people of whom nothing can be done. */
  readonly allowLost?: number;
  /** Fields that may be empty now. */
  readonly allowEmpty?: readonly string[];
  readonly acceptConfig?: boolean;
}

/** The overrides that are a number. */
export type NumberOverride = Exclude<keyof SafetyOverrides, "allowEmpty" | "acceptConfig">;

/** An override as it is typed. */
export function flagOf(override: keyof SafetyOverrides): string {
  return `--${override.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Everything that is granted, as it is typed. */
export function flagsOf({ allowEmpty = [], acceptConfig, ...numbers }: SafetyOverrides): readonly string[] {
  return [
    ...Object.entries(numbers).map(([name, number]) => `${flagOf(name as NumberOverride)} ${number}`),
    ...allowEmpty.map((field) => `${flagOf("allowEmpty")} "${field}"`),
    ...(acceptConfig ? [flagOf("acceptConfig")] : []),
  ];
}
