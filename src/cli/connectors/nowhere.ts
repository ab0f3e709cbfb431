import type { CredentialStore } from "../../credentials/store.js";
import type { CredentialKeeper } from "../../providers/provider.js";

/** Where nothing is kept: what is typed in for a look is forgotten with it. */
export const NOWHERE: CredentialStore = {
  id: "nowhere",
  writable: true,
  probe: async () => {},
  read: async () => ({}),
  write: async () => {},
  remove: async () => false,
  origins: async () => [],
  describeMissing: () => "Pass `--credentials-file secrets.json` (or `-` for standard input).",
};

/** A key that is replaced with each use would be lost by a look. */
export function noKeeper(provider: string): CredentialKeeper {
  const refused = () => Promise.reject(new Error("nothing is kept by a look"));
  return {
    obstacle: {
      why: "This command stores nothing.",
      next: `Run \`spendesk-hr connect ${provider}\`, then this command with \`--entity\`.`,
    },
    alone: refused,
    keep: refused,
  };
}
