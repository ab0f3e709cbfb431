import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Contract, presentContract, readContract } from "../../../src/providers/payfit/contract.js";
import { employmentOf } from "../../../src/providers/payfit/employment.js";
import { addDays } from "../../../src/sync/model/dates.js";
import { planCalendar, standingOf } from "../../../src/sync/model/eligibility.js";
import type { Employee } from "../../../src/sync/model/employee.js";
import { policy } from "../../support/people.js";

const TODAY = "2026-09-30";

function contract(start: string | null, end: string | null, literal: string | null = null): Contract {
  return { start, end, literal };
}

function on(contracts: readonly Contract[] | undefined, termination: string | null | undefined = null) {
  return employmentOf(contracts, termination, TODAY);
}

function asEmployee({ status, startDate = null, terminationDate = null }: ReturnType<typeof on>): Employee {
  return { id: "p1", custom: {}, status, startDate, terminationDate };
}

describe("payfit employment", () => {
  it.each([
    ["open-ended", [contract("2024-01-01", null)], "active", "2024-01-01", null],
    ["starting today", [contract(TODAY, null)], "active", TODAY, null],
    ["ending today", [contract("2024-01-01", TODAY)], "active", "2024-01-01", TODAY],
    ["ended yesterday", [contract("2024-01-01", "2026-09-29")], "inactive", "2024-01-01", "2026-09-29"],
    ["starting tomorrow", [contract("2026-10-01", null)], "pending", "2026-10-01", null],
    ["without a start, ahead", [contract(null, "2027-01-01")], "active", null, "2027-01-01"],
    ["called active, without days", [contract(null, null, "Active")], "active", null, null],
  ] as const)(
    "goes by the days of one contract: %s",
    (_name, contracts, status, startDate, terminationDate) => {
      expect(on(contracts)).toMatchObject({ status, startDate, terminationDate });
    },
  );

  it("decides by days, whatever a contract is called", () => {
    fc.assert(
      fc.property(fc.option(fc.string()), (literal) => {
        expect(on([contract("2024-01-01", null, literal)]).status).toBe("active");
        expect(on([contract("2024-01-01", "2025-01-01", literal)]).status).toBe("inactive");
        expect(on([contract("2027-01-01", null, literal)]).status).toBe("pending");
      }),
    );
  });

  it("takes contracts that follow each other for one employment", () => {
    const chain = [
      contract("2025-01-01", "2025-12-31"),
      contract("2026-01-01", null),
      contract("2024-01-01", "2025-01-15"),
      contract("2020-01-01", "2022-12-31"),
    ];
    expect(on(chain)).toMatchObject({ status: "active", startDate: "2024-01-01", terminationDate: null });
  });

  it("keeps somebody whose next contract is already there, also between the two", () => {
    const coming = [contract("2024-01-01", "2026-09-30"), contract("2026-10-12", "2027-03-31")];
    expect(on(coming)).toMatchObject({ status: "active", terminationDate: "2027-03-31" });
    expect(employmentOf(coming, "2026-09-30", "2026-10-01")).toMatchObject({
      status: "pending",
      startDate: "2026-10-12",
      terminationDate: "2027-03-31",
    });
  });

  it("starts a rehired person's employment with the new contract", () => {
    const contracts = [contract("2020-01-01", "2022-12-31"), contract("2026-09-01", null)];
    expect(on(contracts, "2022-12-31")).toEqual({
      status: "active",
      statusDetail: undefined,
      startDate: "2026-09-01",
      terminationDate: null,
      expectedEnd: undefined,
    });
  });

  it.each([
    ["ARCHIVED", [contract("2020-01-06", null, "ARCHIVED")], null],
    ["cancelled", [contract("2020-01-06", null, "cancelled")], null],
    ["CANCELED ahead", [contract("2027-01-04", null, "CANCELED")], null],
    ["ARCHIVED, with an end ahead", [contract("2026-01-05", "2027-06-30", "ARCHIVED")], null],
    [
      "ARCHIVED beside one that starts later",
      [contract("2020-01-06", null, "ARCHIVED"), contract("2027-01-04", null, "ACTIVE")],
      null,
    ],
    ["a termination date that passed", [contract("2020-01-06", null, "ACTIVE")], "2026-03-31"],
    ["the same, with an end ahead", [contract("2020-01-06", "2027-06-30", "ACTIVE")], "2026-03-31"],
    ["the same, without days", [contract(null, null, "ACTIVE")], "2026-03-31"],
    ["a termination date ahead, the contract over", [contract("2024-01-01", "2026-01-31")], "2026-10-31"],
  ])("knows nothing of somebody whose data contradict each other: %s", (_what, contracts, termination) => {
    const { status, statusDetail } = on(contracts, termination);
    expect(status).toBe("unknown");
    expect(statusDetail).toMatch(/^(?:contract|termination date) [a-z, ]+$/u);
  });

  it("goes by the present contract although a former or later one was cancelled", () => {
    const present = contract("2024-01-01", null, "ACTIVE");
    const cancelled = contract("2027-01-04", null, "CANCELLED");
    const archived = contract("2021-01-01", "2023-12-31", "ARCHIVED");
    expect(on([archived, present, cancelled], "2023-12-31")).toMatchObject({ status: "active" });
  });

  it("goes by the dates of a contract that is archived on its last day", () => {
    for (const end of [TODAY, addDays(TODAY, 1)]) {
      expect(on([contract("2024-01-01", end, "ARCHIVED")], end)).toMatchObject({
        status: "active",
        terminationDate: end,
      });
    }
  });

  it("announces a termination date that is ahead of an open contract, without counting it", () => {
    expect(on([contract("2024-01-01", null, "ACTIVE")], "2026-12-31")).toMatchObject({
      status: "active",
      terminationDate: null,
      expectedEnd: "2026-12-31",
    });
  });

  it.each(["DRAFT", "IN_CREATION", "in creation"])("takes a contract called %s for none yet", (literal) => {
    for (const start of ["2020-01-06", "2027-01-04"]) {
      expect(on([contract(start, null, literal)])).toMatchObject({
        status: "no_contract",
        statusDetail: literal,
      });
    }
    expect(on([contract("2020-01-06", null, literal), contract("2024-01-01", null)]).status).toBe("active");
  });

  it("calls people without any contract unknown, unless they have left", () => {
    expect(on([])).toMatchObject({ status: "unknown", statusDetail: "no contract" });
    expect(on([], "2026-12-31").status).toBe("unknown");
    expect(on([], "2020-12-31")).toMatchObject({ status: "inactive", terminationDate: "2020-12-31" });
  });

  it("shows the words of contracts whose days can't be read", () => {
    expect(on([contract(null, null, "DRAFT"), contract(null, null)])).toMatchObject({
      status: "unknown",
      statusDetail: "contract without dates, DRAFT",
    });
  });

  it("takes nobody for a leaver who has a further contract without days", () => {
    expect(on([contract("2020-01-01", "2022-12-31"), contract(null, null, "DRAFT")], "2022-12-31")).toEqual({
      status: "unknown",
      statusDetail: "contract without dates, DRAFT",
      startDate: "2020-01-01",
      terminationDate: "2022-12-31",
      expectedEnd: undefined,
    });
  });

  it("reads a contract with an odd day as one without days", () => {
    const odd = { startDate: "2020-01-01", endDate: "31/12/2022", status: "ARCHIVED" };
    expect(readContract(odd)).toEqual({ start: null, end: null, literal: "ARCHIVED" });
    expect(readContract({ startDate: "2020-01-01", endDate: "" })).toEqual({
      start: "2020-01-01",
      end: null,
      literal: null,
    });
  });

  it.each([
    [null, "active"],
    ["2026-12-31", "active"],
    [TODAY, "active"],
    ["2026-09-29", "inactive"],
  ] as const)(
    "goes by the termination date %o when contracts may not be read, and says so",
    (date, status) => {
      expect(on(undefined, date)).toEqual({
        status,
        statusDetail: "by the termination date alone",
        startDate: undefined,
        terminationDate: date,
        expectedEnd: undefined,
      });
    },
  );

  it("knows nothing when neither may be read", () => {
    expect(employmentOf(undefined, undefined, TODAY)).toEqual({
      status: "unknown",
      statusDetail: undefined,
      startDate: undefined,
      terminationDate: undefined,
      expectedEnd: undefined,
    });
  });

  it("calls nobody inactive on whom a contract or the termination date still bears", () => {
    const day = fc.integer({ min: -900, max: 900 }).map((days) => addDays(TODAY, days));
    const any = fc.tuple(fc.option(day), fc.option(day)).map(([start, end]) => contract(start, end));
    fc.assert(
      fc.property(fc.array(any), fc.option(day), (contracts, termination) => {
        const { status, terminationDate } = on(contracts, termination);
        const bears = contracts.some(({ start, end }) => (end === null ? start !== null : end >= TODAY));
        if (bears || (termination !== null && termination >= TODAY)) expect(status).not.toBe("inactive");
        // Planning takes anybody with a past termination date for a leaver.
        if (status === "active") expect((terminationDate ?? TODAY) >= TODAY).toBe(true);
      }),
    );
  });

  it("never archives and restores somebody because days go by, unless a contract begins", () => {
    const day = fc.integer({ min: -40, max: 40 }).map((days) => addDays(TODAY, days));
    const literal = fc.constantFrom("ACTIVE", "ARCHIVED", "CANCELLED", "DRAFT", null);
    const any = fc
      .tuple(fc.option(day), fc.option(day), literal)
      .map(([start, end, word]) => contract(start, end, word));
    fc.assert(
      fc.property(fc.array(any, { maxLength: 3 }), fc.option(day), (contracts, termination) => {
        let leftOn: string | null = null;
        for (let at = -45; at <= 45; at += 1) {
          const today = addDays(TODAY, at);
          const standing = standingOf(
            asEmployee(employmentOf(contracts, termination, today)),
            planCalendar(today, policy()),
          );
          if (standing === "leaver") leftOn ??= today;
          if (standing !== "eligible" || leftOn === null) continue;
          const since = leftOn;
          expect(contracts.some(({ start }) => start !== null && start > since && start <= today)).toBe(true);
          leftOn = null;
        }
      }),
    );
  });

  it("takes the present contract in whatever order they come", () => {
    const contracts = [
      contract("2020-01-01", "2021-12-31"),
      contract("2022-01-01", null),
      contract("2026-01-01", null),
      contract("2027-01-01", null),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(contracts, { minLength: 4 }), (shuffled) => {
        expect(presentContract(shuffled, TODAY)?.start).toBe("2026-01-01");
        expect(presentContract(shuffled, "2019-06-01")?.start).toBe("2020-01-01");
      }),
    );
  });
});
