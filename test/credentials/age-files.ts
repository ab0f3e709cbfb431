import { chmod, readFile, writeFile } from "node:fs/promises";
import { armor, Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { vi } from "vitest";

/**
 * Keys and files in the format of age, made by the library. That it agrees with the real `age` is shown in
 * `test/system`.
 */

/** Work factor of a guess that takes no time. */
const CHEAP = 10;

/**
 * Until the end of the test the program, too, encrypts with passphrases that are quick to guess: what it takes
 * without this is a test of its own.
 */
export function encryptCheaply(): void {
  const { setPassphrase } = Encrypter.prototype;
  vi.spyOn(Encrypter.prototype, "setPassphrase").mockImplementation(function (this: Encrypter, passphrase) {
    setPassphrase.call(this, passphrase);
    this.setScryptWorkFactor(CHEAP);
  });
}

/** Makes a key in a file as `age-keygen` does; gives the public half. */
export async function newKey(path: string): Promise<string> {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  const lines = ["# created: 2026-11-23T09:00:00Z", `# public key: ${recipient}`, identity, ""];
  await writeFile(path, lines.join("\n"), { mode: 0o600 });
  return recipient;
}

/** Encrypts the content of a file, for its owner only. */
export async function encryptTo(
  recipients: readonly string[],
  plain: string,
  path: string,
  { isArmored = false } = {},
): Promise<void> {
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  const bytes = await encrypter.encrypt(await readFile(plain));
  await writePrivate(path, isArmored ? armor.encode(bytes) : bytes);
}

/** The same with a passphrase, in a moment: a guess at it costs as little. */
export async function encryptWith(passphrase: string, text: string, path: string): Promise<void> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(CHEAP);
  await writePrivate(path, armor.encode(await encrypter.encrypt(text)));
}

/** What a file holds that was encrypted to the key of another file, in armor or not. */
export async function decrypted(keyFile: string, path: string): Promise<string> {
  const decrypter = new Decrypter();
  for (const line of (await readFile(keyFile, "utf8")).split("\n"))
    if (line.startsWith("AGE-")) decrypter.addIdentity(line);
  return decryptedBy(decrypter, path);
}

/** The same of a file that was encrypted with a passphrase. */
export function decryptedWith(passphrase: string, path: string): Promise<string> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  return decryptedBy(decrypter, path);
}

async function decryptedBy(decrypter: Decrypter, path: string): Promise<string> {
  const bytes = await readFile(path);
  const isArmored = bytes.subarray(0, 5).toString("latin1") === "-----";
  return decrypter.decrypt(isArmored ? armor.decode(bytes.toString("latin1")) : bytes, "text");
}

/** Also when there is such a file already. */
async function writePrivate(path: string, content: string | Uint8Array): Promise<void> {
  await writeFile(path, content, { mode: 0o600 });
  await chmod(path, 0o600);
}
