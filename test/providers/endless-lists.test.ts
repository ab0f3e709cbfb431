import { afterEach, describe, expect, it } from "vitest";
import type { ReadLimits } from "../../src/http/read-budget.js";
import { boundedBankReader, boundedRead } from "../../src/providers/bounded-read.js";
import { deel } from "../../src/providers/deel/index.js";
import type { Provider, ProviderConnection } from "../../src/providers/provider.js";
import { workday } from "../../src/providers/workday/index.js";
import { connectTo, readAll } from "../conformance/harness.js";
import { type Loopback, type LoopbackAnswer, startLoopback } from "../conformance/loopback.js";
import { datasetPage, datasetRow, startBamboohr } from "./bamboohr/fake.js";
import { page as legacyPage, startLucca, user } from "./lucca/legacy/fake.js";
import { employee, page as luccaPage, next, startLuccaApi } from "./lucca/lucca-api/fake.js";
import { page as payfitPage, person as payfitPerson, startPayfit } from "./payfit/tiny-payfit.js";
import { personio } from "./personio/personio.js";
import { page as soapPage, worker } from "./workday/messages.js";

/** Whoever is on page `number`, counted from 1, by their numbers, and the total that is told. */
type List = (number: number) => { readonly people: readonly number[]; readonly total: number };

/** Everybody again on every page, of very many that are told. */
const SAME: List = () => ({ people: [1, 2, 3], total: 1_000_000_000 });
/** Others on every page, and always more to come. */
const GROWING: List = (number) => ({
  people: [3 * number, 3 * number + 1, 3 * number + 2],
  total: 3 * number + 9,
});

interface Fake {
  readonly server: Loopback;
  readonly provider: Provider;
  readonly connection: ProviderConnection<unknown>;
}

const running: { close(): Promise<unknown> }[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

function fake(server: Loopback, provider: Provider, connection: ProviderConnection<unknown>): Fake {
  running.push(server);
  return { server, provider, connection };
}

const FAKES: Readonly<Record<string, (list: List) => Promise<Fake>>> = {
  async personio(list) {
    const server = await startLoopback(({ url }): LoopbackAnswer => {
      if (url.pathname === "/v1/auth") {
        return { status: 200, json: { success: true, data: { token: "papi-token" } } };
      }
      const { people, total } = list(Number(url.searchParams.get("offset")) / 100 + 1);
      const data = people.map((id) => ({
        type: "Employee",
        attributes: {
          id: { value: id },
          first_name: { value: "Mira" },
          last_name: { value: "Lindqvist" },
          email: { value: `p${id}@acme.test` },
          status: { value: "active" },
        },
      }));
      return { status: 200, json: { success: true, data, metadata: { total_elements: total } } };
    });
    const credentials = { clientId: "papi-id", clientSecret: "a-secret" };
    return fake(server, personio, connectTo(personio, { url: server.url, credentials }));
  },
  async bamboohr(list) {
    const { bamboohr } = await import("../../src/providers/bamboohr/index.js");
    const { server, connection } = await startBamboohr({
      dataset({ page }) {
        const { people, total } = list(page);
        return datasetPage(
          people.map((id) => datasetRow(id)),
          total,
        );
      },
    });
    return fake(server, bamboohr, connection);
  },
  async deel(list) {
    let number = 0;
    const server = await startLoopback((): LoopbackAnswer => {
      number += 1;
      const { people, total } = list(number);
      const data = people.map((id) => ({
        id: `p${id}`,
        first_name: "Mira",
        last_name: "Lindqvist",
        emails: [{ type: "work", value: `p${id}@acme.test` }],
        person_status: "ACTIVE",
        hiring_type: "eor",
      }));
      return { status: 200, json: { data, page: { total_rows: total, items_per_page: 3 } } };
    });
    const credentials = { apiToken: "a-token" };
    return fake(server, deel, connectTo(deel, { url: server.url, credentials }));
  },
  async payfit(list) {
    const { payfit } = await import("../../src/providers/payfit/index.js");
    const { server, connection } = await startPayfit({
      list(_token, count) {
        const { people, total } = list(count);
        return payfitPage(
          people.map((id) => payfitPerson(`p${id}`)),
          `cursor-${count}`,
          total,
        );
      },
    });
    return fake(server, payfit, connection);
  },
  async "lucca (legacy)"(list) {
    const { lucca } = await import("../../src/providers/lucca/index.js");
    let number = 0;
    const { server, connection } = await startLucca(() => {
      number += 1;
      const { people, total } = list(number);
      return legacyPage(
        people.map((id) => user(id)),
        total,
      );
    });
    return fake(server, lucca, connection);
  },
  async "lucca (Lucca API)"(list) {
    const { lucca } = await import("../../src/providers/lucca/index.js");
    let number = 0;
    const started = await startLuccaApi({
      list(name) {
        if (name !== "employees") return null;
        number += 1;
        const { people, total } = list(number);
        return luccaPage(
          people.map((id) => employee(String(id))),
          { totalCount: total, ...next(`cursor-${number}`) },
        );
      },
    });
    running.push(started.signIn);
    return fake(started.account, lucca, started.connection);
  },
  async workday(list) {
    const server = await startLoopback(({ body }) => {
      const { people, total } = list(Number(/<wd:Page>(\d+)</.exec(body)?.[1]));
      return soapPage(
        "Get_Workers",
        people.map((id) => worker(`w${id}`)),
        total,
        999_999_999,
      );
    });
    const credentials = {
      restEndpoint: "https://wd3-services1.myworkday.com/ccx/api/v1/acme",
      username: "ISU",
      password: "a-password",
    };
    return fake(server, workday, connectTo(workday, { url: server.url, credentials }));
  },
};

const LIMITS: ReadLimits = { calls: 2000, bytes: 50_000_000, milliseconds: 60_000 };

describe.each(Object.entries(FAKES))("the list of %s", (_, open) => {
  it("ends at a page that brings nobody new, however many are told to come", async () => {
    const { server, provider, connection } = await open(SAME);
    const { outcome } = await readAll(provider, connection);
    expect(outcome).toEqual({ complete: false, why: expect.stringContaining("brought nothing new") });
    // A token, and the pages that were under way at the same time.
    expect(server.log.length).toBeLessThan(12);
  });

  it("ends when ever more people are told to come", async () => {
    const { server, provider, connection } = await open(GROWING);
    const { outcome } = await readAll(provider, connection);
    expect(outcome.complete).toBe(false);
    expect(server.log.length).toBeLessThan(60);
  });

  it("ends at the limits of a read, without a word of the provider's own", async () => {
    const { server, provider, connection } = await open(GROWING);
    const pages = boundedRead(provider, connection, { ...LIMITS, calls: 1 });
    const read = async () => {
      while (!(await pages.next()).done);
    };
    await expect(read()).rejects.toMatchObject({ kind: "temporary", code: "read_endless" });
    expect(server.log.length).toBeLessThanOrEqual(1);
  });
});

describe("bank details that are read person by person", () => {
  it("end at the limits of a read", async () => {
    const { server, connection } = await startDeel();
    const read = boundedBankReader(deel, connection, { ...LIMITS, calls: 3 });
    const ids = Array.from({ length: 50 }, (_, index) => `p${index}`);
    const readings: unknown[] = [];
    const reading = async () => {
      for await (const one of read?.(ids) ?? []) readings.push(one);
    };
    await expect(reading()).rejects.toMatchObject({ kind: "temporary", code: "read_endless" });
    expect(server.log.length).toBeLessThanOrEqual(3);
  });

  it("are not asked for where the settings leave them out", async () => {
    const { connection } = await startDeel();
    expect(
      boundedBankReader(deel, { ...connection, settings: { ...connection.settings, bankDetails: false } }),
    ).toBeNull();
  });
});

/** A Deel that knows nobody's bank details. */
async function startDeel() {
  const server = await startLoopback((): LoopbackAnswer => ({ status: 404, json: {} }));
  running.push(server);
  return { server, connection: connectTo(deel, { url: server.url, credentials: { apiToken: "a-token" } }) };
}
