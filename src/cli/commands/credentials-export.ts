import { lstat } from "node:fs/promises";
import { resolve } from "node:path";
import { type CredentialSet, formatSet, withFields } from "../../credentials/credential-set.js";
import { encrypt } from "../../credentials/encrypted/age.js";
import { writePrivateFile } from "../../credentials/private-file.js";
import { Problem } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import type { CommandResult, InputOf } from "../command.js";
import { keysOf, nameOf, type Target, targetsOf } from "../credentials/targets.js";
import { exportTarget } from "../credentials/transport.js";
import { answerMissing } from "../prompts/prompter.js";
import { loadCliConfig } from "../workspace.js";
import type { CREDENTIALS_EXPORT_FLAGS } from "./credentials-flags.js";

type Input = InputOf<typeof CREDENTIALS_EXPORT_FLAGS>;

/** The fields of one connection, by name. */
interface Named {
  readonly target: Target;
  readonly exported: readonly string[];
  readonly missing: readonly string[];
}

/**
 * `credentials export`: the credentials of the chosen entities in one file of age, to be imported on
 * another machine. The file also works as it is as the store `encrypted-file`.
 */
export async function run(input: Input, context: CliContext): Promise<CommandResult> {
  const out = input.options.out;
  if (out === undefined) throw answerMissing("The file", "Add `--out credentials.age`.");
  const path = resolve(context.process.cwd, out);
  await refuseExisting(path, out);
  const config = await loadCliConfig(context);
  const targets = await targetsOf(config, context);
  const { set, named } = await collect(targets);
  for (const { target, missing } of named) {
    if (missing.length > 0)
      context.say(`Warning: ${nameOf(target)} has no ${missing.join(", ")}; left out of the file.`);
  }
  if (named.every(({ exported }) => exported.length === 0)) throw nothingToExport();
  await writePrivateFile(path, await encrypt(formatSet(set), await exportTarget(input, out, context)));
  return {
    exitCode: 0,
    document: {
      file: path,
      exported: named.map(({ target, exported, missing }) => ({ ...target.id, fields: exported, missing })),
    },
    text: () => exportedText(named, out),
  };
}

async function collect(
  targets: readonly Target[],
): Promise<{ readonly set: CredentialSet; readonly named: readonly Named[] }> {
  let set: CredentialSet = {};
  const named: Named[] = [];
  for (const target of targets) {
    const keys = keysOf(target);
    const values = await target.store.read(target.id, keys);
    const exported = Object.keys(values);
    if (exported.length > 0) set = withFields(set, target.id, values);
    named.push({ target, exported, missing: keys.filter((key) => !exported.includes(key)) });
  }
  return { set, named };
}

function exportedText(named: readonly Named[], out: string): string {
  return [
    ...named
      .filter(({ exported }) => exported.length > 0)
      .map(({ target, exported }) => `✔ ${nameOf(target)}: ${exported.join(", ")}`),
    `Encrypted into ${out}.`,
    `Next: copy it and the configuration to the other machine, run \`spendesk-hr credentials import ${out}\` there, and delete it.`,
  ].join("\n");
}

async function refuseExisting(path: string, shown: string): Promise<void> {
  const there = await lstat(path).catch(() => null);
  if (!there) return;
  throw new Problem({
    kind: "usage",
    code: "file_exists",
    what: `${shown} is there already; nothing was written.`,
    why: "It may be the only copy of other credentials.",
    next: "Name another file with `--out`, or delete this one.",
  });
}

function nothingToExport(): Problem {
  return new Problem({
    kind: "credentials",
    code: "credentials_missing",
    what: "There are no credentials to export; nothing was written.",
    why: "None of the connections has any in its source.",
    next: "Run `spendesk-hr credentials list` to see where they are looked for.",
  });
}
