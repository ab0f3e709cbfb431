import { describe, expect, it } from "vitest";
import { originsOf } from "../../../src/connectors/authoring/origins.js";
import { readPart } from "../../../src/connectors/authoring/part.js";
import { defineConnector } from "../../../src/connectors/define.js";
import { providerFrom } from "../../../src/connectors/provider-from.js";
import { openCalls } from "../../../src/connectors/reading/calls.js";
import type { ManifestInput } from "../../../src/connectors/schema/manifest.js";
import { connectTo } from "../../conformance/harness.js";
import { startLoopback } from "../../conformance/loopback.js";
import { manifest, person } from "../example.js";
import { ok } from "../reading/read.js";

const today = "2026-11-30";
const IBAN = "DE89370400440532013000";

async function partOf(parts: Partial<ManifestInput>, people: readonly object[]) {
  const server = await startLoopback(() => ok({ people }));
  try {
    const connector = defineConnector(manifest(parts));
    const vendor = { url: server.url, credentials: { apiKey: "a-key-of-the-test" } };
    const connection = { ...connectTo(providerFrom(connector), vendor), today: () => today };
    const part = await readPart(connector, connection, openCalls(connector, connection), 1);
    const origins = part.people.map((one) =>
      Object.fromEntries(
        originsOf(one, { manifest: connector.manifest, today }).map((origin) => [origin.field, origin]),
      ),
    );
    return { ...part, origins };
  } finally {
    await server.close();
  }
}

describe("where values come from", () => {
  it("names the path that gave a value, of several the one that is filled", async () => {
    const employee = {
      ...manifest().employee,
      displayName: ["nick", { expr: "$uppercase(first)" }],
      department: ["dept", "unit"],
      country: "land",
    };
    const { origins } = await partOf({ employee }, [
      person(1, { nick: " ", unit: " Sales ", land: "germany" }),
    ]);
    expect(origins[0]).toMatchObject({
      id: { value: "1", from: "id", raw: null, how: null },
      displayName: { value: "MIRA", from: "expr: $uppercase(first)" },
      department: { value: "Sales", from: "unit", state: "value" },
      country: { value: "DE", from: "land", raw: "germany" },
    });
  });

  it("tells what is empty from what can't be read, and why", async () => {
    const employee = { ...manifest().employee, team: "team.name", jobTitle: "job", department: ["a", "b"] };
    const { origins } = await partOf({ employee }, [
      person(1, { job: null, email: { work: "x@acme.test" } }),
    ]);
    expect(origins[0]).toMatchObject({
      team: { state: "unreadable", from: "team.name", how: "the answer has nothing of that name" },
      jobTitle: { state: "empty", value: null, how: null },
      department: { state: "unreadable", from: "a or b" },
      workEmail: { state: "empty", how: "an object can't be used here" },
      terminationDate: { state: "empty", value: null },
    });
  });

  it("names the format that fits a date, and those that don't", async () => {
    const employee = {
      ...manifest().employee,
      startDate: { value: "start", formats: ["dd/MM/yyyy", "iso-instant"] as const },
    };
    const parts = {
      employee: employee as unknown as ManifestInput["employee"],
      dates: { formats: ["iso-date" as const], zone: "Europe/Berlin" },
    };
    const { origins, obstacles } = await partOf(parts, [
      person(1, { start: "03/04/2026", end: "2026-12-31" }),
      person(2, { start: "2026-04-02T23:30:00Z", end: "31.12.2026" }),
    ]);
    expect(origins[0]).toMatchObject({
      startDate: { value: "2026-04-03", raw: "03/04/2026", how: "read as dd/MM/yyyy" },
      terminationDate: { value: "2026-12-31", raw: null, how: "read as iso-date" },
    });
    expect(origins[1]).toMatchObject({
      startDate: { value: "2026-04-03", how: "read as iso-instant in Europe/Berlin" },
      terminationDate: {
        state: "unreadable",
        value: null,
        raw: "31.12.2026",
        how: "not written as iso-date",
      },
    });
    expect(obstacles.map(({ text }) => text)).toEqual([
      "the terminationDate (end) of record 2 of the request people is not written as iso-date",
    ]);
  });

  it("names the rule or the word that decides the status", async () => {
    const status: ManifestInput["status"] = {
      from: "status",
      map: { Active: "active", parental: "leave" },
      rules: [
        {
          when: [
            { date: "terminationDate", is: "past" },
            { field: "kind", in: ["a", "b"] },
          ],
          is: "inactive",
        },
        { when: { field: "kind", filled: false }, is: "pending" },
      ],
      unknown: "stop",
    };
    const { origins } = await partOf({ status }, [
      person(1, { kind: "a", end: "2026-11-29" }),
      person(2, { kind: "" }),
      person(3, { status: "ACTIVE" }),
      person(4, { status: "parental" }),
      person(5, { status: "elsewhere" }),
      { id: 6 },
    ]);
    expect(origins.map(({ status: { value, from, how } = {} as never }) => [value, from, how])).toEqual([
      ["inactive", "status.rules[0]", "since terminationDate is past and kind is one of a, b"],
      ["pending", "status.rules[1]", "since kind is empty"],
      ["active", "status", 'by "Active" in status.map'],
      ["active (on leave)", "status", 'by "parental" in status.map'],
      ["unknown", "status", "no rule holds and status.map has no such word"],
      ["unknown", "status", "the answer has nothing of that name"],
    ]);
  });

  it("masks bank details, and tells records without an id by their place alone", async () => {
    const bank = { iban: "iban", bic: "bic" };
    const { origins, obstacles } = await partOf({ bank }, [
      person(1, { iban: IBAN, bic: "COBADEFFXXX" }),
      person(2, { iban: null }),
      person(3),
      { ...person(4), id: null },
    ]);
    expect(JSON.stringify(origins)).not.toMatch(/DE89|COBADEFF/u);
    expect(origins.map(({ bank: origin }) => [origin?.state, origin?.value])).toEqual([
      ["value", "•••• 3000"],
      ["empty", null],
      ["unreadable", null],
      [undefined, undefined],
    ]);
    expect(obstacles).toMatchObject([{ text: "record 4 of the request people has no usable id at id" }]);
  });
});
