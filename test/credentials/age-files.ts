import { chmod, readFile, writeFile } from "node:fs/promises";
import { armor, Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";

/**
 * Keys and files in the format of age, made by the library. That it agrees with the real `age` is shown in
 * `test/system`.
 */

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
  encrypter.setScryptWorkFactor(10);
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
