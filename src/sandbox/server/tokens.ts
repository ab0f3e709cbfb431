import type { SandboxClock } from "../clock.js";
import { hexDigits, type Random } from "../random.js";

/** A bearer token and whom it stands for. */
export interface Token<Subject> {
  readonly text: string;
  readonly subject: Subject;
  /** Milliseconds since the epoch. */
  readonly endsAt: number;
}

/** Tokens handed out and still alive. */
export class TokenBook<Subject> {
  readonly #clock: SandboxClock;
  readonly #random: Random;
  readonly #lifeMs: number;
  readonly #tokens = new Map<string, Token<Subject>>();

  constructor(clock: SandboxClock, random: Random, lifeMs: number) {
    this.#clock = clock;
    this.#random = random;
    this.#lifeMs = lifeMs;
  }

  issue(prefix: string, subject: Subject): Token<Subject> {
    const token = {
      text: `${prefix}${hexDigits(this.#random, 40)}`,
      subject,
      endsAt: this.#clock.now() + this.#lifeMs,
    };
    this.#tokens.set(token.text, token);
    return token;
  }

  /** The token, unless it is unknown or its life is over. */
  find(text: string): Token<Subject> | null {
    const token = this.#tokens.get(text);
    return token !== undefined && token.endsAt > this.#clock.now() ? token : null;
  }

  /** A living token of the same subject, for vendors that hand out one token per credential. */
  findBySubject(subject: Subject): Token<Subject> | null {
    for (const token of this.#tokens.values()) {
      if (token.subject === subject && token.endsAt > this.#clock.now()) return token;
    }
    return null;
  }

  secondsLeft(token: Token<Subject>): number {
    return Math.ceil((token.endsAt - this.#clock.now()) / 1000);
  }
}

/** The token of an `Authorization: Bearer …` header, or null when there is none. */
export function bearerToken(authorization: string | undefined): string | null {
  return /^Bearer\s+(\S+)$/iu.exec(authorization ?? "")?.[1] ?? null;
}
