import { chosenStore, credentialSource } from "../../config/credential-sources.js";
import type { LoadedConfig } from "../../config/load.js";
import { readAllFields } from "../../credentials/create-store.js";
import { type CredentialValues, checkValues } from "../connect/credentials.js";
import { isOfInstallation, neededKeysOf, type Target } from "../credentials/targets.js";
import { removal, unfinishedCopies } from "./configuration.js";
import { attempt, type Finding, ok, type Subject, warning } from "./finding.js";

/** A connection with its credentials; null when they can't be had. */
export interface ReadTarget {
  readonly target: Target;
  readonly values: CredentialValues | null;
}

interface CredentialCheck {
  readonly findings: readonly Finding[];
  readonly read: readonly ReadTarget[];
}

/**
 * Reads the credentials of every connection, one after the other: a source may ask for a passphrase or a
 * fingerprint. A keychain that says "nothing there" is tested by its store with an item of its own.
 */
export async function checkCredentials(
  targets: readonly Target[],
  config: LoadedConfig,
): Promise<CredentialCheck> {
  const findings: Finding[] = [];
  const read: ReadTarget[] = [];
  for (const target of targets) {
    let values: CredentialValues | null = null;
    const entity = isOfInstallation(target) ? null : target.id.entity;
    const subject: Subject = { area: "credentials", check: target.id.connection, entity };
    const found = await attempt(subject, async () => {
      const stored = await readAllFields(target.store, target.id, neededKeysOf(target));
      checkValues(target, stored);
      values = stored;
      const { value, origin } = chosenStore(config.credentials, target.id);
      return [ok(subject, `The key of ${target.title} is there; source: ${value} (${origin}).`)];
    });
    findings.push(...found);
    read.push({ target, values });
  }
  return { findings: [...findings, ...(await leftovers(targets, config))], read };
}

/** Copies of a file of secrets that a killed command left are secrets too. */
async function leftovers(
  targets: readonly Target[],
  { credentials }: LoadedConfig,
): Promise<readonly Finding[]> {
  const subject: Subject = { area: "credentials", check: "leftovers", entity: null };
  return attempt(subject, async () => {
    const sources = targets.map(({ id }) => credentialSource(credentials, id));
    const paths = new Set(sources.flatMap((source) => ("path" in source ? [source.path] : [])));
    const files = (await Promise.all([...paths].map(unfinishedCopies))).flat();
    if (files.length === 0) return [];
    const text = `A command that was stopped left copies of credentials: ${files.join(", ")}.`;
    return [warning(subject, { code: "credential_leftovers", text, next: removal(files) })];
  });
}
