import type { CredentialStore } from "../../credentials/store.js";

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
