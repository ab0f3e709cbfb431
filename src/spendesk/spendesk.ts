import { createAnnouncements } from "../http/announcements.js";
import { createHttpClient, type HttpClientOptions } from "../http/client.js";
import { createPacer } from "../http/pacer.js";
import { READ_LIMITS, type ReadLimits } from "../http/read-budget.js";
import { hasDotSegment } from "../http/request.js";
import { type CallLog, type MemberReader, Problem } from "../sync/model/index.js";
import { createTokenSource, type RegisterSecret, type SpendeskCredentials } from "./auth.js";
import { countMembers, createMemberReader, MAX_CONCURRENT } from "./client.js";
import { createMemberWriter, type SpendeskWriter } from "./member-writer.js";
import { createSession } from "./session.js";
import { type WriteAccess, writeAccessOf } from "./write-refused.js";
import { type RouteOverrides, type WriteRoutes, withDefaultRoutes } from "./write-routes.js";

export interface SpendeskOptions extends Omit<HttpClientOptions, "pacer" | "headers"> {
  readonly credentials: SpendeskCredentials;
  /** Scopes to ask for, space separated; default: all of the key. */
  readonly scope?: string | undefined;
  /** Overrides of the assumed write routes. */
  readonly routes?: RouteOverrides | undefined;
  /** Name of the scope that allows writing members; default: the assumed ones. */
  readonly writeScope?: string | undefined;
  readonly registerSecret: RegisterSecret;
  /** What one read of all members may take. */
  readonly readLimits?: ReadLimits | undefined;
}

/** One Spendesk entity. Reading and writing share one connection, one token and one pace. */
export interface Spendesk extends CallLog {
  /** Can't write: its type has no method for it. */
  readonly reader: MemberReader;
  /** @param beforeWrite asked right before every attempt of every write; throws to stop it */
  openWriter(beforeWrite?: () => Promise<void>): SpendeskWriter;
  /**
   * Whether the key may write members, from the scopes of its token: no call but the token's own, which
   * the reads and writes of the run share.
   * @throws Problem when there is no token to be had
   */
  writeAccess(): Promise<WriteAccess>;
  /**
   * How many members there are, with one call, where nobody needs to know who.
   * @throws Problem when they can't be read
   */
  countMembers(): Promise<number>;
}

/**
 * Opens an entity. Nothing is sent yet.
 * @throws Problem of kind `configuration` for an unusable base URL or route.
 */
export function createSpendesk(options: SpendeskOptions): Spendesk {
  const { credentials, scope, registerSecret, writeScope = null } = options;
  const { onWait, clock, sleep } = options;
  const routes = checkedRoutes(withDefaultRoutes(options.routes));
  // 5 at once and 50 a minute per entity (docs/vendors/spendesk.md §7).
  const pacer = createPacer({ maxConcurrent: MAX_CONCURRENT, onWait, clock, sleep });
  const http = createHttpClient({ ...options, pacer });
  const announcements = createAnnouncements("Spendesk");
  const tokens = createTokenSource({
    http,
    announcements,
    credentials,
    scope,
    registerSecret,
    clock: clock ?? { now: () => new Date() },
  });
  const session = createSession(http, tokens, announcements);
  return {
    reader: createMemberReader(session, options.readLimits ?? READ_LIMITS),
    openWriter: (beforeWrite) => createMemberWriter(session, routes, beforeWrite),
    async writeAccess() {
      await tokens.token();
      return writeAccessOf(tokens.grantedScopes(), writeScope);
    },
    countMembers: () => countMembers(session),
    requestCount: session.requestCount,
    announcements: session.announcements,
  };
}

function checkedRoutes(routes: WriteRoutes): WriteRoutes {
  for (const [name, { path }] of Object.entries(routes)) {
    const needsId = name === "updateMember" || name === "setMemberStatus";
    if (path.startsWith("/") && !hasDotSegment(path) && (!needsId || path.includes("{id}"))) continue;
    throw new Problem({
      kind: "configuration",
      code: "invalid_route",
      what: `The route \`spendesk.routes.${name}\` can't be used.`,
      why: `Its path must start with "/"${needsId ? " and hold {id}" : ""}, and have no part of dots alone.`,
      next: "Correct it in the configuration, then run `spendesk-hr config validate`.",
    });
  }
  return routes;
}
