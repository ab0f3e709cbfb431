import type { HandOff } from "../../../src/sync/model/hand-off.js";
import type { Change } from "../../../src/sync/model/plan.js";
import { link } from "../../support/people.js";

/** The change of `employee(id)` and `member(id)`: a creation unless the action says otherwise. */
export function changeOf(id: string, values: Partial<Change> = {}): Change {
  const isCreation = (values.action ?? "create") === "create";
  return {
    action: "create",
    employeeId: id,
    memberId: isCreation ? null : `m-${id}`,
    memberStatus: isCreation ? null : "active",
    email: `${id}@acme.test`,
    name: id,
    fields: [],
    code: "joiner",
    reason: "It is to be done.",
    warnings: [],
    desired: {},
    link: link(id),
    level: 0,
    ...values,
  };
}

/** An open hand-off of `employee(id)` and `member(id)`, of three days ago: a creation unless it says otherwise. */
export function handOffOf(id: string, values: Partial<HandOff> = {}): HandOff {
  const isCreation = (values.action ?? "create") === "create";
  return {
    runId: "run-1",
    sequence: 0,
    action: "create",
    employeeId: id,
    memberId: isCreation ? null : `m-${id}`,
    email: `${id}@acme.test`,
    name: id,
    fields: [],
    wanted: {},
    wasListed: !isCreation,
    status: "open",
    handedOffAt: "2026-11-20T09:00:00.000Z",
    ...values,
  };
}
