import { Problem } from "../../sync/model/index.js";

type Texts = { readonly code: string; readonly why: string; readonly next: string };

/**
 * Messages of libsecret, D-Bus and macOS. Those of Linux were seen on Debian 12 (docs/keychains.md §2) except
 * `not provided`, the bus's own text for an unknown service; those of macOS are assumed.
 */
const NO_SESSION =
  /D-?Bus|not provided by any \.service|could not connect|connection refused|ServiceUnknown/i;
const LOCKED =
  /locked|dismissed|Object does not exist at path|interaction is not allowed|user name or passphrase/i;

/**
 * A keychain failure as a person can act on it.
 * @param alternative the other way to supply the credentials, a clause that follows "or".
 */
export function keychainProblem(failure: KeychainFailure, alternative: string): Problem {
  const { code, why, next } = explain(failure);
  return new Problem(
    {
      kind: "credentials",
      code,
      what: "The system's keychain can't be used.",
      why,
      next: `${next}, or ${alternative}.`,
    },
    { cause: failure },
  );
}

function explain({ reason, message }: KeychainFailure): Texts {
  if (reason === "library") return libraryTexts(message);
  if (reason === "timeout") {
    return {
      code: "keychain_timeout",
      why: `${message} It probably waits for somebody to unlock it or to allow the access.`,
      next: "Unlock the keychain, answer its question on the screen and run the command again",
    };
  }
  if (LOCKED.test(message)) {
    return {
      code: "keychain_locked",
      why: `It is locked, or was never set up, and nobody is there to unlock it (${message}).`,
      next: "Log in to the desktop so that the keychain is unlocked, and run the command again there",
    };
  }
  if (NO_SESSION.test(message)) {
    return {
      code: "keychain_no_session",
      why: `There is no desktop session with a keychain here, as under cron, over ssh and in containers (${message}).`,
      next: "Run the command in a desktop session",
    };
  }
  return {
    code: "keychain_unavailable",
    why: `It refused: ${message}`,
    next: "Try the same command once more",
  };
}

function libraryTexts(message: string): Texts {
  if (process.platform !== "linux") {
    return {
      code: "keychain_unavailable",
      why: `Its library, keytar, does not work: ${message}`,
      next: "Install spendesk-hr again",
    };
  }
  return {
    code: "keychain_unavailable",
    // keytar's loader swallows the system's own message, so that the missing library is a conclusion.
    why: `Its library does not load; on Linux that is usually because libsecret is missing (${message}).`,
    next: "Install libsecret (Debian and Ubuntu: `apt-get install libsecret-1-0`)",
  };
}

/** Why a call to the keychain gave no answer. */
export type KeychainFailureReason =
  /** keytar, or the system library below it, can't be loaded. */
  | "library"
  /** No answer in time: as a rule a prompt that nobody answers. */
  | "timeout"
  /** The keychain said no; the message is its own. */
  | "refused";

/** A call to the keychain that failed. The message holds no secrets. */
export class KeychainFailure extends Error {
  override readonly name = "KeychainFailure";
  readonly reason: KeychainFailureReason;

  constructor(reason: KeychainFailureReason, message: string) {
    super(message);
    this.reason = reason;
  }
}
