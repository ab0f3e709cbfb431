import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTinyWorld, personioRecord, send, type TinyWorld } from "../support/tiny-world.js";

let world: TinyWorld;

beforeEach(async () => {
  // One second for a call of the real program: what hangs or drips must not hold up the tests.
  world = await openTinyWorld("{ timeouts: { totalSeconds: 1 } }");
  world.employees = [1, 2, 3].map((id) => ({ id }));
});
afterEach(() => world.close());

/** Three lines on stderr, nothing written, exit code 7. */
async function expectTemporary(words: RegExp, run = world.run): Promise<void> {
  const { exitCode, stderr } = await run("apply", "--yes", "--accept-config");
  expect(exitCode, stderr).toBe(7);
  expect(stderr.trim().split("\n")).toHaveLength(3);
  expect(stderr).toMatch(words);
  expect(stderr).not.toMatch(/ at .*\.js:\d+/);
  expect(world.writes()).toEqual([]);
}

describe("a list without an end", () => {
  it("of the same people, of whom a thousand million are told, ends after two tries", async () => {
    world.answer = ({ path }, response) => {
      if (path !== "/v1/company/employees") return null;
      const data = world.employees.map(personioRecord);
      return send(response, [200, { success: true, metadata: { total_elements: 1e9 }, data }]);
    };
    await expectTemporary(/Two reads in a row did not add up: page 2 of the list brought nothing new/);
    expect(world.calls.length).toBeLessThan(30);
  });

  it("of members who are ever new ends, too", async () => {
    world.answer = ({ path, method, query }, response) => {
      if (path !== "/v1/users" || method !== "GET") return null;
      const page = Number(query.get("page"));
      const data = Array.from({ length: 100 }, (_, index) => ({
        id: `m-${page}-${index}`,
        email: "x@acme.test",
      }));
      return send(response, [200, { meta: { pagination: { page, total: page * 100 + 100 } }, data }]);
    };
    await expectTemporary(/members in Spendesk could not be read completely/);
    expect(world.calls.length).toBeLessThan(30);
  });
});

/** One of each service is told by the real program too: what nobody catches ends a process with 1. */
describe.each([
  ["/v1/company/employees", "the real program"],
  ["/v1/users", "this process"],
  ["/v1/auth", "this process"],
  ["/v1/auth/token", "the real program"],
])("an answer to %s, in %s,", (route, where) => {
  const expectTemporaryThere = (words: RegExp) =>
    expectTemporary(words, where === "this process" ? world.run : world.runProgram);
  const atRoute = (answer: TinyWorld["answer"]) => {
    world.answer = (call, response) => (call.path === route ? answer(call, response) : null);
  };

  it("that never comes ends with 7", async () => {
    atRoute(() => world.holdBack());
    await expectTemporaryThere(/did not answer in time/);
    expect(world.calls.filter(({ path }) => path === route)).toHaveLength(2);
  });

  it("that drips ends with 7", async () => {
    atRoute((_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const drip = setInterval(() => response.write(" "), 50);
      response.on("close", () => clearInterval(drip));
      world.holdBack();
      world.holdBack();
    });
    await expectTemporaryThere(/did not answer in time/);
  });

  it("that says it is huge ends with 7, not 1", async () => {
    atRoute((_, response) => {
      response.writeHead(200, { "content-length": 10 ** 12 }).write("{");
    });
    await expectTemporaryThere(/is larger than allowed/);
  });

  it("that does not end ends with 7, not 1", async () => {
    atRoute(async (_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const closed = new Promise((resolve) => response.once("close", resolve));
      while (!response.destroyed) {
        if (!response.write(Buffer.alloc(1024 * 1024, " "))) {
          await Promise.race([closed, new Promise((resolve) => response.once("drain", resolve))]);
        }
      }
    });
    await expectTemporaryThere(/is larger than allowed|did not answer in time/);
  });
});

describe("a token of odd bytes", () => {
  it.each(["to\u0000ken", "token\r\nx: y", "t\u00f6ken", "token\u2028", " "])(
    "of Personio ends with 7: %j",
    async (token) => {
      world.answer = ({ path }, response) =>
        path === "/v1/auth" ? send(response, [200, { success: true, data: { token } }]) : null;
      await expectTemporary(/Personio/);
    },
  );

  it.each(["to\u0000ken", "t\u00f6ken", "a b"])("of Spendesk ends with 7: %j", async (token) => {
    world.answer = ({ path }, response) =>
      path === "/v1/auth/token" ? send(response, [200, { access_token: token }]) : null;
    await expectTemporary(/Spendesk gave no access token/);
  });
});

describe("words that are properties of every object", () => {
  it.each(["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"])(
    "are statuses that nobody knows: %s",
    async (status) => {
      world.employees = [...[1, 2, 3, 4, 5, 6].map((id) => ({ id })), { id: 7, status }];
      const { stdout, exitCode, stderr } = await world.run("preview", "-o", "json");
      expect(exitCode, stderr).toBe(0);
      const [entity] = JSON.parse(stdout).entities;
      expect(entity.changes).toHaveLength(6);
      expect(entity.notes).toMatchObject([
        { employeeId: "7", code: "unknown_status", reason: expect.stringContaining(status) },
      ]);
    },
  );

  it("are refusals that nobody knows", async () => {
    world.answer = ({ method, path }, response) =>
      method === "POST" && path === "/v1/users"
        ? send(response, [200, { data: [], errors: [{ index: 0, code: "constructor", detail: "no" }] }])
        : null;
    world.employees = [{ id: 1 }];
    const { exitCode, stdout } = await world.run("apply", "--yes", "--accept-config", "-o", "json");
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout).entities[0].changes[0].error).toEqual({
      code: "constructor",
      detail: "Spendesk refuses with constructor: no",
    });
  });
});

/** The member of the first employee, whose name is to be corrected. */
function misspelt(id: string) {
  return { id, email: "p1@acme.test", firstName: "mira", lastName: "L1", isArchived: false };
}

describe("ids that are no names", () => {
  it.each(["..", "."])("never lead to another call: the member %j", async (id) => {
    world.employees = [{ id: 1 }];
    world.members.set(id, misspelt(id));
    const { exitCode, stderr } = await world.run("apply", "--yes", "--accept-config");
    expect(exitCode, stderr).toBe(3);
    expect(world.writes()).toEqual([]);
    expect((await world.run("history", "-o", "json")).stdout).toContain('"exitCode": 3');
  });

  it.each(["a/b", "../../auth/token", "a?b#c"])("stay one part of the path: the member %j", async (id) => {
    world.employees = [{ id: 1 }];
    world.members.set(id, misspelt(id));
    const { exitCode, stderr } = await world.run("apply", "--yes", "--accept-config");
    expect(exitCode, stderr).toBe(0);
    expect(world.writes().map(({ path }) => path)).toEqual([`/v1/users/${encodeURIComponent(id)}`]);
    expect(world.members.get(id)?.firstName).toBe("Mira");
  });
});

describe("control characters in names", () => {
  it("are not sent, and the next run finds everybody in step", async () => {
    world.employees = [
      { id: 1, first: "Ada\u0000", last: "Love\u001b[31mlace" },
      { id: 2, first: "Bo\tris", last: "Ka\r\nhn\u0085" },
    ];
    const first = await world.run("apply", "--yes", "--accept-config");
    expect(first.exitCode, first.stderr).toBe(0);
    const names = [...world.members.values()].map(({ firstName, lastName }) => [firstName, lastName]);
    expect(names).toEqual([
      ["Ada", "Lovelace"],
      ["Bo ris", "Ka hn"],
    ]);
    expect(
      world
        .writes()
        .map(({ body }) => body)
        .join(),
    ).not.toMatch(/[\u0000-\u001f\u007f-\u009f]|\\u00[019]/);
    const second = await world.run("preview", "--detailed-exitcode");
    expect(second.exitCode, second.stdout).toBe(0);
  });
});
