import type { Problem } from "../../sync/model/index.js";
import { fileProblem } from "./problems.js";
import type { Location } from "./settings.js";

/** The server is not the one that is pinned. @param shown the fingerprint of its key */
export function otherHostKey(host: string, shown: string): Problem {
  return fileProblem({
    kind: "credentials",
    code: "file_host_key",
    what: `${host} shows another key than the one that is stated, so nothing was sent to it.`,
    why: `Its key has the fingerprint ${shown}. It is another server, or its key was renewed.`,
    next: "Ask whoever runs the server for the fingerprint; only if it is this one, set `source.settings.hostKey` to it.",
  });
}

/** The server lets nobody in with this. @param isKey whether it was a private key */
export function refused(isKey: boolean): Problem {
  return fileProblem({
    kind: "credentials",
    code: "credentials_refused",
    what: `The server does not accept the ${isKey ? "private key" : "password"}.`,
    why: "It is wrong, belongs to another user, or the account is closed.",
    next: "Check `source.settings.user`, and run `spendesk-hr connect file` again.",
  });
}

/** Nothing is there. @param why a whole sentence */
export function missing(path: string, why: string): Problem {
  return fileProblem({
    code: "file_missing",
    what: `There is no file ${path} on the server.`,
    why,
    next: "See whether the HR tool's export ran, and whether `source.settings.remotePath` names it.",
  });
}

/** The connection itself failed. What the server says is not shown: it may repeat what it was sent. */
export function serverProblem(error: unknown, { host }: Location): Problem {
  const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
  return fileProblem({
    kind: "temporary",
    code: "file_server",
    what: `The export could not be read from ${host}.`,
    why: `The connection failed or was lost${code}.`,
    next: "Check `source.settings.host` and the firewall, then run the command again. SFTP does not go through a proxy.",
  });
}
