import { stat } from "node:fs/promises";
import { Problem } from "../sync/errors.js";
import type { CredentialChoice } from "./credential-sources.js";
import type { ConfigDocument } from "./document.js";

/**
 * Whoever may change the file decides what the store `command` runs, so only this user and root may be.
 * On Windows owner and mode say nothing and are not checked.
 *
 * @throws Problem `config_permissions`
 */
export async function refuseForeignCommand(
  { path, label }: ConfigDocument,
  { store, own }: CredentialChoice,
): Promise<void> {
  const stores = [store.value, ...[...own.values()].map(({ value }) => value.store)];
  if (!stores.includes("command") || process.platform === "win32") return;
  const { mode, uid } = await stat(path);
  const foreign = uid !== 0 && uid !== process.geteuid?.();
  if (!foreign && (mode & 0o002) === 0) return;
  throw new Problem({
    kind: "configuration",
    code: "config_permissions",
    what: `${label} names a command for credentials, and others may change it; nothing was run.`,
    why: foreign
      ? `The file belongs to another user (uid ${uid}).`
      : "Every user of this machine may write to it.",
    next: foreign
      ? `Run \`chown\` for ${path}, after looking at the command in it.`
      : `Run \`chmod o-w '${path}'\`, after looking at the command in it.`,
  });
}
