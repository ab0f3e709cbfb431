import { describe, expect, it } from "vitest";
import { BankDetails } from "../../../src/sync/model/bank.js";
import {
  canonicalJson,
  fingerprintOf,
  makeBankFingerprint,
  planFingerprint,
} from "../../../src/sync/model/fingerprint.js";
import { BANKS, employee, link, member, planOf, rawBank } from "../../support/people.js";

describe("fingerprintOf", () => {
  it("ignores the order of keys and absent values, not the order of lists", () => {
    expect(fingerprintOf({ a: 1, b: { c: [1, 2], d: null } })).toBe(
      fingerprintOf({ b: { d: null, c: [1, 2], e: undefined }, a: 1 }),
    );
    expect(fingerprintOf([1, 2])).not.toBe(fingerprintOf([2, 1]));
    expect(fingerprintOf({ a: null })).not.toBe(fingerprintOf({}));
  });
});

describe("canonicalJson", () => {
  it("writes the keys of every object in alphabetical order: what is kept is compared with it", () => {
    expect(canonicalJson({ b: [{ d: 1, c: null }], a: "x" })).toBe('{"a":"x","b":[{"c":null,"d":1}]}');
  });
});

describe("planFingerprint", () => {
  const world = {
    employees: [
      employee("ada", { firstName: "Eda", bank: rawBank(BANKS.gb) }),
      employee("bob"),
      employee("cyd", { status: "inactive" }),
    ],
    members: [member("ada"), member("cyd")],
    links: [link("ada"), link("cyd")],
  };
  const plan = planOf(world);

  it("is the same for the same changes in another order", () => {
    const shuffled = { ...plan, changes: plan.changes.toReversed() };
    expect(planFingerprint(shuffled)).toBe(planFingerprint(plan));
  });

  it("is the same for the same fields in another order", () => {
    const shuffled = plan.changes.map((change) => ({ ...change, fields: change.fields.toReversed() }));
    expect(plan.changes.some(({ fields }) => fields.length > 1)).toBe(true);
    expect(planFingerprint({ ...plan, changes: shuffled })).toBe(planFingerprint(plan));
  });

  it("ignores notes, unchanged people and links", () => {
    const more = planOf({
      ...world,
      employees: [...world.employees, employee("dan", { status: "pending" })],
    });
    expect(planFingerprint(more)).toBe(planFingerprint(plan));
  });

  it.each([
    ["the entity", { entity: "acme-fr" }],
    [
      "bank details",
      {
        employees: [
          employee("ada", { firstName: "Eda", bank: rawBank(BANKS.de) }),
          ...world.employees.slice(1),
        ],
      },
    ],
    [
      "a value",
      {
        employees: [
          employee("ada", { firstName: "Ida", bank: rawBank(BANKS.gb) }),
          ...world.employees.slice(1),
        ],
      },
    ],
    ["the value that is replaced", { members: [member("ada", { firstName: "Ava" }), member("cyd")] }],
    ["a change less", { employees: world.employees.slice(1), links: [link("cyd")] }],
    ["an archive more", { members: [...world.members, member("bob")] }],
  ])("differs with %s", (_case, other) => {
    expect(planFingerprint(planOf({ ...world, ...other }))).not.toBe(planFingerprint(plan));
  });
});

describe("makeBankFingerprint", () => {
  const details = new BankDetails("GB33BUKB20201555555555", "BUKBGB22");

  it("depends on the key, the IBAN and the BIC", () => {
    const keyed = makeBankFingerprint(new Uint8Array(32).fill(1));
    const others = [
      makeBankFingerprint(new Uint8Array(32).fill(2))(details),
      keyed(new BankDetails("DE89370400440532013000", "BUKBGB22")),
      keyed(new BankDetails("GB33BUKB20201555555555", "BUKBGB23")),
    ];
    expect(others).not.toContain(keyed(details));
    expect(keyed(new BankDetails("GB33BUKB20201555555555", "BUKBGB22XXX"))).toBe(keyed(details));
    const branch = keyed(new BankDetails("GB33BUKB20201555555555", "BUKBGB22123"));
    expect(branch).not.toBe(keyed(details));
    expect(keyed(details)).toMatch(/^[0-9a-f]{64}$/);
  });
});
