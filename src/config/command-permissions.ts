import { stat } from "node:fs/promises";
import { Problem } from "../sync/errors.js";
import type { CredentialChoice } from "./credential-sources.js";
import type { ConfigDocument } from "./document.js";

/** Write permission of the group and of everybody else. */
const WRITABLE_BY_OTHERS = 0o022;

/**
 * Whoever may change the file decides what the store `command` runs, so only this user and root may be;
 * a file that its group may change is refused as well, as ssh does. On Windows owner and mode say nothing and are not checked.
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
  if (!foreign && (mode & WRITABLE_BY_OTHERS) === 0) return;
  throw new Problem({
    kind: "configuration",
    code: "config_permissions",
    what: `${label} names a command for credentials, and others may change it; nothing was run.`,
    why: foreign
      ? `The file belongs to another user (uid ${uid}).`
      : `${(mode & 0o002) === 0 ? "Its group" : "Every user of this machine"} may write to it (mode ${(mode & 0o777).toString(8)}).`,
    next: foreign
      ? `Run \`chown\` for ${path}, after looking at the command in it.`
      : `Run \`chmod go-w '${path}'\`, after looking at the command in it.`,
  });
}
