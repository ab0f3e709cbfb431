import type { KeySource } from "../../config/credential-sources.js";
import { shellWord } from "../../shared/shell.js";
import { NOTIFY_CONNECTION } from "../after-run/connection.js";
import { asJobUser } from "./job.js";
import type { CredentialNeed, ScheduleInput, Step } from "./schedule.js";

/** Whether an encrypted file is opened by a passphrase, which nobody is there to type. */
export function needsPassphrase(needs: readonly CredentialNeed[]): boolean {
  return needs.some(({ source }) => source.store === "encrypted-file" && source.key.from === "passphrase");
}

/** Every file that holds credentials, or what opens them. */
export function credentialFiles(needs: readonly CredentialNeed[]): readonly string[] {
  const paths = needs.flatMap(({ source }) => [
    ...("path" in source ? [source.path] : []),
    ...(source.store === "encrypted-file" ? keyFiles(source.key) : []),
  ]);
  return [...new Set(paths)];
}

/** Makes an empty file that only the user of a job may read, and opens it to be filled in. */
export function privateFileStep(what: string, path: string, { user }: ScheduleInput): Step {
  return {
    text: `Store ${what} in ${path}; only ${user.name} may read it.`,
    commands: [
      `sudo install -D -m 600 -o ${shellWord(user.name)} /dev/null ${shellWord(path)}`,
      `sudoedit ${shellWord(path)}`,
    ],
  };
}

/**
 * Lets the user of a job have its credentials: what is in files already is given to it, what is missing is
 * stored by that user.
 */
export function storedCredentialSteps(input: ScheduleInput): readonly Step[] {
  const { needs, absent, user } = input;
  const there = credentialFiles(needs).filter((path) => !absent.includes(path));
  const keys = needs.flatMap(({ source }) => (source.store === "encrypted-file" ? keyFiles(source.key) : []));
  const missingKeys = [...new Set(keys)].filter((path) => absent.includes(path));
  return [
    ...(there.length > 0
      ? [handOverStep(`Let ${user.name} and nobody else read the credentials.`, there, user.name)]
      : []),
    ...sealedStep(input),
    ...missingKeys.map((path) => privateFileStep("what opens the credentials", path, input)),
    ...setSteps(input),
  ];
}

/** What only systemd has the key of is encrypted to it elsewhere. */
function sealedStep({ needs, absent, user }: ScheduleInput): readonly Step[] {
  const files = needs.flatMap(({ source }) =>
    isSealed(source) && absent.includes(source.path) ? source.path : [],
  );
  const unique = [...new Set(files)];
  if (unique.length === 0) return [];
  const text = `Bring the credentials, encrypted to that key (\`spendesk-hr credentials export --recipient age1…\` where they are now), into ${unique.join(", ")}; then let ${user.name} read them.`;
  return [handOverStep(text, unique, user.name)];
}

function isSealed(
  source: CredentialNeed["source"],
): source is Extract<CredentialNeed["source"], { store: "encrypted-file" }> {
  return source.store === "encrypted-file" && source.key.from === "systemd";
}

function handOverStep(text: string, files: readonly string[], user: string): Step {
  return {
    text,
    commands: files.flatMap((file) => [
      `sudo chown ${shellWord(user)} ${shellWord(file)}`,
      `sudo chmod 600 ${shellWord(file)}`,
    ]),
  };
}

/** Credentials of which nothing is stored yet: in a file that is not there, or in a store that stands in. */
export function unstoredNeeds({
  needs,
  absent,
  store,
  isReplaced,
}: ScheduleInput): readonly CredentialNeed[] {
  return needs.filter(({ source }) => {
    if (isSealed(source)) return false;
    const isNew = isReplaced && source.store === store;
    return "path" in source ? isNew || absent.includes(source.path) : isNew && source.store === "keychain";
  });
}

/** The words that store the credentials of a connection; that of the notifications belongs to no entity. */
export function setWords({ id: { entity, connection } }: CredentialNeed): readonly string[] {
  const isNotify = connection === NOTIFY_CONNECTION.connection;
  return ["credentials", "set", connection, ...(isNotify ? [] : ["--entity", entity])];
}

/** Stores what is missing, as the user of the job. */
export function setSteps(input: ScheduleInput): readonly Step[] {
  const unstored = unstoredNeeds(input);
  if (unstored.length === 0) return [];
  const files = new Set(unstored.flatMap(({ source }) => ("path" in source ? [source.path] : [])));
  const isOpen = unstored.some(({ source }) => source.store === "file");
  const where = files.size === 0 ? "in the keychain" : `in ${[...files].join(", ")}`;
  const mode = isOpen ? " The file is not encrypted: only its mode (0600) protects it." : "";
  return [
    {
      text: `Store the credentials ${where}, as ${input.user.name}.${mode}`,
      commands: unstored.map((need) => asJobUser(input, setWords(need))),
    },
  ];
}

function keyFiles(key: KeySource): readonly string[] {
  return key.from === "key-file" || key.from === "passphrase-file" ? [key.path] : [];
}
