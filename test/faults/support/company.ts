import type { Sandbox } from "../../../src/sandbox/sandbox.js";
import { BANKS } from "../../support/people.js";

type Control = Sandbox["control"];
type Person = Parameters<Control["upsertEmployee"]>[0];

/** In the HR tool a leaver, in Spendesk an owner, in the configuration protected. */
export const OWNER = "olivia@acme.test";
/** The only people whom the apply of the new day may archive. */
export const LEAVERS = ["eli@acme.test", "fay@acme.test"];
/** The people whom it creates, the manager of one of them among them. */
export const JOINERS = ["kim@acme.test", "lou@acme.test", "max@acme.test", "nia@acme.test"];

const STAFF = ["ada", "bea", "cleo", "dan", "eli", "fay", "gus", "hal", "ivy", "jon", "olivia"];

/** The company as it was when it was connected; everybody works in London. */
export function foundCompany(control: Control): void {
  for (const [index, name] of STAFF.entries()) hire(control, 101 + index, name, { managerId: "101" });
  control.addMember({ firstName: "Guest", lastName: "Manual", email: "guest@partner.example.test" });
}

/** Gus leaves; an apply after this archives him. */
export function gusLeaves(control: Control): void {
  control.upsertEmployee({ id: "107", status: "inactive" });
}

/**
 * A new day. The apply after it makes 1 restore with an update, 4 creations, updates on two levels, a
 * manager created in the same run, 2 archives, and moves a link to another employee id.
 */
export function newDay(control: Control): void {
  control.upsertEmployee({ id: "102", lastName: "Newname", managerId: "202" });
  control.upsertEmployee({ id: "103", workEmail: "cleo.new@acme.test" });
  // Waits for the e-mail that Cleo gives up.
  control.upsertEmployee({ id: "104", workEmail: "cleo@acme.test" });
  for (const id of ["105", "106", "111"]) control.upsertEmployee({ id, status: "inactive" });
  control.upsertEmployee({ id: "107", status: "active", ...account("de") });
  control.removeEmployee("108");
  hire(control, 208, "hal", { managerId: "101", lastName: "Test-Newname" });
  control.upsertEmployee({ id: "109", ...account("fr") });
  control.upsertEmployee({ id: "110", office: "Berlin" });
  hire(control, 201, "kim", { managerId: "202" });
  hire(control, 202, "lou", {});
  hire(control, 203, "max", { managerId: "101", ...account("gb") });
  hire(control, 204, "nia", {});
}

function hire(control: Control, id: number, name: string, more: Person): void {
  control.upsertEmployee({
    id: String(id),
    firstName: name.charAt(0).toUpperCase() + name.slice(1),
    lastName: "Test",
    workEmail: `${name}@acme.test`,
    status: "active",
    office: "London",
    startDate: "2020-01-01",
    ...(String(id) === more.managerId ? {} : more),
  });
}

function account(bank: keyof typeof BANKS): Person {
  return { ...BANKS[bank] };
}
