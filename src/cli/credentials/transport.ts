import { resolve } from "node:path";
import { type AgeKey, type AgeTarget, isRecipient } from "../../credentials/encrypted/age.js";
import {
  identitiesIn,
  passphraseFromEnvironment,
  passphraseIn,
  passphraseProblem,
  privateText,
} from "../../credentials/encrypted/key.js";
import { Problem } from "../../sync/model/index.js";
import type { CliContext } from "../cli-context.js";
import type { InputOf, OptionsOf } from "../command.js";
import type { CREDENTIALS_EXPORT_FLAGS, CREDENTIALS_IMPORT_FLAGS } from "../commands/credentials-flags.js";
import { answerMissing } from "../prompts/prompter.js";
import { askPassphrase } from "./passphrase.js";

const VARIABLE = "SPENDESK_HR_EXPORT_PASSPHRASE";

/**
 * Whom an exported set is encrypted to: the recipients of `--recipient`, else a passphrase from
 * `--passphrase-file`, the environment or a person. There is no way around: it is always encrypted.
 * @throws Problem `recipient_invalid`, `passphrase_short`, `answer_missing`, or of the passphrase's file
 */
export async function exportTarget(
  { options }: InputOf<typeof CREDENTIALS_EXPORT_FLAGS>,
  path: string,
  context: CliContext,
): Promise<AgeTarget> {
  const recipients = options.recipient;
  for (const recipient of recipients) {
    if (!(await isRecipient(recipient))) throw recipientInvalid();
  }
  if (recipients.length > 0) return { kind: "recipients", recipients };
  const passphrase = await passphraseFor(options, path, true, context);
  if (passphrase === null) {
    throw answerMissing(
      "A passphrase",
      `Add \`--recipient age1…\` or \`--passphrase-file\`, or set ${VARIABLE} (or ${VARIABLE}_FILE).`,
    );
  }
  const weak = passphraseProblem(passphrase);
  if (weak) throw passphraseShort(weak);
  return { kind: "passphrase", passphrase };
}

/**
 * What opens an exported set: the key of `--key-file`, else a passphrase as for `exportTarget`.
 * @throws Problem `encrypted_key_invalid`, `answer_missing`, or of the file
 */
export async function importKey(
  { options }: InputOf<typeof CREDENTIALS_IMPORT_FLAGS>,
  path: string,
  context: CliContext,
): Promise<AgeKey> {
  const keyFile = options.keyFile;
  if (keyFile !== undefined) {
    const key = await identitiesIn(await privateText(resolve(context.process.cwd, keyFile)), keyFile);
    if (key.kind === "identities") for (const one of key.identities) context.redactor.register(one);
    return key;
  }
  const passphrase = await passphraseFor(options, path, false, context);
  if (passphrase !== null) return { kind: "passphrase", passphrase };
  throw answerMissing(
    "What opens the file",
    `Add \`--key-file\` or \`--passphrase-file\`, or set ${VARIABLE} (or ${VARIABLE}_FILE).`,
  );
}

/** Registered with the redactor; null when there is nobody to ask. */
async function passphraseFor(
  options: Pick<OptionsOf<typeof CREDENTIALS_IMPORT_FLAGS>, "passphraseFile">,
  path: string,
  repeat: boolean,
  context: CliContext,
): Promise<string | null> {
  const file = options.passphraseFile;
  const { env } = context.process;
  const given =
    file === undefined
      ? await passphraseFromEnvironment({ env, variable: VARIABLE })
      : passphraseIn(await privateText(resolve(context.process.cwd, file)), file).passphrase;
  const passphrase =
    given ?? (context.interactive ? await askPassphrase(context)(`Passphrase of ${path}`, { repeat }) : null);
  if (passphrase !== null) context.redactor.register(passphrase);
  return passphrase;
}

function recipientInvalid(): Problem {
  return new Problem({
    kind: "usage",
    code: "recipient_invalid",
    what: "A `--recipient` is none of age.",
    why: "A recipient is the public half of a key and starts with age1; it is no secret.",
    next: "Run `age-keygen -y age.key` where the file will be read, and pass what it prints.",
  });
}

function passphraseShort(why: string): Problem {
  return new Problem({
    kind: "usage",
    code: "passphrase_short",
    what: "The passphrase is too short.",
    why,
    next: "Run the same command with another one; for example `openssl rand -base64 24` makes one.",
  });
}
