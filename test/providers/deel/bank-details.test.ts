import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { accountsSchema, chooseBank } from "../../../src/providers/deel/bank-choice.js";
import { deel } from "../../../src/providers/deel/index.js";
import type { BankReading } from "../../../src/sync/model/ports.js";
import { connectTo } from "../../conformance/harness.js";
import {
  type Loopback,
  type LoopbackAnswer,
  type LoopbackRequest,
  startLoopback,
} from "../../conformance/loopback.js";

const FIXTURE = new URL("../../../fixtures/providers/deel/banks.json", import.meta.url);
const EXAMPLES: Record<string, { answer: unknown; bank: object | null }> = JSON.parse(
  readFileSync(FIXTURE, "utf8"),
);

const GB = { iban: "GB33BUKB20201555555555", swift_bic: "BUKBGB22", full_name: "Sam Okafor" };
const NOBODY: LoopbackAnswer = { status: 404, json: { errors: [{ message: "Worker not found" }] } };
const REFUSED: LoopbackAnswer = { status: 403, json: { errors: [{ message: "Insufficient scopes" }] } };
const DOWN: LoopbackAnswer = { status: 500, json: { error: { message: "Internal server error" } } };

let server: Loopback | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** What Deel says to one of its two calls about one person. */
type Answers = (call: "hris" | "gp", id: string, request: LoopbackRequest) => LoopbackAnswer;

async function connect(answers: Answers, settings = {}) {
  server = await startLoopback((request) => {
    const [, call, id] = /(hris|gp)\/workers\/([^/]+)\/banks$/u.exec(request.url.pathname) ?? [];
    if (call === undefined || id === undefined) return listOf(["a", "b"]);
    return answers(call === "hris" ? "hris" : "gp", decodeURIComponent(id), request);
  });
  return connectTo(deel, { url: server.url, credentials: { apiToken: "a-token-of-the-test" } }, settings);
}

function listOf(ids: readonly string[]): LoopbackAnswer {
  const data = ids.map((id) => ({
    id,
    first_name: "Mira",
    last_name: "Lindqvist",
    emails: [{ type: "work", value: `${id}@acme.test` }],
    person_status: "ACTIVE",
    hiring_type: "hris_direct_employee",
  }));
  return { status: 200, json: { data, page: { offset: 0, total_rows: ids.length, items_per_page: 200 } } };
}

function accounts(...data: unknown[]): LoopbackAnswer {
  return { status: 200, json: { data } };
}

async function read(ids: readonly string[], answers: Answers, settings = {}): Promise<BankReading[]> {
  const connection = await connect(answers, settings);
  const readings: BankReading[] = [];
  for await (const reading of deel.bankDetailsReader?.(connection)?.(ids) ?? []) readings.push(reading);
  return readings;
}

/** `gp a` for each call for a bank account. */
function calls(): string[] {
  return (server?.log ?? []).flatMap(({ url }) => {
    const [, call, id] = /(hris|gp)\/workers\/([^/]+)\/banks$/u.exec(url.pathname) ?? [];
    return call === undefined ? [] : [`${call} ${id}`];
  });
}

function revealed(reading: BankReading | undefined) {
  if (!reading?.ok) throw new Error("not read");
  return reading.bank?.reveal() ?? null;
}

describe("deel bank accounts", () => {
  it.each(Object.entries(EXAMPLES))("are chosen from %s", (_name, { answer, bank }) => {
    const chosen = chooseBank(accountsSchema.parse(answer).data);
    expect(chosen === "ambiguous" || chosen === null ? chosen : chosen.reveal()).toEqual(bank);
  });

  it("are never guessed: of two equal ones none is taken", () => {
    const de = { iban: "DE89370400440532013000", swift_bic: "COBADEFFXXX" };
    const choose = (data: unknown[]) => chooseBank(accountsSchema.parse({ data }).data);
    expect(choose([GB, de])).toBe("ambiguous");
    expect(choose([de, GB])).toBe("ambiguous");
    expect(choose([GB, GB, de])).toBe("ambiguous");
  });

  it("are the same one in whatever order they come", () => {
    const ibans = ["GB33BUKB20201555555555", "DE89370400440532013000", "FR1420041010050500013M02606", null];
    const account = fc.record({
      iban: fc.constantFrom(...ibans),
      status: fc.constantFrom("approved", "pending", "failed", null),
      updated_at: fc.constantFrom("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", null),
    });
    fc.assert(
      fc.property(fc.array(account, { maxLength: 4 }), (data) => {
        const ibanOf = (list: unknown[]) => {
          const chosen = chooseBank(accountsSchema.parse({ data: list }).data);
          return chosen === "ambiguous" || chosen === null ? chosen : chosen.reveal().iban;
        };
        expect(ibanOf(data.toReversed())).toBe(ibanOf(data));
      }),
    );
  });

  it("print masked", async () => {
    const readings = await read(["a"], () => accounts(GB));
    expect(revealed(readings[0])).toMatchObject({ iban: GB.iban });
    expect(`${JSON.stringify(readings)} ${inspect(readings, { depth: 9 })}`).not.toContain("BUKB2020");
  });
});

describe("deel bank details", () => {
  it("come from the newer call, with the version it came with", async () => {
    const readings = await read(["a"], () => accounts(GB));
    expect(revealed(readings[0])).toEqual({ iban: GB.iban, bic: "BUKBGB22" });
    expect(server?.log.map(({ url }) => url.pathname)).toEqual(["/rest/hris/workers/a/banks"]);
    expect(server?.log[0]?.headers).toMatchObject({
      authorization: "Bearer a-token-of-the-test",
      "x-version": "2026-09-21",
    });
  });

  it("are asked for with the version of each call, whatever the settings name for the list of people", async () => {
    await read(["a"], () => accounts(), { apiVersion: "2027-01-01" });
    expect(server?.log.map(({ headers }) => headers["x-version"])).toEqual(["2026-09-21", "2026-01-01"]);
  });

  it.each([
    ["knows nobody", NOBODY],
    ["has no account", accounts()],
    ["refuses the id", { status: 400, json: { errors: [{ message: "must be a uuid" }] } }],
    ["refuses the token", REFUSED],
    ["refuses with a web page", { status: 403, html: "" }],
    ["does not have its version any more", { status: 400, json: { errors: [{ message: "Unsupported" }] } }],
    ["is no more", { status: 410, json: {} }],
    ["fails", DOWN],
    ["answers oddly", { status: 200, json: { result: "ok" } }],
  ])("come from the older call when the newer one %s", async (_what, newer) => {
    const readings = await read(["a"], (call) => (call === "hris" ? newer : accounts(GB)));
    expect(revealed(readings[0])).toMatchObject({ iban: GB.iban });
    expect(server?.log.at(-1)?.url.pathname).toBe("/rest/v2/gp/workers/a/banks");
    expect(server?.log.at(-1)?.headers["x-version"]).toBe("2026-01-01");
  });

  it("are empty when Deel knows the person and has no account", async () => {
    const readings = await read(["a"], (call) => (call === "hris" ? accounts() : NOBODY));
    expect(revealed(readings[0])).toBeNull();
  });

  it.each([
    ["that neither call knows", NOBODY, "knows no worker"],
    ["who are refused", REFUSED, "people:read"],
    ["with several equal accounts", accounts(GB, { ...GB, iban: "DE89370400440532013000" }), "several"],
    ["with an odd answer", { status: 200, json: [] }, "documented form"],
    ["who are refused oddly", { status: 422, json: { errors: [{ message: GB.iban }] } }, "knows no worker"],
  ])("of people %s are left out with the reason, and the others go on", async (_who, answer, why) => {
    const readings = await read(["a", "b"], (_call, id) => (id === "a" ? answer : accounts(GB)));
    expect(readings[0]).toEqual({ employeeId: "a", ok: false, why: expect.stringContaining(why) });
    expect(revealed(readings[1])).toMatchObject({ iban: GB.iban });
    expect(inspect(readings, { depth: 9 })).not.toContain(GB.iban);
  });

  it("are not asked for any more once the token is refused for several people and allowed for none", async () => {
    const readings = await read(["a", "b", "c", "d", "e"], () => REFUSED);
    expect(readings.map(({ employeeId, ok }) => [employeeId, ok])).toEqual(
      ["a", "b", "c", "d", "e"].map((id) => [id, false]),
    );
    expect(calls()).toEqual(["hris a", "gp a", "hris b", "gp b", "hris c", "gp c"]);
  });

  it("come from the older call alone once the newer one is refused for several people", async () => {
    const readings = await read(["a", "b", "c", "d", "e"], (call, id) => {
      if (call === "hris") return REFUSED;
      return id === "e" ? NOBODY : accounts(GB);
    });
    expect(readings.map(({ ok }) => ok)).toEqual([true, true, true, true, false]);
    expect(readings[4]).toMatchObject({ why: expect.stringContaining("knows no worker") });
    expect(calls().slice(-3)).toEqual(["gp c", "gp d", "gp e"]);
  });

  it("are asked for although several people are refused when one is allowed", async () => {
    const ids = ["a", "b", "c", "d", "e", "f"];
    const readings = await read(ids, (_call, id) => (id === "a" || id === "f" ? accounts(GB) : REFUSED));
    expect(readings.map(({ ok }) => ok)).toEqual([true, false, false, false, false, true]);
  });

  it("of one person over whom Deel fails are left out when it answers for others", async () => {
    const readings = await read(["a", "b"], (_call, id) => (id === "a" ? DOWN : accounts(GB)));
    expect(readings.map(({ employeeId, ok }) => [employeeId, ok])).toEqual([
      ["b", true],
      ["a", false],
    ]);
  });

  it.each([
    [["a"], 1],
    [["a", "b"], 2],
    [["a", "b", "c", "d", "e"], 3],
  ])("of %j stop the read when Deel fails over everybody", async (ids, asked) => {
    await expect(read(ids, () => DOWN)).rejects.toMatchObject({ kind: "temporary", code: "server_error" });
    expect(new Set(calls()).size).toBe(asked * 2);
  });

  it.each([
    [{ status: 401, json: { errors: [{ message: "Invalid token" }] } }, "credentials", "credentials_refused"],
    [{ status: 429, json: {} }, "temporary", "rate_limited"],
    [{ status: 401, html: "" }, "credentials", "credentials_refused"],
    [{ status: 200, html: "<h1>Log in</h1>" }, "temporary", "not_json"],
  ])("stop the read for everybody at %o", async (answer, kind, code) => {
    await expect(read(["a", "b"], () => answer)).rejects.toMatchObject({ kind, code });
  });

  it("are not offered when the settings switch them off", async () => {
    for (const off of ["no", false]) {
      const connection = await connect(() => accounts(GB), { bankDetails: off });
      expect(deel.bankDetailsReader?.(connection)).toBeNull();
      await server?.close();
    }
  });

  it("keep an odd id inside its place in the address", async () => {
    await read(["../people?x=1"], () => NOBODY);
    expect(calls()).toEqual(["hris ..%2Fpeople%3Fx%3D1", "gp ..%2Fpeople%3Fx%3D1"]);
  });
});

describe("deel verification of bank details", () => {
  async function findings(answers: Answers) {
    const report = await deel.verify(await connect(answers));
    return report.findings.filter(({ field }) => field.startsWith("bank."));
  }

  it("looks at the first person who has an account", async () => {
    const found = await findings((_call, id) => (id === "b" ? accounts(GB) : NOBODY));
    expect(found.map(({ field, state }) => [field, state])).toEqual([
      ["bank.iban", "ok"],
      ["bank.bic", "ok"],
    ]);
    expect(calls()).toEqual(["hris a", "gp a", "hris b"]);
  });

  it("names the screen and the step when the token is refused", async () => {
    const found = await findings(() => REFUSED);
    expect(found.map(({ state, required }) => [state, required])).toEqual(Array(2).fill(["missing", false]));
    expect(found[0]?.next).toMatch(/refuses.*Access Tokens.*people:read.*IBAN.*sensitive data access/);
  });

  it.each([
    ["knows none of the people", NOBODY],
    ["has no accounts", accounts()],
    ["fails", DOWN],
  ])("can't tell when Deel %s", async (_what, answer) => {
    const found = await findings(() => answer);
    expect(found.map(({ state, next }) => [state, next])).toEqual(Array(2).fill(["unknown", null]));
  });
});
