import { type EntityRecord, type Remembered, unconfirmedText } from "../model/index.js";
import { confirmedLimits, loosenedLimits } from "../safety/index.js";
import type { SourceReads } from "./sources.js";
import type { EntityTask } from "./task.js";

type ReadAccounts = Pick<SourceReads, "accounts" | "unread">;

/** In which way a configuration is not the one a person confirmed; whole sentences, null for none. */
export interface ConfirmationState {
  readonly configChange: string | null;
  readonly accountChange: string | null;
}

/** Compares what an entity's run is about with what a person confirmed (docs/rules.md §6). */
export async function confirmationOf(
  task: Pick<EntityTask, "entity" | "configFingerprint" | "safety">,
  record: EntityRecord,
  read: ReadAccounts,
  remembered: Pick<Remembered, "state" | "place">,
): Promise<ConfirmationState> {
  return {
    configChange: await configChange(task, record, remembered),
    accountChange: accountChange(record, read),
  };
}

/** Whether a person has to accept the configuration or the account before anything is written. */
export function isUnconfirmed({ configChange, accountChange }: ConfirmationState): boolean {
  return configChange !== null || accountChange !== null;
}

/** Whether these are the very accounts a person confirmed; false for records that did not store them. */
export function isAccountConfirmed(record: EntityRecord, read: ReadAccounts): boolean {
  return record.confirmedAccount !== null && accountChange(record, read) === null;
}

/** The account that a person confirmed for a source; null where none is remembered. */
export function confirmedAccountOf(
  record: Pick<EntityRecord, "confirmedAccount"> | null,
  source: string,
): string | null {
  const text = record?.confirmedAccount?.split(JOINT).find((one) => one.startsWith(`${source} `));
  return text?.slice(source.length + 1) ?? null;
}

/** What an entity's record remembers of a confirmation. */
export function confirmed(
  task: Pick<EntityTask, "configFingerprint" | "safety">,
  { confirmedAccount }: Pick<EntityRecord, "confirmedAccount">,
  read: ReadAccounts,
): Pick<EntityRecord, "confirmedConfig" | "confirmedAccount" | "confirmedSafety"> {
  return {
    confirmedConfig: task.configFingerprint,
    confirmedAccount: accountTexts(confirmedAccount, read).join(JOINT),
    confirmedSafety: confirmedLimits(task.safety),
  };
}

async function configChange(
  { configFingerprint, safety }: Pick<EntityTask, "configFingerprint" | "safety">,
  record: EntityRecord,
  remembered: Pick<Remembered, "state" | "place">,
): Promise<string | null> {
  const { confirmedConfig, confirmedSafety } = record;
  if (confirmedConfig !== configFingerprint) return await unconfirmedText({ ...remembered, record });
  const loosened = loosenedLimits(safety, confirmedSafety);
  if (loosened.length === 0) return null;
  return `Safety limits were loosened since a person confirmed them: ${loosened.join(", ")}.`;
}

/** Records of versions that did not store the account take the present one with the next success. */
function accountChange({ confirmedAccount }: EntityRecord, read: ReadAccounts): string | null {
  if (confirmedAccount === null) return null;
  const before = confirmedAccount.split(JOINT);
  const now = accountTexts(confirmedAccount, read);
  if (now.length === before.length && now.every((text) => before.includes(text))) return null;
  return `The employees come from the HR account ${now.join(JOINT)}; a person confirmed ${confirmedAccount}.`;
}

/** Between the accounts of an entity with several sources. */
const JOINT = " + ";

/** The accounts of the sources that were read, and what a person confirmed of those that could not be read. */
function accountTexts(
  confirmedAccount: string | null,
  { accounts, unread }: ReadAccounts,
): readonly string[] {
  const before = confirmedAccount?.split(JOINT) ?? [];
  const notRead = before.filter((text) => unread.some(({ name }) => text.startsWith(`${name} `)));
  return [...accounts.all.map(({ source, key }) => `${source} ${key}`), ...notRead];
}
