import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differencesOf } from "../../../src/connectors/authoring/compare.js";
import { play } from "../../../src/connectors/authoring/play.js";
import { record } from "../../../src/connectors/authoring/record.js";
import { recordingSchema, written } from "../../../src/connectors/authoring/recording.js";
import { isIban } from "../../../src/connectors/authoring/stand-ins/bank.js";
import { defineConnector } from "../../../src/connectors/define.js";
import { providerFrom } from "../../../src/connectors/provider-from.js";
import type { ManifestInput } from "../../../src/connectors/schema/manifest.js";
import { connectTo } from "../../conformance/harness.js";
import { startLoopback } from "../../conformance/loopback.js";
import { manifest } from "../example.js";
import { type Answers, ok } from "../reading/read.js";

const SHIFT = 45;

/** Records from a tool on loopback. */
async function recorded(parts: Partial<ManifestInput>, answers: Answers, pages = 2) {
  const server = await startLoopback(answers);
  try {
    const connector = defineConnector(manifest(parts));
    const vendor = { url: server.url, credentials: { apiKey: "a-key-of-the-test" } };
    const connection = connectTo(providerFrom(connector), vendor);
    const result = await record(connector, connection, { pages, shiftDays: SHIFT });
    // As it is read again from its file.
    const recording = recordingSchema.parse(JSON.parse(JSON.stringify(result.recording)));
    return { ...result, recording, connector, text: JSON.stringify(recording) };
  } finally {
    await server.close();
  }
}

/** Every text, number and name of a field in an answer. */
function leaves(root: unknown): readonly string[] {
  if (typeof root === "string" || typeof root === "number") return [String(root)];
  if (typeof root !== "object" || root === null) return [];
  return Object.values(root).flatMap(leaves);
}

function names(root: unknown): readonly string[] {
  if (typeof root !== "object" || root === null) return [];
  const inner = Object.values(root).flatMap(names);
  return Array.isArray(root) ? inner : [...Object.keys(root), ...inner];
}

const PEOPLE = [
  {
    ...{ id: 4711, email: "ada.lovelace@acme.test", first: "Ada", last: "Lovelace", status: "active" },
    ...{
      start: "03/04/2020",
      end: null,
      boss: null,
      site_id: 17,
      born: "1988-12-10",
      phone: "+44 20 7946 0958",
    },
    ...{ account: { iban: "DE89 3704 0044 0532 0130 00", bic: "COBADEFFXXX" }, note: "Ask Ada about Paris" },
  },
  {
    ...{ id: 4712, email: "BEA@acme.test", first: "Bea", last: "Lovelace-Byron", status: "sabbatical" },
    ...{ start: "01/02/2021", end: "31/12/2030", boss: "4711", site_id: 18, phone: null, pay: 51234.5 },
    ...{ account: { iban: "DE00 3704 0044 0532 0130 00", bic: "" }, full_name: "Bea Lovelace-Byron" },
  },
  { id: null, email: "nobody@acme.test", first: "No", last: "Id", status: "left" },
];
const SITES = [
  { id: "17", name: "Headquarters Berlin" },
  { id: "18", name: "Bureau de Lyon" },
];

const TOOL: Partial<ManifestInput> = {
  requests: {
    people: {
      path: "/people",
      records: "data.items",
      total: "data.count",
      pagination: { kind: "offset", param: "from", sizeParam: "size", size: 50 },
    },
    sites: { path: "/sites", records: "$" },
  },
  assemble: { root: "people", join: [{ from: "sites", as: "site", left: "site_id", right: "id" }] },
  employee: {
    ...{ id: "id", workEmail: "email", firstName: "first", lastName: "last", workLocation: "site.name" },
    ...{ startDate: "start", terminationDate: "end", manager: { id: "boss" } },
    custom: { initials: { expr: "$substring(first, 0, 1)" } },
  },
  dates: { formats: ["dd/MM/yyyy"] },
  bank: { iban: "account.iban", bic: "account.bic" },
};

const tool: Answers = ({ url }) => {
  if (url.pathname === "/sites") return ok(SITES);
  const from = Number(url.searchParams.get("from"));
  return ok({ data: { items: PEOPLE.slice(from, from + 50), count: PEOPLE.length } });
};

describe("a recording", () => {
  it("holds nothing of the people, and gives the same up to their names", async () => {
    const { recording, expected, text, connector } = await recorded(TOOL, tool);
    expect(text).not.toMatch(
      /Ada|Bea|Lovelace|acme|4711|4712|Berlin|Lyon|0532|COBADEFF|1988|7946|51234|sabbat/iu,
    );
    expect(text).not.toContain("a-key-of-the-test");
    const people = (await play(connector, recording)).people;
    expect(written(people.flatMap(({ employee }) => employee ?? []))).toEqual(expected);
    const [ada, bea, nobody] = people.map(({ employee }) => employee);
    expect(ada).toMatchObject({
      status: "active",
      terminationDate: null,
      startDate: "2020-05-18",
      manager: null,
    });
    expect(bea).toMatchObject({ status: "unknown", manager: { id: ada?.id }, startDate: "2021-03-18" });
    expect(nobody).toBeNull();
    expect(bea?.lastName).toMatch(new RegExp(`^${ada?.lastName}-`, "u"));
    expect(ada?.workLocation).not.toBe(bea?.workLocation);
    expect(isIban(ada?.bank?.reveal().iban ?? "")).toBe(true);
    expect(isIban(bea?.bank?.reveal().iban ?? "")).toBe(false);
    expect(bea?.bank?.reveal().bic).toBeNull();
  });

  it("keeps the structure: types, nulls, names of fields, counts and what was asked", async () => {
    const { recording } = await recorded(TOOL, tool);
    expect(recording.replies.map(({ asked }) => [asked.path, asked.query])).toEqual([
      ["/sites", {}],
      ["/people", { size: "50", from: "0" }],
    ]);
    const [, people] = recording.replies;
    const { data } = (people?.answer ?? {}) as { data: { count: number; items: object[] } };
    expect(data.count).toBe(3);
    expect(data.items.map((item) => Object.keys(item).length)).toEqual(
      PEOPLE.map((person) => Object.keys(person).length),
    );
    expect(Object.keys(data.items[1] ?? {})).toEqual(
      expect.arrayContaining(["boss", "start", "full_name", "pay"]),
    );
    expect(data.items[1]).toMatchObject({ phone: null, account: { bic: "" } });
    const [ada, bea] = data.items as {
      full_name: string;
      first: string;
      last: string;
      id: number;
      boss: string;
    }[];
    expect(bea?.full_name).toBe(`${bea?.first} ${bea?.last}`);
    expect(bea?.boss).toBe(String(ada?.id));
  });

  it("follows links and addresses without keeping them", async () => {
    const pages: Answers = ({ url }) => ({
      ...ok(PEOPLE.slice(0, 1).map((person) => ({ ...person, id: url.search.length + 100 }))),
      headers: url.searchParams.has("token")
        ? {}
        : { link: `<${url.pathname}?token=secret-of-acme>; rel="next"` },
    });
    const parts: Partial<ManifestInput> = {
      requests: { people: { path: "/people", records: "$", pagination: { kind: "link", size: 50 } } },
    };
    const { text, recording, connector } = await recorded(parts, pages, 5);
    expect(text).not.toContain("secret-of-acme");
    expect(recording.replies).toHaveLength(2);
    expect((await play(connector, recording)).people).toHaveLength(2);
  });

  it("is refused where the connector reads something out of a value that can't be replaced", async () => {
    const custom = { isShort: { expr: "$length(first) = 3" } };
    const employee = { ...manifest().employee, custom };
    await expect(recorded({ ...TOOL, employee }, tool)).rejects.toMatchObject({
      code: "recording_differs",
      why: expect.stringMatching(/^The custom\.isShort of record 2 of the request people depends/u),
    });
  });

  it("says what differs, by employee and field", async () => {
    const { expected } = await recorded(TOOL, tool);
    const changed = expected.map((one, index) => (index === 0 ? { ...one, firstName: "Zed" } : one));
    expect(differencesOf(expected, changed)).toMatchObject([
      { number: 1, field: "firstName", actual: "Zed" },
    ]);
    expect(differencesOf(expected, expected.slice(1))).toMatchObject([{ field: null, actual: undefined }]);
    expect(differencesOf(expected.slice(1), expected)).toMatchObject([{ field: null, expected: undefined }]);
  });

  it("names what the connector asks for and the recording lacks", async () => {
    const { recording } = await recorded(TOOL, tool);
    const other = defineConnector(
      manifest({ ...TOOL, requests: { ...TOOL.requests, sites: { path: "/places", records: "$" } } }),
    );
    await expect(play(other, recording)).rejects.toMatchObject({
      code: "recording_lacks_reply",
      message: "The recording has no reply to GET /places.",
    });
  });
});

const word = fc.string({ minLength: 1, maxLength: 24, unit: "grapheme" });
const json = fc.jsonValue({ maxDepth: 3 });
const somebody = fc.record(
  {
    id: fc.oneof(fc.integer({ min: 0, max: 9_999_999 }), fc.uuid(), word),
    email: fc.oneof(fc.emailAddress(), fc.constant(null), word),
    first: word,
    last: fc.oneof(word, fc.constant(null)),
    status: fc.constantFrom("active", "left", "Elternzeit", null),
    end: fc.oneof(fc.constantFrom("2024-02-29", "31.12.2024", ""), fc.constant(null)),
    site_id: fc.constantFrom(11, "12", null, 9),
    more: fc.dictionary(word, json),
    text: fc.lorem({ maxCount: 8 }),
  },
  { requiredKeys: ["id", "first"] },
);

describe("whatever the reply", () => {
  const parts: Partial<ManifestInput> = {
    requests: { people: { path: "/people", records: "data" }, sites: { path: "/sites", records: "$" } },
    assemble: { root: "people", join: [{ from: "sites", as: "site", left: "site_id", right: "id" }] },
    employee: { ...manifest().employee, workLocation: "site.name", country: "more.country" },
  };
  const sites = [
    { id: 11, name: "Hamburg" },
    { id: "12", name: "Toulouse" },
    { id: 9, name: "Firenze" },
  ];

  it("no text, number or field name of it is left that is not the manifest's own, and joins still join", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(somebody, { maxLength: 6 }), json, async (data, meta) => {
        const answers: Answers = ({ url }) => ok(url.pathname === "/sites" ? sites : { data, meta });
        const { recording, part, connector } = await recorded(parts, answers);
        const kept = ["active", "left", "people", "first", "last", "email", "site_id", "status"];
        const originals = new Set(
          leaves([data, meta, sites])
            .map((text) => text.trim().toLowerCase())
            .filter((text) => text.length >= 4 && !/^[ -/:-@[-`{-~]*$/u.test(text))
            .filter(
              (text) => !kept.some((one) => one.includes(text)) && !FIXED.some((one) => one.includes(text)),
            ),
        );
        const out = recording.replies.map(({ answer }) => answer);
        const left = leaves(out).filter((text) =>
          [...originals].some((original) => text.toLowerCase().includes(original)),
        );
        expect(left).toEqual([]);
        const odd = new Set(
          names([data, meta]).filter((name) => name.length >= 4 && !/^[\w$@:.-]+$/u.test(name)),
        );
        expect(names(out).filter((name) => odd.has(name))).toEqual([]);
        const people = (await play(connector, recording)).people;
        expect(people.map(({ employee }) => typeof employee?.workLocation)).toEqual(
          part.people.map(({ employee }) => typeof employee?.workLocation),
        );
      }),
      { numRuns: 100 },
    );
  });
});

/** What stand-ins have of their own. */
const FIXED = ["example.com", "https://tool.example.com", "00:00:00"];
