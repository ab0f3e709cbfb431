import type { Reply } from "../server/exchange.js";
import type { RateLimiter } from "../server/rate-limit.js";
import type { MemberBook } from "./members.js";

/** Credentials of the client-credentials kind. */
export type ClientCredentials = {
  readonly clientId: string;
  readonly clientSecret: string;
};

/** One Spendesk company: its key, its members, its share of the limits. */
export interface Entity {
  readonly name: string;
  readonly credentials: ClientCredentials;
  readonly members: MemberBook;
  /** Null when limits are off. */
  readonly limiter: RateLimiter | null;
  /** Answers of POSTs by `Idempotency-Key`. */
  readonly answered: Map<string, Reply>;
}
