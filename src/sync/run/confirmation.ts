import type { Account } from "../identity/index.js";
import { type EntityRecord, type Remembered, unconfirmedText } from "../model/index.js";
import { confirmedLimits, loosenedLimits } from "../safety/index.js";
import type { EntityTask } from "./task.js";

/** In which way a configuration is not the one a person confirmed; whole sentences, null for none. */
export interface ConfirmationState {
  readonly configChange: string | null;
  readonly accountChange: string | null;
}

/** Compares what an entity's run is about with what a person confirmed (docs/rules.md §6). */
export function confirmationOf(
  task: Pick<EntityTask, "entity" | "configFingerprint" | "safety">,
  record: EntityRecord,
  account: Account,
  remembered: Pick<Remembered, "state" | "folder">,
): ConfirmationState {
  return {
    configChange: configChange(task, record, remembered),
    accountChange: accountChange(record, account),
  };
}

/** Whether a person has to accept the configuration or the account before anything is written. */
export function isUnconfirmed({ configChange, accountChange }: ConfirmationState): boolean {
  return configChange !== null || accountChange !== null;
}

/** Whether this is the very account a person confirmed; false for records that did not store it. */
export function isAccountConfirmed({ confirmedAccount }: EntityRecord, account: Account): boolean {
  return confirmedAccount === accountText(account);
}

/** What an entity's record remembers of a confirmation. */
export function confirmed(
  task: Pick<EntityTask, "configFingerprint" | "safety">,
  account: Account,
): Pick<EntityRecord, "confirmedConfig" | "confirmedAccount" | "confirmedSafety"> {
  return {
    confirmedConfig: task.configFingerprint,
    confirmedAccount: accountText(account),
    confirmedSafety: confirmedLimits(task.safety),
  };
}

function configChange(
  { configFingerprint, safety }: Pick<EntityTask, "configFingerprint" | "safety">,
  record: EntityRecord,
  remembered: Pick<Remembered, "state" | "folder">,
): string | null {
  const { confirmedConfig, confirmedSafety } = record;
  if (confirmedConfig !== configFingerprint) return unconfirmedText({ ...remembered, record });
  const loosened = loosenedLimits(safety, confirmedSafety);
  if (loosened.length === 0) return null;
  return `Safety limits were loosened since a person confirmed them: ${loosened.join(", ")}.`;
}

/** Records of versions that did not store the account take the present one with the next success. */
function accountChange({ confirmedAccount }: EntityRecord, account: Account): string | null {
  const now = accountText(account);
  if (confirmedAccount === null || confirmedAccount === now) return null;
  return `The employees come from the HR account ${now}; a person confirmed ${confirmedAccount}.`;
}

function accountText({ source, key }: Account): string {
  return `${source} ${key}`;
}
