import { hashText, hexDigits, type Random, seededRandom } from "../../random.js";
import type { Failure, Reply, Route, SandboxRequest } from "../../server/exchange.js";
import { OPEN_DOOR, RateLimiter } from "../../server/rate-limit.js";
import type { Person } from "../../world/world.js";
import type { Vendor, VendorSetup } from "../vendor.js";
import { type ListedPage, type Paging, pageOf } from "./paging.js";

/** A list of a tool. */
export interface Listed {
  /** GET unless the tool reads by POST. */
  readonly method?: "POST";
  readonly template: string;
  readonly paging: Paging;
  /** What is listed, in the tool's own form. */
  items(people: readonly Person[], setup: VendorSetup, request: SandboxRequest): readonly object[];
  /** What is answered to a request that the tool does not take. */
  refused?(request: SandboxRequest): Reply | null;
  /** The answer around one page. @param url the request's own, for tools that name addresses */
  answer(page: ListedPage, url: string): Partial<Reply>;
}

/** A sign-in, which answers as RFC 6749 §4.4 has it unless the tool has its own way. */
export interface SignIn {
  readonly template: string;
  accepts(request: SandboxRequest, credentials: Readonly<Record<string, string>>): boolean;
  /** The answer with the token. */
  granted?(token: string): unknown;
  /** What a good answer has besides the access token. */
  besides?(): object;
  /** Default 401 with `invalid_client`. */
  readonly refused?: Reply;
}

/** A record of its own, for tools whose lists leave out much. */
export interface Detailed {
  /** With `{id}` in it. */
  readonly template: string;
  /** Null: there is nobody of that id. */
  item(id: string, people: readonly Person[], setup: VendorSetup): object | null;
}

/** A tool that hands out its people in lists, signed for with headers. */
export interface ListedTool {
  readonly id: string;
  /** Values of the credential fields of the provider of the same id. */
  credentials(random: Random): Readonly<Record<string, string>>;
  /**
   * The headers that a call must carry, by their lower-case names.
   * @param token that a sign-in gives
   */
  headers(credentials: Readonly<Record<string, string>>, token: string): Readonly<Record<string, string>>;
  /** The call that gives a token, for tools that want one. */
  readonly signIn?: SignIn;
  readonly lists: readonly Listed[];
  readonly details?: readonly Detailed[];
  /** The body of a refusal. */
  refusal(status: number, words: string): unknown;
}

const STATUSES: Record<Failure, readonly [status: number, words: string]> = {
  unauthorized: [401, "Unauthorized"],
  forbidden: [403, "Forbidden"],
  not_found: [404, "Not found"],
  too_many_requests: [429, "Too many requests"],
  too_large: [413, "Request entity too large"],
  internal_error: [500, "Internal server error"],
};

/** RFC 6749 §5.1 and RFC 6749 §5.2 */
const bearerGrant = (token: string) => ({ token_type: "Bearer", expires_in: 3599, access_token: token });
const WRONG_CLIENT: Reply = {
  status: 401,
  json: { error: "invalid_client", error_description: "Invalid client secret." },
};

const LIMIT = { limit: 100, windowMs: 60_000, concurrent: 10 };

/** How such a tool is imitated. */
export function createListed(tool: ListedTool): (setup: VendorSetup) => Vendor {
  const failure = (kind: Failure): Reply => {
    const [status, words] = STATUSES[kind];
    return { status, json: tool.refusal(status, words) };
  };
  return (setup) => {
    const random = seededRandom(hashText(`${tool.id} ${setup.seed}`));
    const credentials = tool.credentials(random);
    const token = secretOf(random);
    const wanted = Object.entries(tool.headers(credentials, token));
    const limiter =
      setup.rateLimit === null ? null : new RateLimiter({ ...LIMIT, ...setup.rateLimit }, setup.clock);

    const refusalFor = ({ headers }: SandboxRequest): Reply | null => {
      if (wanted.some(([name, value]) => headers[name] !== value)) return failure("unauthorized");
      return setup.settings().forbidden ? failure("forbidden") : null;
    };

    const detailRoute = ({ template, item }: Detailed): Route => ({
      method: "GET",
      template,
      handle: (request) => {
        const refused = refusalFor(request);
        if (refused) return refused;
        const found = item(request.params.id ?? "", setup.world.people(), setup);
        if (found === null) return failure("not_found");
        return { status: 200, json: without(found, setup.settings().hiddenAttributes) };
      },
    });

    const routeOf = (list: Listed): Route => ({
      method: list.method ?? "GET",
      template: list.template,
      handle: (request) => {
        const refused = refusalFor(request) ?? list.refused?.(request);
        if (refused) return refused;
        const { hiddenAttributes } = setup.settings();
        const items = list.items(setup.world.people(), setup, request);
        const shown = items.map((item) => without(item, hiddenAttributes));
        const page = pageOf(shown, request, list.paging);
        if (page === null) return { status: 400, json: tool.refusal(400, "Bad request") };
        const url = `http://${request.headers.host}/${tool.id}${list.template}?${request.query}`;
        return { status: 200, ...list.answer(page, url) };
      },
    });

    const signInRoute = ({
      template,
      accepts,
      granted = bearerGrant,
      besides,
      refused = WRONG_CLIENT,
    }: SignIn): Route => ({
      method: "POST",
      template,
      handle: (request) => {
        if (!accepts(request, credentials)) return refused;
        return { status: 200, json: besides ? { ...bearerGrant(token), ...besides() } : granted(token) };
      },
    });

    return {
      credentials,
      mount: {
        name: tool.id,
        prefix: `/${tool.id}`,
        routes: [
          ...(tool.signIn ? [signInRoute(tool.signIn)] : []),
          ...tool.lists.map(routeOf),
          ...(tool.details ?? []).map(detailRoute),
        ],
        admit: () => limiter?.admit(tool.id) ?? OPEN_DOOR,
        headers: () => ({}),
        failure,
      },
    };
  };
}

/** A key as tools hand them out. */
export function secretOf(random: Random): string {
  return hexDigits(random, 40);
}

/** A record without what may not be read; names may have dots: `profile.email`. Before a digit they part nothing. */
function without(record: object, names: readonly string[]): object {
  return names.reduce<object>((rest, name) => dropped(rest, name.split(/\.(?!\d)/u)), record);
}

function dropped(record: object, [name = "", ...inner]: readonly string[]): object {
  const entries = Object.entries(record).flatMap(([key, value]): [string, unknown][] => {
    if (key !== name) return [[key, value]];
    return inner.length === 0 ? [] : [[key, droppedWithin(value, inner)]];
  });
  return Object.fromEntries(entries);
}

function droppedWithin(value: unknown, names: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => droppedWithin(item, names));
  return typeof value === "object" && value !== null ? dropped(value, names) : value;
}
