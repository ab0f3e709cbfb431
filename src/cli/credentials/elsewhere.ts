import type { CredentialStore } from "../../credentials/store.js";

const ADVICE: Readonly<Record<string, string>> = {
  env: "in the environment: remove the variables there",
  systemd: "in the systemd unit: take them out of it",
  command: "in the program that is asked for them: delete them there",
};

/** Where credentials are that this program can't delete, and what to do, a phrase. */
export function keptElsewhere({ id }: CredentialStore): string {
  return ADVICE[id] ?? `in the source ${id}`;
}
