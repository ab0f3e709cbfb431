import { describe, expect, it } from "vitest";
import {
  chooseElection,
  createBanks,
  type Election,
  electionsIn,
} from "../../../src/providers/workday/banks.js";
import { toRecord } from "../../../src/providers/workday/worker.js";
import { elementFrom } from "./messages.js";

function election(iban: string, more: Partial<Election> = {}): Election {
  const account = { iban, bic: null };
  return {
    workerKeys: ["WID:a1"],
    rules: ["REGULAR_PAYMENTS"],
    order: 1,
    takesBalance: true,
    ...account,
    ...more,
  };
}

function worker(id: string, employeeId: string) {
  const xml = `<Worker><Worker_Reference><ID type="WID">${id}</ID><ID type="Employee_ID">${employeeId}</ID></Worker_Reference></Worker>`;
  const rules = { today: "2026-02-10", settings: { departmentOrganization: "SUPERVISORY" } };
  const record = toRecord(elementFrom(xml), rules);
  if (!record) throw new Error("no record");
  return record;
}

describe("workday payment elections", () => {
  it.each<[string, Election[], string | undefined, string | null]>([
    [
      "one for expenses before pay",
      [election("pay"), election("exp", { rules: ["EXP", "US_Expenses"] })],
      undefined,
      "exp",
    ],
    [
      "the configured rule before any other",
      [election("exp", { rules: ["EXPENSE"] }), election("own", { rules: ["Travel"] })],
      "TRAVEL",
      "own",
    ],
    [
      "pay where nothing is of the configured rule",
      [election("pay"), election("exp", { rules: ["EXPENSE"] })],
      "TRAVEL",
      "pay",
    ],
    [
      "the one that takes the balance",
      [election("a", { takesBalance: false }), election("b", { order: 2 })],
      undefined,
      "b",
    ],
    [
      "the lowest order among equals",
      [election("a", { order: 2 }), election("b", { order: 1 })],
      undefined,
      "b",
    ],
    ["the only one, whatever its rule", [election("a", { rules: ["SALARY"] })], undefined, "a"],
    [
      "none of several with rules nobody knows",
      [election("a", { rules: ["X"] }), election("b", { rules: ["Y"] })],
      undefined,
      null,
    ],
    ["none of nothing", [], undefined, null],
  ])("choose %s", (_name, elections, rule, expected) => {
    expect(chooseElection(elections, rule)?.iban ?? null).toBe(expected);
  });

  it("are found at any depth, with the worker named nearest above", () => {
    const one = (iban: string) =>
      `<Payment_Election_Data><Worker_Bank_Account_Data><IBAN>${iban}</IBAN></Worker_Bank_Account_Data></Payment_Election_Data>`;
    const role = (id: string) => `<Role_ID_Reference><ID type="WID">${id}</ID></Role_ID_Reference>`;
    const enrollment = `<E>${role("outer")}<A><B>${one("1")}</B></A><A>${role("inner")}<B><C>${one("2")}</C></B></A></E>`;
    expect(electionsIn(elementFrom(enrollment)).map(({ workerKeys, iban }) => [workerKeys, iban])).toEqual([
      [["WID:outer"], "1"],
      [["WID:inner"], "2"],
    ]);
  });

  it("belong to the worker of the Workday id, then of another id", () => {
    const workers = [worker("a1", "7"), worker("b2", "8")];
    const banks = createBanks(
      workers,
      [
        election("x", { workerKeys: ["Employee_ID:8", "WID:a1"] }),
        election("y", { workerKeys: ["Employee_ID:8"] }),
      ],
      {},
    );
    expect(workers.map((record) => banks(record)?.reveal().iban)).toEqual(["x", "y"]);
  });

  it("say how to choose where none of several is clear", () => {
    const workers = [worker("a1", "7"), worker("b2", "8")];
    const other = { workerKeys: ["WID:a1"], rules: ["Other"] };
    const banks = createBanks(workers, [election("x", other), election("y", other)], {});
    expect(workers.map((record) => banks(record)?.reveal().iban)).toEqual([null, null]);
    expect(workers.map((record) => banks(record)?.unclear)).toEqual([
      expect.stringMatching(/settings\.paymentElectionRule/),
      null,
    ]);
  });

  it("belong to nobody when two workers share the only id they name", () => {
    const workers = [worker("a1", "7"), worker("b2", "7")];
    const banks = createBanks(workers, [election("x", { workerKeys: ["Employee_ID:7"] })], {});
    expect(workers.map((record) => banks(record)?.reveal().iban)).toEqual([null, null]);
  });
});
