import { afterEach, describe, expect, it } from "vitest";
import { examplehr } from "../../../src/providers/_template/index.js";
import { connectTo, readAll } from "../../conformance/harness.js";
import { type Loopback, type LoopbackAnswer, startLoopback } from "../../conformance/loopback.js";

let server: Loopback | undefined;

type Answers = LoopbackAnswer | ((page: number) => LoopbackAnswer);

/** Connects to an Example HR that answers each page the same, or as told. */
async function connect(answer: Answers) {
  await server?.close();
  server = await startLoopback(({ url }) =>
    typeof answer === "function" ? answer(Number(url.searchParams.get("page"))) : answer,
  );
  const vendor = { url: server.url, credentials: { apiToken: " a-token-of-the-test\n" } };
  return connectTo(examplehr, vendor);
}

async function readFrom(answer: Answers) {
  return readAll(examplehr, await connect(answer));
}

describe("template calls", () => {
  afterEach(() => server?.close());

  it("ask for full pages with the token, without blanks around it", async () => {
    await readFrom({ status: 200, json: { people: [], total: 0 } });
    expect(server?.log[0]).toMatchObject({
      method: "GET",
      headers: { authorization: "Bearer a-token-of-the-test" },
    });
    expect(server?.log[0]?.url.search).toBe("?page=1&size=100");
  });

  it.each([
    ["a missing permission", { status: 403, json: {} }, "credentials", "permission_missing"],
    [
      "a page in place of a refusal",
      { status: 401, html: "<html>Log in</html>" },
      "credentials",
      "credentials_refused",
    ],
    ["a version that is no more", { status: 410, json: {} }, "configuration", "api_outdated"],
    ["an answer without a list", { status: 200, json: { persons: [] } }, "temporary", "unexpected_answer"],
    ["a wrong address", { status: 404, json: {} }, "configuration", "not_found"],
  ])("say what to do about %s", async (_what, answer, kind, code) => {
    await expect(readFrom(answer)).rejects.toMatchObject({ kind, code });
  });

  it("are incomplete with a record without an id, which connect says too", async () => {
    const json = { people: [{ email: "mira@acme.test" }], total: 0 };
    const { outcome } = await readFrom({ status: 200, json });
    expect(outcome).toMatchObject({ complete: false, why: "1 record has no usable id" });
    const { obstacles } = await examplehr.verify(await connect({ status: 200, json }));
    expect(obstacles).toEqual([
      { text: "1 record has no usable id", next: expect.stringContaining("mended") },
    ]);
  });

  it("are complete without a total when nothing comes any more", async () => {
    const { outcome } = await readFrom({ status: 200, json: { people: [] } });
    expect(outcome).toEqual({ complete: true, total: 0 });
  });

  it("look further while nobody seen has what is required", async () => {
    const person = (id: number, email: string | null) => ({
      id,
      email,
      first_name: "Mira",
      last_name: "Lindqvist",
      status: "active",
    });
    const page = (number: number, email: string | null) => ({
      status: 200,
      json: { people: Array.from({ length: 100 }, (_, at) => person(number * 100 + at, email)), total: 300 },
    });
    const look = async (emailFrom: number) => {
      const connection = await connect((number) => page(number, number >= emailFrom ? "m@acme.test" : null));
      const { findings, looked } = await examplehr.verify(connection);
      return { email: findings.find(({ field }) => field === "workEmail")?.state, looked };
    };
    expect(await look(1)).toEqual({ email: "ok", looked: 100 });
    expect(await look(2)).toEqual({ email: "ok", looked: 200 });
    expect(await look(9)).toEqual({ email: "empty", looked: null });
  });
});

describe("template reading", () => {
  const page = (count: number, total: number, firstId = 1): LoopbackAnswer => {
    const people = Array.from({ length: count }, (_, index) => ({
      id: firstId + index,
      email: `person${firstId + index}@acme.test`,
      first_name: "Mira",
      last_name: "Lindqvist",
      status: "active",
    }));
    return { status: 200, json: { people, total } };
  };

  afterEach(() => server?.close());

  it("goes by the last total when somebody joins meanwhile", async () => {
    const { outcome } = await readFrom((number) => (number === 1 ? page(100, 101) : page(2, 102, 101)));
    expect(outcome).toEqual({ complete: true, total: 102 });
  });

  it("stops soon at an empty page, however large the total", async () => {
    const { outcome } = await readFrom((number) => page(number === 1 ? 100 : 0, 1_000_000));
    expect(outcome.complete).toBe(false);
    expect(server?.log.length).toBeLessThan(10);
  });
});

describe("template settings", () => {
  it("choose the host", () => {
    const { settings, baseUrl } = examplehr;
    expect(baseUrl(settings.parse({}), {})).toBe("https://api.eu.examplehr.test");
    expect(baseUrl(settings.parse({ region: "us" }), {})).toBe("https://api.us.examplehr.test");
    expect(settings.safeParse({ region: "moon" }).error?.issues[0]?.message).toBe("must be eu or us");
  });
});
