import { isDeepStrictEqual } from "node:util";
import type { EntityConfig } from "../../config/entity-config.js";
import type { LoadedConfig } from "../../config/load.js";
import { inEntity, isProblem, Problem } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf } from "../command.js";
import { checkKeyExpiry } from "../connect/answer-checks.js";
import { askKeyExpiry } from "../connect/company.js";
import { checkTarget, isTestable, readUsable, type TestableTarget } from "../credentials/check.js";
import { type TriedCredentials, triedKeeper } from "../credentials/keeper.js";
import { newValues } from "../credentials/new-values.js";
import {
  chooseTarget,
  isOfInstallation,
  keysOf,
  nameOf,
  type Target,
  targetsOf,
} from "../credentials/targets.js";
import { setKeyExpiry } from "../key-expiry.js";
import { createPrompter } from "../prompts/prompter.js";
import { openCliState } from "../state/open.js";
import { loadCliConfig } from "../workspace.js";
import type { CREDENTIALS_SET_FLAGS } from "./credentials-flags.js";

type Input = InputOf<typeof CREDENTIALS_SET_FLAGS>;

const COMMAND = "spendesk-hr credentials set";

interface Flags {
  readonly file: string | undefined;
  /** Undefined: not given. Empty: the day is not known. */
  readonly expiresOn: string | undefined;
  readonly test: boolean;
}

/** What became of the command. */
interface KeyOutcome {
  readonly stored: boolean;
  readonly checked: boolean;
  /** Undefined for other connections than Spendesk, and when it stays as it was. */
  readonly keyExpiresOn: string | null | undefined;
}

/**
 * `credentials set`: new credentials for a connection that stays as it is. They are tried before they
 * take the place of the old ones. With `--expires-on` alone only the day the key ends is corrected.
 */
export async function run(input: Input, context: CliContext): Promise<CommandResult> {
  const config = await loadCliConfig(context);
  const targets = await targetsOf(config, context);
  const target = chooseTarget(targets, input.arguments[0], COMMAND);
  const flags = readFlags(input, target, context);
  const outcome = (await onlyTheDay(flags, target, context))
    ? { stored: false, checked: false, keyExpiresOn: flags.expiresOn || null }
    : await replace(target, flags, config, context);
  await saveExpiry(target, outcome.keyExpiresOn, config, context);
  return result(target, outcome);
}

function readFlags({ options }: Input, target: Target, context: CliContext): Flags {
  const expiresOn = options.expiresOn;
  const flags = { file: options.credentialsFile, expiresOn, test: options.test !== false };
  if (expiresOn === undefined) return flags;
  const why =
    target.end.kind === "spendesk"
      ? checkKeyExpiry(context.process.clock)(expiresOn)
      : "Only the key of Spendesk has a day that is kept.";
  if (why === null) return flags;
  throw new Problem({
    kind: "usage",
    code: "setting_invalid",
    what: "The value of `--expires-on` can't be used.",
    why,
    next: `Run for example \`${COMMAND} spendesk --expires-on 2027-05-31\`.`,
  });
}

/** A day without a key: only the day was wrong. A person is asked, because it may also come with a new key. */
async function onlyTheDay(
  { file, expiresOn }: Flags,
  { store }: Target,
  context: CliContext,
): Promise<boolean> {
  if (expiresOn === undefined || file !== undefined) return false;
  if (!context.interactive || !store.writable) return true;
  return !(await createPrompter(context).confirm("Is there a new key, too?", false));
}

async function replace(
  target: Target,
  flags: Flags,
  config: LoadedConfig,
  context: CliContext,
): Promise<KeyOutcome> {
  const { store, id } = target;
  if (!store.writable) throw notWritable(target);
  await store.probe();
  const stored = await readUsable(store, id, keysOf(target));
  const values = await newValues(target, flags.file, stored, context);
  const tried = triedKeeper({ ...target, keys: keysOf(target) }, values, context);
  const checked = flags.test && isTestable(target);
  if (checked) await check(target, tried, config, context);
  const keyExpiresOn = await expiryOf(target, flags, isDeepStrictEqual(stored, values), context);
  await store.write(id, tried.values());
  return { stored: true, checked, keyExpiresOn };
}

async function check(
  target: TestableTarget,
  tried: TriedCredentials,
  config: LoadedConfig,
  context: CliContext,
): Promise<void> {
  context.say(`Checking ${nameOf(target)} …`);
  const tryIt = () => checkTarget(target, tried.values(), tried, context);
  const { memberIds } = await (isOfInstallation(target) ? tryIt() : inEntity(target.id.entity, tryIt));
  if (!memberIds || target.end.kind !== "spendesk") return;
  const { entity } = target.end;
  const linked = await linkedMembers(entity, config, context);
  if (linked.length === 0 || linked.some((id) => memberIds.has(id))) return;
  throw new Problem({
    kind: "safety",
    code: "other_spendesk_company",
    what: `The key belongs to another Spendesk company than ${entity.id}; nothing was stored.`,
    why: `None of the ${linked.length} members that are managed here is among the ${memberIds.size} that this key reads.`,
    next: `Take a key of the right company. If the company really is another one, run \`spendesk-hr connect ${entity.sources[0].provider} --entity ${entity.id}\`.`,
  });
}

async function linkedMembers(
  entity: EntityConfig,
  config: LoadedConfig,
  context: CliContext,
): Promise<readonly string[]> {
  const state = await openCliState(config, context).catch((error: unknown) => {
    throw isProblem(error) ? error.withWhat(`Nothing was stored. ${error.message}`) : error;
  });
  try {
    return (await state.links(entity.id)).map(({ memberId }) => memberId);
  } finally {
    await state.close();
  }
}

/** The day of an old key says nothing about a new one. */
async function expiryOf(
  { end }: Target,
  { expiresOn }: Flags,
  unchanged: boolean,
  context: CliContext,
): Promise<KeyOutcome["keyExpiresOn"]> {
  if (end.kind !== "spendesk") return undefined;
  const prompter = context.interactive ? createPrompter(context) : null;
  const flags = new Map(expiresOn === undefined ? [] : [["keyExpiresOn", expiresOn]]);
  const day = await askKeyExpiry({ flags, prompter, context }, null);
  return day === null && unchanged && expiresOn === undefined ? undefined : day;
}

async function saveExpiry(
  { end }: Target,
  day: KeyOutcome["keyExpiresOn"],
  config: LoadedConfig,
  context: CliContext,
): Promise<void> {
  if (day === undefined || end.kind !== "spendesk") return;
  const state = await openCliState(config, context);
  try {
    await setKeyExpiry(state, end.entity, day);
  } finally {
    await state.close();
  }
}

function notWritable(target: Target): Problem {
  const { store, id } = target;
  return new Problem({
    kind: "credentials",
    code: "store_not_writable",
    what: `The credentials of ${nameOf(target)} can't be stored by this program.`,
    why: `They come from the source "${store.id}", which only you can change.`,
    next: keysOf(target)
      .map((key) => store.describeMissing(id, key))
      .join(" "),
  });
}

function result(target: Target, { stored, checked, keyExpiresOn }: KeyOutcome): CommandResult {
  const { store, id } = target;
  const lines = [
    ...(stored ? [`The credentials of ${nameOf(target)} are stored in ${store.id}.`] : []),
    ...(stored && !checked && isTestable(target)
      ? ["They were not tried: run `spendesk-hr credentials test`."]
      : []),
    ...(keyExpiresOn ? [`The Spendesk API key of ${id.entity} ends on ${keyExpiresOn}.`] : []),
    ...(keyExpiresOn === null
      ? [`It is not known when the key ends: \`${COMMAND} spendesk --entity ${id.entity} --expires-on …\`.`]
      : []),
  ];
  return {
    exitCode: 0,
    document: {
      ...id,
      source: store.id,
      fields: stored ? keysOf(target) : [],
      stored,
      checked,
      ...(keyExpiresOn !== undefined && { keyExpiresOn }),
    },
    text: () => lines.join("\n"),
  };
}
