import { isProblem } from "../shared/errors.js";

/** An access token as an answer gave it. */
export interface GivenToken {
  readonly value: string;
  /** Seconds from now until it ends; null when that was not said. */
  readonly lifeSeconds: number | null;
}

/** The token of one API, kept in memory only. */
export interface TokenKeeper<Token extends GivenToken> {
  /**
   * The present token: asked for at the first call, and anew ahead of its end. Callers at the same time
   * share one request.
   * @throws what the request throws; lasting problems (a refused credential) are not asked about again
   */
  current(): Promise<Token>;
  /**
   * To be told the value of a token with which a call was refused: whether a try with `current()` is worth
   * it, since somebody else has got a new one by now or there will be one.
   */
  refuse(used: string): boolean;
}

interface Kept<Token> {
  readonly token: Token;
  /** On the clock of `now`. */
  readonly renewAt: number;
}

/** Part of a token's life after which a new one is asked for. */
const USED_LIFE = 55 / 60;

export interface TokenKeeperOptions {
  /** How often a refused token is replaced: new ones that are refused as well say that the credential is wrong. */
  readonly renewals?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** @param request asks for a token and tells the redactor what came */
export function keepToken<Token extends GivenToken>(
  request: () => Promise<Token>,
  { renewals = 1, now = Date.now }: TokenKeeperOptions = {},
): TokenKeeper<Token> {
  let kept: Promise<Kept<Token>> | null = null;
  /** That of `kept`, once it is there. */
  let present: string | null = null;
  let left = renewals;

  function ask(): Promise<Kept<Token>> {
    const askedAt = now();
    present = null;
    const asking = request().then((token) => {
      present = token.value;
      const life = token.lifeSeconds === null ? Number.POSITIVE_INFINITY : token.lifeSeconds * 1000;
      return { token, renewAt: askedAt + life * USED_LIFE };
    });
    asking.catch((error: unknown) => {
      if (kept === asking && !(isProblem(error) && error.kind !== "temporary")) kept = null;
    });
    return asking;
  }

  return {
    async current() {
      kept ??= ask();
      const known = kept;
      const { token, renewAt } = await known;
      if (now() < renewAt) return token;
      if (kept === known) kept = ask();
      return (await kept).token;
    },
    refuse(used) {
      if (used !== present || kept === null) return true;
      if (left === 0) return false;
      left -= 1;
      kept = null;
      return true;
    },
  };
}
