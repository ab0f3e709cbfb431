import { describe, expect, it } from "vitest";
import type { Employee } from "../../../src/sync/model/employee.js";
import type { EditableField, WrittenValue } from "../../../src/sync/model/member.js";
import type { Plan } from "../../../src/sync/model/plan.js";
import type { SyncPolicy } from "../../../src/sync/model/policy.js";
import { applyToModel, type ModelMember, type ModelState, readModel } from "../../support/model-spendesk.js";
import { employee, link, member, planOf, policy, rowText } from "../../support/people.js";

const VIEW = { tellsStatus: true, listsArchived: true, tellsManager: true };

/** One person, whose member this tool made, from night to night. */
class Nights {
  ada: Partial<Employee> = {};
  readonly #policy: SyncPolicy;
  #state: ModelState = { members: [], links: [] };

  constructor(values: Partial<SyncPolicy> = {}) {
    this.#policy = policy(values);
    expect(this.night()).toBe("create joiner: ");
    expect(this.night()).toBe("unchanged in_step: ");
  }

  /** Plans and applies; the row with the codes of its warnings. */
  night(): string {
    const plan = this.plan();
    this.#state = applyToModel(this.#state, plan);
    const [change] = plan.changes;
    const warnings = change?.warnings ?? plan.unchanged[0]?.warnings ?? [];
    return `${rowText(plan, "ada")}: ${warnings.map(({ code }) => code).join(" ")}`;
  }

  plan(): Plan {
    return planOf({
      employees: [employee("ada", this.ada)],
      members: readModel(this.#state, VIEW),
      links: this.#state.links,
      policy: this.#policy,
    });
  }

  /** What Spendesk shows now. */
  shown(): Pick<ModelMember, "email" | "firstName" | "lastName"> {
    const [{ email = null, firstName = null, lastName = null } = {}] = this.#state.members;
    return { email, firstName, lastName };
  }

  /** Somebody edits the member, or Spendesk did not keep what was sent. */
  show(values: Partial<ModelMember>): void {
    const members = this.#state.members.map((one) => ({ ...one, ...values }));
    this.#state = { ...this.#state, members };
  }
}

describe("a name or e-mail that somebody changed in Spendesk", () => {
  it.each<[string, Partial<ModelMember>, string]>([
    ["first name", { firstName: "Byhand" }, "update fields_changed"],
    ["last name", { lastName: "Byhand" }, "update fields_changed"],
    ["e-mail", { email: "byhand@acme.test" }, "update email_changed"],
  ])("(%s) is reported once, then overwritten", (_field, edit, row) => {
    const nights = new Nights();
    const before = nights.shown();
    nights.show(edit);
    expect(nights.night()).toBe("unchanged in_step: edited_by_hand");
    expect(nights.shown()).toEqual({ ...before, ...edit });
    expect(nights.night()).toBe(`${row}: edited_by_hand`);
    expect(nights.shown()).toEqual(before);
    expect(nights.night()).toBe("unchanged in_step: ");
  });

  it("says what was changed into what, and what comes next", () => {
    const nights = new Nights();
    nights.show({ lastName: "Byhand" });
    expect(nights.plan().unchanged[0]?.warnings[0]?.text).toBe(
      'Somebody changed the last name "Test" in Spendesk to "Byhand". The next run writes the HR tool\'s value again.',
    );
    nights.night();
    expect(nights.plan().changes[0]?.warnings[0]?.text).toBe(
      'Somebody changed the last name "Test" in Spendesk to "Byhand". That was reported before and is overwritten now.',
    );
  });

  it("is reported anew when it is another edit", () => {
    const nights = new Nights();
    nights.show({ lastName: "Byhand" });
    nights.night();
    nights.show({ lastName: "Another" });
    expect(nights.night()).toBe("unchanged in_step: edited_by_hand");
    expect(nights.night()).toBe("update fields_changed: edited_by_hand");
    nights.night();
    nights.show({ lastName: "Byhand" });
    expect(nights.night()).toBe("unchanged in_step: edited_by_hand");
  });

  it("is over when somebody takes it back", () => {
    const nights = new Nights();
    nights.show({ lastName: "Byhand" });
    nights.night();
    nights.show({ lastName: "Test" });
    expect(nights.night()).toBe("unchanged in_step: ");
    nights.show({ lastName: "Byhand" });
    expect(nights.night()).toBe("unchanged in_step: edited_by_hand");
  });

  it("is reported first when somebody deletes the value, too", () => {
    const nights = new Nights();
    nights.show({ lastName: null });
    expect(nights.night()).toBe("unchanged in_step: edited_by_hand");
    expect(nights.night()).toBe("update fields_changed: edited_by_hand");
    expect(nights.shown().lastName).toBe("Test");
  });

  it("stays, and is reported, where the configuration says so", () => {
    const nights = new Nights({ handEdits: "report" });
    nights.show({ lastName: "Byhand" });
    for (let night = 0; night < 3; night += 1)
      expect(nights.night()).toBe("unchanged in_step: edited_by_hand");
    expect(nights.plan().unchanged[0]?.warnings[0]?.text).toContain("It stays so (`handEdits`).");
    expect(nights.shown().lastName).toBe("Byhand");
  });

  it("gives way to what is new in the HR tool", () => {
    for (const handEdits of ["overwrite", "report"] as const) {
      const nights = new Nights({ handEdits });
      nights.show({ lastName: "Byhand" });
      nights.night();
      nights.ada = { lastName: "King" };
      expect(nights.night()).toBe("update fields_changed: ");
      expect(nights.shown().lastName).toBe("King");
    }
  });

  it("keeps no other value of the person from being written", () => {
    const nights = new Nights();
    nights.show({ lastName: "Byhand" });
    nights.ada = { firstName: "Eda" };
    expect(nights.night()).toBe("update fields_changed: edited_by_hand");
    expect(nights.shown()).toMatchObject({ firstName: "Eda", lastName: "Byhand" });
  });

  it("is none when only its letters are written in another form", () => {
    const nights = new Nights();
    nights.show({ email: "ADA@acme.test", lastName: " Test " });
    expect(nights.night()).toBe("unchanged in_step: ");
  });

  it("is overwritten at once when this tool never wrote the value", () => {
    const plan = planOf({
      employees: [employee("ada")],
      members: [member("ada", { lastName: "Byhand" })],
      links: [link("ada")],
    });
    expect(rowText(plan, "ada")).toBe("update fields_changed");
  });
});

describe("a value that Spendesk does not keep", () => {
  /** Sends a value until it rests; the member comes back as it was after each night. */
  function unkept(ada: Partial<Employee>, shown: Partial<ModelMember>): Nights {
    const nights = new Nights();
    nights.ada = ada;
    for (let night = 0; night < 2; night += 1) {
      expect(nights.night()).toMatch(/^update .*: $/);
      nights.show(shown);
    }
    return nights;
  }

  it.each<[string, Partial<Employee>, Partial<ModelMember>]>([
    ["a name with blanks that are folded", { firstName: "Ada  Augusta" }, { firstName: "Ada" }],
    ["an e-mail that is to be confirmed", { workEmail: "eda@acme.test" }, { email: "ada@acme.test" }],
  ])("(%s) is sent twice, then rests and is said", (_case, ada, shown) => {
    const nights = unkept(ada, shown);
    for (let night = 0; night < 3; night += 1) expect(nights.night()).toBe("unchanged in_step: not_kept");
    // An e-mail in other letters is the same e-mail.
    nights.show({ email: nights.shown().email?.toUpperCase() ?? null });
    expect(nights.night()).toBe("unchanged in_step: not_kept");
  });

  it("is named with both values", () => {
    expect(unkept({ lastName: "King" }, { lastName: "Test" }).plan().unchanged[0]?.warnings[0]?.text).toBe(
      'Spendesk did not keep the last name "King" and shows "Test". It is not sent again until one of the two changes.',
    );
  });

  it("is sent again when the HR tool has another one", () => {
    const nights = unkept({ lastName: "King" }, { lastName: "Test" });
    nights.night();
    nights.ada = { lastName: "Queen" };
    expect(nights.night()).toBe("update fields_changed: ");
    expect(nights.night()).toBe("unchanged in_step: ");
  });

  it("is sent again when Spendesk shows another one", () => {
    const nights = unkept({ lastName: "King" }, { lastName: "Test" });
    nights.night();
    nights.show({ lastName: "Tess" });
    expect(nights.night()).toBe("update fields_changed: ");
    expect(nights.shown().lastName).toBe("King");
    expect(nights.night()).toBe("unchanged in_step: ");
  });

  it("is over when it shows late, and then an edit is an edit", () => {
    const nights = unkept({ lastName: "King" }, { lastName: "Test" });
    nights.night();
    nights.show({ lastName: "King" });
    expect(nights.night()).toBe("unchanged in_step: ");
    nights.show({ lastName: "Test" });
    expect(nights.night()).toBe("unchanged in_step: edited_by_hand");
  });

  it("rests alone: the person's other values are written", () => {
    const nights = unkept({ lastName: "King" }, { lastName: "Test" });
    nights.ada = { lastName: "King", firstName: "Eda" };
    expect(nights.night()).toBe("update fields_changed: not_kept");
    expect(nights.shown()).toMatchObject({ firstName: "Eda", lastName: "Test" });
  });
});

describe("what is remembered of a value", () => {
  const written = (values: Partial<WrittenValue> = {}): WrittenValue => ({
    ...{ value: "Test", before: "Old", times: 1, wasSeen: false, reportedEdit: null },
    ...values,
  });
  const planWith = (field: EditableField, value: WrittenValue, shown: Partial<ModelMember>) =>
    planOf({
      employees: [employee("ada")],
      members: [member("ada", shown)],
      links: [link("ada", { written: { [field]: value } })],
    });

  it("is stored once a read has shown it, and not every night", () => {
    const first = planWith("lastName", written(), {});
    expect(first.links.upsert[0]?.written.lastName).toEqual(written({ wasSeen: true }));
    expect(planWith("lastName", written({ wasSeen: true }), {}).links.upsert).toEqual([]);
  });

  it("is stored once an edit was reported, and not every night", () => {
    const seen = written({ wasSeen: true });
    const first = planWith("lastName", seen, { lastName: "Byhand" });
    expect(first.links.upsert[0]?.written.lastName).toEqual({ ...seen, reportedEdit: "Byhand" });
  });

  it("belongs to the member, whoever it goes over to", () => {
    const plan = planOf({
      employees: [employee("new", { workEmail: "ada@acme.test", firstName: "Ada" })],
      members: [member("ada")],
      links: [
        link("old", {
          memberId: "m-ada",
          seen: link("ada").seen,
          written: { lastName: written({ wasSeen: true }) },
        }),
      ],
    });
    expect(plan.links.upsert[0]).toMatchObject({
      employeeId: "new",
      written: { lastName: { value: "Test" } },
    });
  });
});
