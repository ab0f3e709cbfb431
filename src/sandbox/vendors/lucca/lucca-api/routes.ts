import type { Reply, Route, SandboxRequest } from "../../../server/exchange.js";
import type { Person } from "../../../world/world.js";
import type { Habit } from "../../ids.js";
import type { VendorSetup } from "../../vendor.js";
import { type Application, createApplication, type Scope } from "./application.js";
import { answerCollection, type Collection, problem } from "./collection.js";
import { employees, filteredPeople, personalRecords } from "./employees.js";
import { departments, establishments, legalEntities } from "./organization.js";

/** The Lucca API and the host for its tokens. */
export interface LuccaApi {
  readonly credentials: Application["credentials"];
  readonly routes: readonly Route[];
}

/**
 * In the sandbox's `hiddenAttributes`: names of scopes, and of what a section of the employee file hides
 * as `{type}.{property}`, for example `employment.end`.
 */
export function createLuccaApi(setup: VendorSetup): LuccaApi {
  const { world, clock, settings } = setup;
  const application = createApplication(setup);

  const visible = (type: string, values: Readonly<Record<string, unknown>>) => {
    const hidden = settings().hiddenAttributes;
    return Object.fromEntries(Object.entries(values).filter(([key]) => !hidden.includes(`${type}.${key}`)));
  };

  function route(path: string, scope: Scope, answer: (request: SandboxRequest) => Reply): Route {
    const handle = (request: SandboxRequest) => application.refusal(request, scope) ?? answer(request);
    return { method: "GET", template: `/lucca-api/${path}`, handle };
  }

  /** A part of the organization, whose properties can be hidden like all others. */
  function part<Item>(
    request: SandboxRequest,
    type: string,
    { render, ...collection }: Collection<Item>,
  ): Reply {
    const visibleParts = {
      ...collection,
      render: (item: Item) => visible(type, Object.fromEntries(Object.entries(render(item)))),
    };
    return answerCollection(request, visibleParts, withoutMissingIds());
  }

  /** People alone lack ids now and then: what they are in is made by administrators. */
  function withoutMissingIds(): readonly Habit[] {
    return settings().habits.filter((habit) => habit !== "missing-ids");
  }

  return {
    credentials: application.credentials,
    routes: [
      application.tokenRoute,
      route("employees", "employees.readonly", (request) => {
        const view = {
          today: clock.today(),
          employments: application.mayRead(request, "employments.readonly"),
          jobPositions: application.mayRead(request, "job-positions.readonly"),
          contradicts: settings().habits.includes("contradictions"),
          visible,
        };
        return answerCollection(request, employees(sorted(world.people()), view), settings().habits);
      }),
      route("employee-personal-records", "employee-personal-records.readonly", (request) => {
        const people = filteredPeople(request, sorted(world.people()));
        if (people === null) return problem(400, "Too many values for employee.id.");
        return answerCollection(request, personalRecords(people, visible), withoutMissingIds());
      }),
      route("departments", "departments.readonly", (request) =>
        part(request, "department", departments(world)),
      ),
      route("legal-entities", "legal-entities.readonly", (request) =>
        part(request, "legal-entity", legalEntities(world)),
      ),
      route("business-establishments", "business-establishments.readonly", (request) =>
        part(request, "business-establishment", establishments(world)),
      ),
    ],
  };
}

/** The documented default: by id. */
function sorted(people: readonly Person[]): readonly Person[] {
  return [...people].sort((one, other) => Number(one.id) - Number(other.id));
}
