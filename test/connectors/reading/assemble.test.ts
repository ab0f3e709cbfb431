import { describe, expect, it } from "vitest";
import type { ManifestInput } from "../../../src/connectors/schema/manifest.js";
import { manifest, person } from "../example.js";
import { type Answers, ok, readFrom } from "./read.js";

const BASE = manifest();

function assembled(
  assemble: ManifestInput["assemble"],
  requests: ManifestInput["requests"],
  employee: Partial<ManifestInput["employee"]>,
): Partial<ManifestInput> {
  return {
    assemble,
    requests: { ...BASE.requests, ...requests },
    employee: { ...BASE.employee, ...employee },
  };
}

const OFFICES = [
  { id: 1, name: "Paris", main: false },
  { id: 2, name: "London", main: true },
  { id: 2, name: "Leeds", main: false },
];

describe("records from several requests", () => {
  const join = { from: "offices", as: "office", left: "office_id", right: "id" } as const;
  const offices = { offices: { path: "/offices", records: "$" } };
  const answers: Answers = ({ url }) =>
    url.pathname === "/offices"
      ? ok(OFFICES)
      : ok({
          people: [
            person(1, { office_id: 1 }),
            person(2, { office_id: 2 }),
            person(3, { office_id: null }),
            person(4, { office_id: 9 }),
            person(5),
          ],
        });
  const placesWith = async (parts: object, given: Answers = answers) => {
    const read = await readFrom(
      assembled({ root: "people", join: [{ ...join, ...parts }] }, offices, { workLocation: "office.name" }),
      given,
    );
    return read.employees.map(({ workLocation }) => workLocation);
  };

  it("join by key: none is empty, an unknown or doubled one can't be read", async () => {
    expect(await placesWith({})).toEqual(["Paris", undefined, null, undefined, undefined]);
  });

  it("have nothing where a list lacks them, if that says so and it may be read", async () => {
    const absent = { absent: "none", onError: "skip" } as const;
    expect(await placesWith(absent)).toEqual(["Paris", undefined, null, null, undefined]);
    expect(await placesWith({ ...absent, pick: { where: "main", is: true } })).toEqual([
      ...[null, "London", null, null, undefined],
    ]);
    const hidden: Answers = (request) =>
      request.url.pathname === "/offices" ? { status: 403, json: {} } : answers(request);
    expect(await placesWith(absent, hidden)).toEqual([undefined, undefined, null, undefined, undefined]);
  });

  it("join by a key that an earlier list has", async () => {
    const parts = assembled(
      {
        root: "people",
        join: [
          { from: "works", as: "work", left: "id", right: "person" },
          { ...join, left: "work.office_id" },
        ],
      },
      { ...offices, works: { path: "/works", records: "$" } },
      { workLocation: "office.name" },
    );
    const { employees } = await readFrom(parts, ({ url }) => {
      if (url.pathname === "/offices") return ok(OFFICES);
      if (url.pathname === "/works")
        return ok([
          { person: 2, office_id: 1 },
          { person: 3, office_id: null },
        ]);
      return ok({ people: [person(1), person(2), person(3)] });
    });
    expect(employees.map(({ workLocation }) => workLocation)).toEqual([undefined, "Paris", null]);
  });

  it("join nothing where the key is an empty text", async () => {
    const answersWith: Answers = ({ url }) =>
      url.pathname === "/offices" ? ok(OFFICES) : ok({ people: [person(1, { office_id: " " })] });
    expect(await placesWith({}, answersWith)).toEqual([null]);
  });

  it("join the entry that is picked", async () => {
    expect(await placesWith({ pick: { where: "main", is: true } })).toEqual([
      ...[undefined, "London", null, undefined, undefined],
    ]);
    expect(await placesWith({ pick: {} })).toEqual(["Paris", "London", null, undefined, undefined]);
  });

  it("leave out a list that may not be read, or stop", async () => {
    const hidden: Answers = (request) =>
      request.url.pathname === "/offices" ? { status: 403, json: {} } : answers(request);
    expect(await placesWith({ onError: "skip" }, hidden)).toEqual([
      undefined,
      undefined,
      null,
      undefined,
      undefined,
    ]);
    await expect(placesWith({}, hidden)).rejects.toMatchObject({ code: "permission_missing" });
    const broken: Answers = (request) =>
      request.url.pathname === "/offices" ? { status: 500, json: {} } : answers(request);
    await expect(placesWith({ onError: "skip" }, broken)).rejects.toMatchObject({ kind: "temporary" });
  });

  it("are not read on half a list of something else", async () => {
    const parts = assembled(
      { root: "people", join: [join] },
      { offices: { path: "/offices", records: "items", total: "total" } },
      { workLocation: "office.name" },
    );
    const { outcome, employees } = await readFrom(parts, ({ url }) =>
      url.pathname === "/offices" ? ok({ items: OFFICES, total: 7 }) : answers({ url } as never),
    );
    expect(employees).toEqual([]);
    expect(outcome).toMatchObject({
      complete: false,
      why: "the list of the request offices is not whole: 3 of 7 entries came",
    });
  });

  it("unite lists, and say of which one somebody is", async () => {
    const parts = {
      ...assembled({ root: "people", union: ["gone"] }, { gone: { path: "/gone", records: "people" } }, {}),
      status: {
        rules: [
          { when: { list: "gone" }, is: "inactive" },
          { when: { list: "people" }, is: "active" },
        ],
        unknown: "skip",
      },
    } satisfies Partial<ManifestInput>;
    const both: Answers = ({ url }) => ok({ people: url.pathname === "/gone" ? [person(2)] : [person(1)] });
    const { employees, outcome } = await readFrom(parts, both);
    expect(employees.map(({ id, status }) => [id, status])).toEqual([
      ["1", "active"],
      ["2", "inactive"],
    ]);
    expect(outcome).toEqual({ complete: true, total: 2 });
    const twice = await readFrom(parts, () => ok({ people: [person(1)] }));
    expect(twice.outcome.complete).toBe(false);
  });

  it("ask for each one's details, with ids that can't change the path", async () => {
    const detail = { request: "one", as: "detail", onError: "skip" } as const;
    const parts = assembled(
      { root: "people", detail },
      { one: { path: "/people/${record.id}", records: "$" } },
      { team: "detail.team" },
    );
    const { employees, log } = await readFrom({ ...parts, rate: { concurrency: 3 } }, ({ url }) => {
      if (url.pathname === "/people")
        return ok({ people: [person(1), { ...person(2), id: "a/b?c" }, person(3)] });
      return url.pathname === "/people/3"
        ? { status: 404, json: {} }
        : ok({ team: `Team of ${url.pathname}` });
    });
    expect(employees.map(({ team }) => team)).toEqual([
      "Team of /people/1",
      "Team of /people/a%2Fb%3Fc",
      undefined,
    ]);
    expect(log).toHaveLength(4);
    const dots = readFrom(parts, ({ url }) =>
      url.pathname === "/people" ? ok({ people: [{ ...person(2), id: ".." }] }) : ok({}),
    );
    await expect(dots).rejects.toMatchObject({ code: "unexpected_answer" });
  });

  it("ask for batches of ids", async () => {
    const batch = [{ request: "jobs", as: "job", ids: "id", key: "person", size: 2 }];
    const jobs = {
      method: "POST",
      reads: true,
      path: "/jobs",
      body: { ids: "${ids}" },
      records: "jobs",
    } as const;
    const parts = assembled({ root: "people", batch }, { jobs }, { jobTitle: "job.title" });
    const { employees, log } = await readFrom(parts, ({ url, body }) => {
      if (url.pathname === "/people") return ok({ people: [person(1), person(2), person(3)] });
      const ids: string[] = JSON.parse(body).ids;
      return ok({ jobs: ids.filter((id) => id !== "2").map((id) => ({ person: id, title: `Job ${id}` })) });
    });
    expect(employees.map(({ jobTitle }) => jobTitle)).toEqual(["Job 1", undefined, "Job 3"]);
    expect(log.slice(1).map(({ body }) => JSON.parse(body))).toEqual([{ ids: ["1", "2"] }, { ids: ["3"] }]);
  });

  it("ask for batches of objects with ids in them", async () => {
    const batch = [{ request: "jobs", as: "job", ids: "id", idName: "person_id", key: "person", size: 50 }];
    const jobs = {
      method: "POST",
      reads: true,
      path: "/jobs",
      body: { asked: "${ids}" },
      records: "$",
    } as const;
    const parts = assembled({ root: "people", batch }, { jobs }, { jobTitle: "job.title" });
    const { employees, log } = await readFrom(parts, ({ url }) =>
      ok(url.pathname === "/people" ? { people: [person(1), person(2)] } : [{ person: 2, title: "Job" }]),
    );
    expect(employees.map(({ jobTitle }) => jobTitle)).toEqual([undefined, "Job"]);
    expect(JSON.parse(log[1]?.body ?? "")).toEqual({ asked: [{ person_id: "1" }, { person_id: "2" }] });
  });

  it("are prepared by a hook", async () => {
    const prepareRecord = (record: unknown) => {
      const { id } = record as { id: number };
      return { ...(record as object), email: `made-${id}@acme.test` };
    };
    const { employees } = await readFrom({}, () => ok({ people: [person(1)] }), { hooks: { prepareRecord } });
    expect(employees[0]?.workEmail).toBe("made-1@acme.test");
  });

  it("stop at a status that nobody knows, where that is meant", async () => {
    const status = { from: "status", map: { active: "active" }, unknown: "stop" } as const;
    const read = readFrom({ status }, () => ok({ people: [person(1), person(2, { status: "sabbatical" })] }));
    await expect(read).rejects.toMatchObject({
      code: "connector_status",
      why: "1 person has one: sabbatical.",
    });
  });

  it("stop at an expression that a record takes too far, without naming what is in it", async () => {
    const employee = { ...BASE.employee, team: { expr: "tags.($$.tags.($$.tags))" } };
    const tags = Array.from({ length: 100 }, () => "very-private");
    const read = readFrom({ employee }, () => ok({ people: [person(1), person(2, { tags })] }));
    await expect(read).rejects.toMatchObject({
      code: "connector_expression",
      why: expect.stringMatching(/^At record 2 of the request people, tags.* (?:takes|makes)/u),
    });
  });
});

describe("managers who are named by id alone", () => {
  const employee = { ...manifest({}).employee, manager: { id: "boss" } };
  const people = Array.from({ length: 45 }, (_, index) => person(index + 1, { boss: index === 0 ? 45 : 1 }));
  const pagination = { kind: "page", param: "page", size: 20 } as const;
  const requests = { people: { path: "/people", records: "people", pagination } };
  const answers: Answers = ({ url }) =>
    ok({ people: people.slice((Number(url.searchParams.get("page")) - 1) * 20).slice(0, 20) });

  it("have the e-mail of their own record, on whatever page that is", async () => {
    const { employees, outcome } = await readFrom({ requests, employee }, answers);
    expect(outcome).toEqual({ complete: true, total: 45 });
    expect(employees[0]?.manager).toEqual({ id: "45", email: "person45@acme.test" });
    expect(employees[44]?.manager).toEqual({ id: "1", email: "person1@acme.test" });
  });

  it("keep what the tool says of them where it names the e-mail as well", async () => {
    const told = { ...employee, manager: { id: "boss", email: "bossEmail" } };
    const { employees } = await readFrom({ requests, employee: told }, answers);
    expect(employees[0]?.manager).toEqual({ id: "45", email: null });
  });
});
