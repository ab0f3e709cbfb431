import { composeIBAN } from "ibantools";
import type { Sandbox } from "../../../../src/sandbox/sandbox.js";
import { BANKS } from "../../../support/people.js";

type Control = Sandbox["control"];
type Person = Parameters<Control["upsertEmployee"]>[0];

/** The Account Owner: protected, and unknown to the HR tool. */
export const OWNER = "olivia@acme.test";
export const GUEST = "guest@partner.example.test";

/** Everybody in London when the story begins. */
export const STAFF = [
  ...["ada", "bea", "cleo", "dan", "eli", "fay", "gus", "hal", "ivy", "jon", "kay"],
  ...["leo", "mia", "ned", "oda", "pia", "quin", "rex", "sia", "tom"],
];
/** Those whom the HR tool calls former employees on Saturday. */
export const VANISHED = STAFF.slice(-10);
/** Those of them who have really left. */
export const REALLY_LEFT = STAFF.slice(-6);

/** Half of Spendesk is there already; the HR tool knows two more people, in Berlin. */
export function foundCompany(control: Control): void {
  for (const name of STAFF) hire(control, name, name === "ada" ? {} : { managerId: idOf("ada") });
  hire(control, "uma", { office: "Berlin" });
  hire(control, "vic", { office: "Berlin" });
  for (const name of STAFF.slice(0, 10)) {
    control.addMember({
      firstName: capital(name),
      lastName: "Test",
      email: `${name}@acme.test`,
      status: "active",
    });
  }
  control.addMember({ firstName: "Guest", lastName: "Manual", email: GUEST, status: "active" });
}

/** Somebody is in the HR tool from now on, in London and with a bank account of their own. */
export function hire(control: Control, name: string, more: Person = {}): void {
  control.upsertEmployee({
    id: idOf(name),
    firstName: capital(name),
    lastName: "Test",
    workEmail: `${name}@acme.test`,
    status: "active",
    office: "London",
    startDate: "2020-01-01",
    ...bankOf(name),
    ...more,
  });
}

/** Something changes about somebody. */
export function change(control: Control, name: string, patch: Person): void {
  control.upsertEmployee({ id: idOf(name), ...patch });
}

/** Ids of the HR tool: the letters of the name as digits. */
function idOf(name: string): string {
  return [...name].map((letter) => String(letter.charCodeAt(0) - 87)).join("");
}

/** The bank account of one person alone. */
export function bankOf(name: string) {
  const iban = composeIBAN({ countryCode: "GB", bban: `BUKB202015${idOf(name).padStart(8, "0")}` });
  if (iban === null) throw new Error(`no bank account can be made for ${name}`);
  return { iban, bic: BANKS.gb.bic };
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
