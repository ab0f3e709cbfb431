import * as z from "zod";
import { isProblem } from "../../sync/model/index.js";
import { type Mount, parseJson, type Reply, type Route, type SandboxRequest } from "../server/exchange.js";
import { OPEN_DOOR } from "../server/rate-limit.js";
import type { SandboxControl } from "./control.js";
import { clockStep, faultList, memberAction, optionChanges, personPatch } from "./control.js";

/**
 * Control over HTTP, on loopback only and without authentication. Faults, limits, latency and
 * statistics don't touch it.
 *
 * | Call | Body | Answer |
 * |---|---|---|
 * | `GET /__sandbox/stats` | | requests per route, statuses, 429s, most at once (`SandboxStats`) |
 * | `POST /__sandbox/stats/reset` | | `{}` |
 * | `GET /__sandbox/members?entity=` | | array of members with bank details and flags |
 * | `POST /__sandbox/members` | `{do:"add", entity?, member}`, `{do:"patch", entity?, id, member}`, `{do:"remove", entity?, id}` | the member, or `{removed}` |
 * | `POST /__sandbox/import?entity=` | a handed-off file as it is, `curl --data-binary @file`: plays the colleague who imports it, or works through the worklist | `{kind, done, errors:[{row, error}]}` |
 * | `GET /__sandbox/employees` | | array of people |
 * | `POST /__sandbox/employees` | some fields of a person; with an unknown or no id: a new one | the person |
 * | `DELETE /__sandbox/employees/{id}` | | `{removed}` |
 * | `POST /__sandbox/faults` | `{faults:["429:10%", …]}`, replaces all | `{}` |
 * | `POST /__sandbox/options` | some of `latencyMs, readFields, writes, bulkUpdates, seats, idempotency, announcements{deprecation,sunset}, vendors{<id>{hiddenAttributes,forbidden,habits}}` | `{}` |
 * | `POST /__sandbox/clock` | `{advanceMs}` | `{today}` |
 *
 * Errors: 400 `{error:{code,message}}`; what must change is in the message.
 */
export function controlMount(control: SandboxControl): Mount {
  return {
    name: "__sandbox",
    prefix: "/__sandbox",
    routes: controlRoutes(control).map((route) => ({ ...route, handle: explaining(route.handle) })),
    admit: () => OPEN_DOOR,
    headers: () => ({}),
    failure: (failure) => errorReply(failure, "The sandbox has no such control endpoint.", 404),
  };
}

function controlRoutes(control: SandboxControl): Route[] {
  return [
    get("/stats", () => control.stats()),
    post("/stats/reset", z.unknown(), () => control.resetStats()),
    get("/members", ({ query }) => control.members(query.get("entity") ?? undefined)),
    post("/members", memberAction, (action) => changeMember(control, action)),
    {
      method: "POST",
      template: "/import",
      handle: ({ bytes, query }) => ok(control.importFile(bytes, query.get("entity") ?? undefined)),
    },
    get("/employees", () => control.employees()),
    post("/employees", personPatch, (patch) => control.upsertEmployee(patch)),
    {
      method: "DELETE",
      template: "/employees/{id}",
      handle: ({ params }) => ok({ removed: control.removeEmployee(params.id ?? "") }),
    },
    post("/faults", faultList, ({ faults }) => control.setFaults(faults)),
    post("/options", optionChanges, (changes) => control.setOptions(changes)),
    post("/clock", clockStep, ({ advanceMs }) => {
      control.advanceClock(advanceMs);
      return { today: control.today() };
    }),
  ];
}

function changeMember(control: SandboxControl, action: z.infer<typeof memberAction>): unknown {
  switch (action.do) {
    case "add":
      return control.addMember(action.member, action.entity);
    case "patch":
      return control.patchMember(action.id, action.member, action.entity);
    case "remove":
      return { removed: control.removeMember(action.id, action.entity) };
  }
}

function get(template: string, read: (request: SandboxRequest) => unknown): Route {
  return { method: "GET", template, handle: (request) => ok(read(request)) };
}

function post<Body>(template: string, body: z.ZodType<Body>, act: (body: Body) => unknown): Route {
  return {
    method: "POST",
    template,
    handle: (request) => ok(act(body.parse(parseJson(request.body))) ?? {}),
  };
}

function ok(json: unknown): Reply {
  return { status: 200, json };
}

/** Turns what a caller did wrong into a 400 that says so. */
function explaining(handle: Route["handle"]): Route["handle"] {
  return (request) => {
    try {
      return handle(request);
    } catch (error) {
      if (error instanceof z.ZodError) return errorReply("invalid_body", z.prettifyError(error), 400);
      if (isProblem(error)) return errorReply(error.code, `${error.message} ${error.why} ${error.next}`, 400);
      throw error;
    }
  };
}

function errorReply(code: string, message: string, status: number): Reply {
  return { status, json: { error: { code, message } } };
}
