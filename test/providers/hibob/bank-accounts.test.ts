import { afterEach, describe, expect, it } from "vitest";
import { hibob } from "../../../src/providers/hibob/index.js";
import { readAll } from "../../conformance/harness.js";
import type { Loopback, LoopbackAnswer } from "../../conformance/loopback.js";
import { people, person, refusal, type Script, startBob } from "./tiny-bob.js";

const GB = { iban: "GB33BUKB20201555555555", bicOrSwift: "BUKBGB22XXX" };
const DE = { iban: "DE89370400440532013000", bicOrSwift: "COBADEFFXXX" };

let server: Loopback | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function connect(script: Script, settings: object = {}) {
  const bob = await startBob(script, { bankSource: "table", ...settings });
  server = bob.server;
  return bob;
}

function accounts(...values: unknown[]): LoopbackAnswer {
  return { status: 200, json: { values } };
}

async function rawBankFrom(answer: LoopbackAnswer, settings: object = {}) {
  const { connection } = await connect({ accounts: () => answer }, settings);
  const { employees } = await readAll(hibob, connection);
  return employees[0]?.bank;
}

async function bankFrom(answer: LoopbackAnswer, settings: object = {}) {
  return (await rawBankFrom(answer, settings))?.reveal();
}

const FORMER = { lifecycleStatus: "terminated", terminationDate: "2026-06-30" };
const HIRED = { lifecycleStatus: "hired" };
const ODD = { lifecycleStatus: "sabbatical" };

describe("hibob bank accounts table", () => {
  it("is asked for everybody who has not left, one after the other", async () => {
    const { server, connection } = await connect({
      search: () =>
        people([
          person("1"),
          person("2", { internal: FORMER }),
          person("3", { internal: HIRED }),
          person("4", { internal: ODD }),
        ]),
      accounts: (id) => accounts({ ...(id === "1" ? GB : DE), allocation: "percent", amount: 100 }),
    });
    const { employees, outcome } = await readAll(hibob, connection);
    expect(server.log.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      "POST /v1/people/search",
      "GET /v1/people/1/bank-accounts",
      "GET /v1/people/3/bank-accounts",
    ]);
    expect(server.mostAtOnce()).toBe(1);
    expect(outcome).toEqual({ complete: true, total: 4 });
    expect(employees.map(({ bank }) => bank?.reveal())).toEqual([
      { iban: GB.iban, bic: GB.bicOrSwift },
      undefined,
      { iban: DE.iban, bic: DE.bicOrSwift },
      undefined,
    ]);
  });

  it("is not asked unless it is chosen", async () => {
    const { server, connection } = await connect({}, { bankSource: "fields" });
    await readAll(hibob, connection);
    expect(server.log).toHaveLength(1);
  });

  it("gives empty bank details where there is no account", async () => {
    expect(await bankFrom(accounts())).toEqual({ iban: null, bic: null });
  });

  it("takes the account with the largest share", async () => {
    const answer = accounts(
      { ...DE, allocation: "percent", amount: "20" },
      { ...GB, allocation: "Percent", amount: 80 },
    );
    expect(await bankFrom(answer)).toMatchObject({ iban: GB.iban });
  });

  it("takes the account of the rest where no share stands out", async () => {
    const rest = { ...GB, allocation: "remaining", amount: null };
    expect(await bankFrom(accounts({ ...DE, allocation: "amount", amount: 500 }, rest))).toMatchObject({
      iban: GB.iban,
    });
    await server?.close();
    const half = { ...DE, allocation: "percent", amount: 25 };
    expect(await bankFrom(accounts(half, half, rest))).toMatchObject({ iban: GB.iban });
  });

  it("takes the account with the nickname of the settings", async () => {
    const answer = accounts(
      { ...DE, accountNickname: "Savings", allocation: "percent", amount: 90 },
      { ...GB, accountNickname: " expenses", allocation: "percent", amount: 10 },
    );
    expect(await bankFrom(answer, { bankAccountNickname: "Expenses" })).toMatchObject({ iban: GB.iban });
  });

  it("guesses no account among equal ones, and says how to choose one", async () => {
    const half = { allocation: "percent", amount: 50 };
    const answer = accounts({ ...DE, ...half }, { ...GB, ...half });
    const bank = await rawBankFrom(answer);
    expect(bank?.reveal()).toEqual({ iban: null, bic: null });
    expect(bank?.unclear).toMatch(/several bank accounts.*settings\.bankAccountNickname to it\.$/);
    await server?.close();
    const other = await rawBankFrom(answer, { bankAccountNickname: "Expenses" });
    expect(other?.unclear).toMatch(/not exactly one has the nickname/);
  });

  it("has nothing to warn of without accounts, or with one", async () => {
    expect((await rawBankFrom(accounts()))?.unclear).toBeNull();
    await server?.close();
    expect((await rawBankFrom(accounts(GB)))?.unclear).toBeNull();
  });

  it("stops asking once Bob says no, and reads everybody else's data all the same", async () => {
    const { server, connection } = await connect({
      search: () => people([person("1"), person("2"), person("3")]),
      accounts: () => refusal(403, "No access"),
    });
    const { employees, outcome } = await readAll(hibob, connection);
    expect(server.log).toHaveLength(2);
    expect(outcome.complete).toBe(true);
    expect(employees.map(({ bank }) => bank)).toEqual([undefined, undefined, undefined]);
  });

  it("goes on when somebody was removed in between", async () => {
    const { connection } = await connect({
      search: () => people([person("1"), person("2")]),
      accounts: (id) => (id === "1" ? refusal(404, "Not found") : accounts(GB)),
    });
    const { employees } = await readAll(hibob, connection);
    expect(employees.map(({ bank }) => bank?.reveal().iban)).toEqual([undefined, GB.iban]);
  });

  it.each([
    ["a broken server", refusal(500, "Oops")],
    ["JSON of another form", { status: 200, json: { message: "ok" } }],
    ["a row that is none", accounts("odd")],
  ])("stops the read for %s", async (_name, answer) => {
    const { connection } = await connect({ accounts: () => answer });
    await expect(readAll(hibob, connection)).rejects.toMatchObject({ kind: "temporary" });
  });
});
