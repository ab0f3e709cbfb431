import type { IncomingHttpHeaders } from "node:http";
import type { SandboxClock } from "../../clock.js";
import type { Reply } from "../../server/exchange.js";
import { bamboohrError, bamboohrFailure } from "./errors.js";

/** How often an unknown key may be tried, and how long it is shut out then. Both assumed: BambooHR names no numbers. */
const TRIES = 5;
const LOCKED_MS = 30 * 60_000;

/**
 * Knows the one good key, and shuts out those who keep calling with another
 * (docs/vendors/bamboohr.md §2).
 */
export class KeyGuard {
  readonly #apiKey: string;
  readonly #clock: SandboxClock;
  readonly #wrong = new Map<string, { tries: number; until: number }>();

  constructor(apiKey: string, clock: SandboxClock) {
    this.#apiKey = apiKey;
    this.#clock = clock;
  }

  /** Null when the key is good: user name of Basic, with any password. */
  refusal({ authorization = "" }: IncomingHttpHeaders): Reply | null {
    const encoded = /^Basic\s+(\S+)$/iu.exec(authorization)?.[1] ?? "";
    const [key = ""] = Buffer.from(encoded, "base64").toString("utf8").split(":");
    if (key === this.#apiKey) return null;
    const known = this.#wrong.get(key);
    const now = this.#clock.now();
    const entry = known && known.until > now ? known : { tries: 0, until: now + LOCKED_MS };
    entry.tries += 1;
    this.#wrong.set(key, entry);
    if (entry.tries <= TRIES) return bamboohrFailure("unauthorized");
    return bamboohrError(403, "Temporarily blocked after repeated calls with an unknown key");
  }
}
