import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type Answers, manifestFrom } from "../../../src/connectors/authoring/new/answers.js";
import { answerKeys, questionsOf } from "../../../src/connectors/authoring/new/questions.js";
import {
  fieldsIn,
  formatsOf,
  listsIn,
  placesAround,
  proposePaths,
  wordsAt,
} from "../../../src/connectors/authoring/new/sample.js";
import { manifestText } from "../../../src/connectors/authoring/new/text.js";
import { connectorFromYaml } from "../../../src/connectors/loading/from-yaml.js";

const PEOPLE = [
  {
    ...{ id: 1, "odd.key": "x", hired: "03/04/2024", state: "active", tags: ["a", "b"] },
    profile: { first_name: "Ada", last_name: "L", work: { email: "ada@acme.test" } },
    location: { name: "Berlin", id: 7 },
    manager: { id: 2 },
    emails: [{ type: "home", value: "a@home.test" }],
  },
  { id: 2, hired: "05/06/2024", state: "ACTIVE", location: null },
];

describe("a reply", () => {
  it("shows its lists, the longest first, and the places in their records", () => {
    const reply = { data: { items: PEOPLE, errors: [] }, links: [{ rel: "next" }] };
    expect(listsIn(reply).map(({ path, records }) => [path, records.length])).toEqual([
      ["data.items", 2],
      ["links", 1],
    ]);
    expect(listsIn(PEOPLE).map(({ path }) => path)).toContain("$");
    const fields = Object.fromEntries(fieldsIn(PEOPLE).map(({ path, filled }) => [path, filled]));
    expect(fields).toMatchObject({
      ...{ id: 2, '["odd.key"]': 1, "tags[*]": 1, "profile.work.email": 1, "location.name": 1 },
      "emails[0].value": 1,
    });
    expect(Object.keys(fields)).not.toContain("location");
  });

  it("proposes places by their names, with the one above where the last says nothing", () => {
    expect(proposePaths(fieldsIn(PEOPLE).map(({ path }) => path))).toMatchObject({
      ...{ id: "id", firstName: "profile.first_name", lastName: "profile.last_name" },
      ...{ workEmail: "profile.work.email", workLocation: "location.name", managerId: "manager.id" },
    });
  });

  it("tells how dates are written only where one form fits", () => {
    expect(formatsOf(PEOPLE, ["hired"])).toEqual(["dd/MM/yyyy", "MM/dd/yyyy"]);
    expect(formatsOf([{ d: "2024-01-31" }], ["d"])).toEqual(["iso-date"]);
    expect(formatsOf([{ d: "2024-01-31T00:00:00Z" }], ["d"])).toEqual(["iso-instant"]);
    expect(formatsOf([{ d: null }], ["d"])).toEqual([]);
  });

  it("counts words, and takes none of a place that holds something else", () => {
    expect(wordsAt(PEOPLE, "state")).toEqual([
      { word: "active", count: 1 },
      { word: "ACTIVE", count: 1 },
    ]);
    const many = Array.from({ length: 31 }, (_, index) => ({ state: `s${index}` }));
    expect(wordsAt(many, "state")).toBeNull();
  });

  it("shows where the next page and the total are", () => {
    expect(placesAround({ items: [], meta: { next_cursor: null, total_count: 2 } })).toEqual({
      next: "meta.next_cursor",
      total: "meta.total_count",
    });
    expect(placesAround([])).toEqual({ next: null, total: null });
  });
});

const BASE: Answers = {
  ...{ title: "My Tool", id: "mytool", baseUrl: "https://api.mytool.example/v1/", link: "", auth: "bearer" },
  ...{ "key.label": "API key", "key.where": "Settings", permission: "the right Read people" },
  ...{ "people.path": "/people?status=all", pagination: "none", records: "items", completeness: "full" },
  ...{ "field.id": "id", "field.workEmail": "mail", "field.firstName": "expr: $substringBefore(name, ' ')" },
  ...{ "field.lastName": "expr: $substringAfter(name, ' ')", "field.terminationDate": "end" },
  ...{ "dates.formats": "dd/MM/yyyy" },
};

describe("answers", () => {
  it.each([
    ["a bearer token", {}],
    ["a header", { auth: "header", "auth.name": "X-Key", "auth.prefix": "Token" }],
    ["a parameter", { auth: "query", "auth.name": "key" }],
    ["a password", { auth: "basic" }],
    [
      "OAuth",
      { auth: "oauth2", "auth.tokenUrl": "https://api.mytool.example/token", "auth.scope": "people" },
    ],
    [
      "pages",
      { pagination: "page", "pagination.param": "p", "pagination.size": "50", "pagination.start": "0" },
    ],
    ["offsets", { pagination: "offset", "pagination.param": "o", "pagination.size": "50", total: "count" }],
    [
      "cursors",
      { pagination: "cursor", "pagination.param": "c", "pagination.size": "50", "pagination.next": "next" },
    ],
    ["addresses", { pagination: "nextUrl", "pagination.size": "50", "pagination.next": "next" }],
    ["links", { pagination: "link", "pagination.size": "50" }],
    ["SCIM", { pagination: "scim", "pagination.size": "50" }],
    [
      "status words",
      { "field.status": "state", "status.map.on: leave": "leave", "status.map.true": "active" },
    ],
    ["no last day", { "field.terminationDate": "", "field.startDate": "start" }],
    [
      "bank details and a manager",
      { "field.iban": "iban", "field.bic": "bic", "field.managerEmail": "boss.mail" },
    ],
    ["moments", { "dates.formats": "iso-instant, iso-date", "dates.zone": "Europe/Berlin" }],
  ])("with %s are a file that lint takes", (_what, more) => {
    const text = manifestText(manifestFrom({ ...BASE, ...more }), "mytool.yaml");
    const { manifest } = connectorFromYaml("mytool.yaml", "mytool.yaml", text);
    expect(manifest.requests.people).toMatchObject({ path: "/people", query: { status: "all" } });
    expect(manifest.baseUrl).toBe("https://api.mytool.example/v1");
    expect(parse(text).notVerified).toHaveLength(1);
  });

  it("leave open what a person has to say", () => {
    const given: Answers = { ...BASE, "field.status": "state", "field.startDate": "hired" };
    const { "dates.formats": _formats, ...open } = given;
    const asked = questionsOf(open, { items: PEOPLE }).filter(({ key }) => open[key] === undefined);
    expect(asked.filter(({ isSure }) => !isSure).map(({ key }) => key)).toEqual([
      "dates.formats",
      "status.map.active",
      "status.map.ACTIVE",
    ]);
    expect(asked.find(({ key }) => key === "dates.formats")?.help).toContain(
      "could be dd/MM/yyyy or MM/dd/yyyy",
    );
  });

  it("are checked one by one", () => {
    const check = (key: string, answer: string) =>
      questionsOf({ ...BASE, auth: "header", pagination: "page" }, undefined)
        .find((question) => question.key === key)
        ?.check(answer);
    expect(check("id", "My Tool")).toContain("small letters");
    expect(check("baseUrl", "http://api.mytool.example")).toContain("https");
    expect(check("people.path", "people")).toContain("slash");
    expect(check("pagination.size", "10")).toContain("from 11");
    expect(check("pagination", "pages")).toContain("must be none or page");
    expect(check("field.id", "a..b")).toContain("is no path");
    expect(check("field.firstName", "expr: $eval('1')")).toContain("must call none but");
    expect(check("dates.formats", "dd/MM/yyyy, MM/dd/yyyy")).toContain("two days");
    expect(check("dates.formats", "d.m.y")).toContain("Known formats");
    expect(check("permission", "")).toBe("It is needed.");
  });

  it("have keys that flags can name, whatever is chosen", () => {
    expect(answerKeys()).toEqual(
      expect.arrayContaining(["auth.tokenUrl", "pagination.next", "total", "field.iban", "dates.zone"]),
    );
  });
});
