import { systemdName } from "../../../credentials/names.js";
import { shellWord } from "../../../shared/shell.js";
import { credentialFiles, needsPassphrase, storedCredentialSteps } from "../credential-steps.js";
import { fileWord, VARIABLES_EXAMPLE, VARIABLES_FILE } from "../job.js";
import { neededVariables } from "../needs.js";
import { unitPath } from "../quote.js";
import type { ScheduleInput, Step } from "../schedule.js";

const PASSPHRASE = "spendesk-hr.passphrase";

/** How the unit gets its credentials. */
export interface UnitCredentials {
  /** Names of the systemd credentials. */
  readonly names: readonly string[];
  /** Settings of the service, one a line. */
  readonly settings: readonly string[];
  /** Variables for the program, with specifiers in place. */
  readonly variables: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  /** Files the service must be able to read. */
  readonly files: readonly string[];
}

/** @param encrypted the files of the systemd credentials were made by `systemd-creds encrypt` */
export function unitCredentials(input: ScheduleInput, encrypted: boolean): UnitCredentials {
  const { needs } = input;
  const keys = needs.flatMap(({ source }) => (source.store === "encrypted-file" ? [source.key] : []));
  const asksNobody = needsPassphrase(needs);
  const names = unique([
    ...needs
      .filter(({ source }) => source.store === "systemd")
      .flatMap(({ id, fields }) => fields.map((field) => systemdName(id, field))),
    ...keys.flatMap((key) => (key.from === "systemd" ? [key.name] : [])),
    ...(asksNobody ? [PASSPHRASE] : []),
  ]);
  const variables = neededVariables(needs);
  return {
    names,
    settings: [
      ...names.map((name) => loadLine(name, encrypted)),
      ...(variables.length > 0 ? [`EnvironmentFile=${unitPath(VARIABLES_FILE)}`] : []),
    ],
    // %d is the folder of the credentials (systemd 250).
    variables: asksNobody ? { SPENDESK_HR_CREDENTIALS_PASSPHRASE_FILE: `%d/${PASSPHRASE}` } : {},
    steps: [
      ...(names.length > 0 ? [storeStep(names, encrypted)] : []),
      ...(variables.length > 0 ? [variablesStep(input)] : []),
      ...storedCredentialSteps(input),
    ],
    files: credentialFiles(needs),
  };
}

function folderOf(encrypted: boolean): string {
  return encrypted ? "/etc/credstore.encrypted" : "/etc/credstore";
}

function loadLine(name: string, encrypted: boolean): string {
  return `LoadCredential${encrypted ? "Encrypted" : ""}=${name}:${folderOf(encrypted)}/${name}`;
}

function storeStep(names: readonly string[], encrypted: boolean): Step {
  const folder = folderOf(encrypted);
  const ask = (name: string) => `systemd-ask-password -n ${shellWord(`${name}:`)}`;
  return {
    text: "Store the credentials, which only root may read; systemd hands them to the service.",
    commands: [
      `sudo install -d -m 700 ${folder}`,
      ...names.map((name) =>
        encrypted
          ? `${ask(name)} | sudo systemd-creds encrypt --name=${name} - ${folder}/${name}`
          : `${ask(name)} | sudo sh -c 'umask 077; cat > ${folder}/${name}'`,
      ),
    ],
  };
}

function variablesStep(input: ScheduleInput): Step {
  return {
    text: "Fill in the credentials; only root may read them.",
    commands: [
      `sudo install -D -m 600 ${fileWord(input, VARIABLES_EXAMPLE)} ${VARIABLES_FILE}`,
      `sudoedit ${VARIABLES_FILE}`,
    ],
  };
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
