import { Problem } from "../../sync/errors.js";
import type { AgeFailure } from "./age.js";

const TEXTS: Readonly<
  Record<AgeFailure, { readonly code: string; readonly why: string; readonly next: string }>
> = {
  not_age: {
    code: "encrypted_file_invalid",
    why: "It is not a file in the format of age.",
    next: "Name a file that `spendesk-hr credentials export` or `age` has written.",
  },
  damaged: {
    code: "encrypted_file_damaged",
    why: "It was changed or cut off after it was encrypted, or needs more work to open than is reasonable.",
    next: "Take it from a backup, or delete it and store the credentials again.",
  },
  wrong_key: {
    code: "encrypted_key_wrong",
    why: "It was encrypted with another passphrase or to another key.",
    next: "Give the passphrase or the key it was encrypted with.",
  },
  needs_passphrase: {
    code: "encrypted_key_wrong",
    why: "It is encrypted with a passphrase, and a key was given.",
    next: "Give its passphrase instead of a key.",
  },
  needs_key: {
    code: "encrypted_key_wrong",
    why: "It is encrypted to a key, and a passphrase was given.",
    next: "Give the key file instead of a passphrase.",
  },
};

/** A file that could not be opened, as a person can act on it. */
export function encryptedProblem(path: string, failure: AgeFailure): Problem {
  const { code, why, next } = TEXTS[failure];
  return new Problem({ kind: "credentials", code, what: `${path} can't be decrypted.`, why, next });
}
