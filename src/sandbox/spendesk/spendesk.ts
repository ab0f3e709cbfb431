import * as z from "zod";
import type { SandboxClock } from "../clock.js";
import { hashText, hexDigits, type Random, seededRandom, uuid } from "../random.js";
import { type Mount, parseJson, type Reply, type Route, type SandboxRequest } from "../server/exchange.js";
import { OPEN_DOOR, type RateLimit, RateLimiter } from "../server/rate-limit.js";
import { TokenBook } from "../server/tokens.js";
import type { LiveSettings } from "../settings.js";
import { type Access, Gatekeeper, isRefused } from "./auth.js";
import { type Change, changeStatus, createMember, updateMember } from "./change.js";
import { badRequest, errorReply, spendeskFailure } from "./errors.js";
import { type Entity, MemberBook } from "./members.js";
import { listMembers, readMember, viewMember } from "./read.js";

const TOKEN_LIFE_MS = 60 * 60 * 1000;

/** The imitation of Spendesk: several entities behind one host. */
export interface Spendesk {
  readonly entities: readonly Entity[];
  /** `/spendesk` for every key, `/spendesk/<entity>` for keys of that entity only. */
  readonly mounts: readonly Mount[];
}

interface SpendeskSetup {
  readonly names: readonly string[];
  readonly seed: number;
  readonly clock: SandboxClock;
  readonly settings: LiveSettings;
  readonly rateLimit: RateLimit | null;
  readonly tokenLifeMs: number | undefined;
}

export function createSpendesk(setup: SpendeskSetup): Spendesk {
  const entities = setup.names.map((name) => createEntity(name, setup));
  const random = seededRandom(hashText(`spendesk tokens ${setup.seed}`));
  const tokens = new TokenBook<Access>(setup.clock, random, setup.tokenLifeMs ?? TOKEN_LIFE_MS);
  const gatekeeper = new Gatekeeper(entities, tokens, setup.settings);
  const mount = (prefix: string, only: Entity | null) =>
    createMount(prefix, only, gatekeeper, setup.settings);
  return {
    entities,
    mounts: [
      mount("/spendesk", null),
      ...entities.map((entity) => mount(`/spendesk/${entity.name}`, entity)),
    ],
  };
}

function createEntity(name: string, setup: SpendeskSetup): Entity {
  const random: Random = seededRandom(hashText(`spendesk ${name} ${setup.seed}`));
  return {
    name,
    credentials: { clientId: uuid(random), clientSecret: hexDigits(random, 48) },
    members: new MemberBook(random),
    limiter: setup.rateLimit === null ? null : new RateLimiter(setup.rateLimit, setup.clock),
    answered: new Map(),
  };
}

function createMount(
  prefix: string,
  only: Entity | null,
  gatekeeper: Gatekeeper,
  settings: LiveSettings,
): Mount {
  const routes = [
    ...tokenAndReadRoutes(gatekeeper, settings, only),
    ...writeRoutes(gatekeeper, settings, only),
  ];
  return {
    name: "spendesk",
    prefix,
    routes,
    admit: (headers) => gatekeeper.entityOf(headers)?.limiter?.admit("entity") ?? OPEN_DOOR,
    headers: () => announcementHeaders(settings),
    failure: spendeskFailure,
  };
}

function tokenAndReadRoutes(gatekeeper: Gatekeeper, settings: LiveSettings, only: Entity | null): Route[] {
  const reading =
    (act: (entity: Entity, request: SandboxRequest) => Reply) =>
    (request: SandboxRequest): Reply => {
      const outcome = gatekeeper.reader(request, only);
      return isRefused(outcome) ? outcome : act(outcome, request);
    };
  return [
    {
      method: "POST",
      template: "/v1/auth/token",
      handle: (request) => gatekeeper.issueToken(request, only),
    },
    {
      method: "GET",
      template: "/v1/users",
      handle: reading((entity, request) => listMembers(entity, request, settings.readFields)),
    },
    {
      method: "GET",
      template: "/v1/users/{id}",
      handle: reading((entity, request) => readMember(entity, request, settings.readFields)),
    },
  ];
}

function writeRoutes(gatekeeper: Gatekeeper, settings: LiveSettings, only: Entity | null): Route[] {
  const writing =
    (act: (entity: Entity, request: SandboxRequest, settings: LiveSettings) => Reply) =>
    (request: SandboxRequest): Reply => {
      if (settings.writes === false) return spendeskFailure("not_found");
      const outcome = gatekeeper.writer(request, only);
      return isRefused(outcome) ? outcome : act(outcome, request, settings);
    };
  return [
    { method: "POST", template: "/v1/users", handle: writing(createMembers) },
    { method: "PATCH", template: "/v1/users", handle: writing(updateMembers) },
    { method: "PATCH", template: "/v1/users/{id}", handle: writing(updateOneMember) },
    { method: "PATCH", template: "/v1/users/{id}/status", handle: writing(changeMemberStatus) },
  ];
}

function announcementHeaders(settings: LiveSettings): Record<string, string> {
  const { deprecation, sunset } = settings.announcements;
  return {
    ...(deprecation === undefined ? {} : { deprecation }),
    ...(sunset === undefined ? {} : { sunset }),
  };
}

const creations = z.array(z.unknown()).min(1).max(100);
const updates = z
  .array(z.looseObject({ id: z.string() }))
  .min(2)
  .max(100);

/** `POST /v1/users`: one refused person does not stop the others. */
function createMembers(entity: Entity, request: SandboxRequest, settings: LiveSettings): Reply {
  const key = settings.idempotency ? request.headers["idempotency-key"] : undefined;
  const earlier = typeof key === "string" ? entity.answered.get(key) : undefined;
  if (earlier !== undefined) return earlier;
  const body = creations.safeParse(parseJson(request.body));
  if (!body.success) return badRequest("The body must be an array of 1 to 100 users.");
  const reply = bulkReply(body.data.map((user) => createMember(entity, user, settings.seats)));
  if (typeof key === "string") entity.answered.set(key, reply);
  return reply;
}

/** `PATCH /v1/users` */
function updateMembers(entity: Entity, request: SandboxRequest, settings: LiveSettings): Reply {
  if (!settings.bulkUpdates) {
    const refusal = errorReply("METHOD_NOT_ALLOWED", "PATCH is not allowed here.");
    return { ...refusal, headers: { allow: "GET, POST" } };
  }
  const body = updates.safeParse(parseJson(request.body));
  if (!body.success) return badRequest("The body must be an array of 2 to 100 users with their id.");
  return bulkReply(body.data.map(({ id, ...fields }) => updateMember(entity, id, fields)));
}

/** `PATCH /v1/users/{id}` */
function updateOneMember(entity: Entity, request: SandboxRequest): Reply {
  return singleReply(updateMember(entity, request.params.id ?? "", parseJson(request.body)));
}

/** `PATCH /v1/users/{id}/status` */
function changeMemberStatus(entity: Entity, request: SandboxRequest, settings: LiveSettings): Reply {
  const id = request.params.id ?? "";
  return singleReply(changeStatus(entity, id, parseJson(request.body), settings.seats));
}

/** 201 when something was done, 200 when everybody was refused: callers must look at `errors`. */
function bulkReply(changes: readonly Change[]): Reply {
  const data = changes.flatMap((change) =>
    "member" in change ? [viewMember(change.member, "extended")] : [],
  );
  const errors = changes.flatMap((change, index) =>
    "refusal" in change ? [{ index, ...change.refusal }] : [],
  );
  return { status: data.length > 0 ? 201 : 200, json: { data, errors } };
}

function singleReply(change: Change): Reply {
  if ("refusal" in change) return errorReply(change.refusal.code, change.refusal.detail);
  return { status: 200, json: { data: viewMember(change.member, "extended") } };
}
