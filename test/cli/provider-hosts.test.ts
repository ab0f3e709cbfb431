import { afterEach, describe, expect, it } from "vitest";
import { openHosts } from "../../src/cli/provider-hosts.js";
import { createHttpClient } from "../../src/http/client.js";
import { type Loopback, startLoopback } from "../conformance/loopback.js";

const running: Loopback[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

async function server(): Promise<Loopback> {
  const started = await startLoopback(() => ({ status: 200, json: {} }));
  running.push(started);
  return started;
}

function hostsOf(overridden: string | null, vendorUrl: string) {
  return openHosts(
    overridden,
    () => ({ baseUrl: vendorUrl, isTyped: false }),
    (baseUrl) => createHttpClient({ baseUrl, userAgent: "spendesk-hr/test" }),
  );
}

const CALL = { method: "GET", path: "/", retry: "never", purpose: "look" } as const;

describe("hosts of an HR connection", () => {
  it("are the vendor's own, each with its own client, and all calls count", async () => {
    const [main, tokens] = [await server(), await server()];
    const hosts = hostsOf(null, main.url);
    await hosts.httpAt(tokens.url).request(CALL);
    await hosts.http.request(CALL);
    await hosts.httpAt(tokens.url).request(CALL);
    expect([main.log.length, tokens.log.length]).toEqual([1, 2]);
    expect(hosts.requestCount()).toBe(3);
    expect(hosts.httpAt(tokens.url)).toBe(hosts.httpAt(tokens.url));
  });

  it("are one and the same when the configuration names another: nothing goes to the vendor", async () => {
    const [main, tokens, other] = [await server(), await server(), await server()];
    const hosts = hostsOf(`${other.url}/lucca`, main.url);
    await hosts.http.request(CALL);
    await hosts.httpAt(tokens.url).request(CALL);
    expect([main.log.length, tokens.log.length]).toEqual([0, 0]);
    expect(other.log.map(({ url }) => url.pathname)).toEqual(["/lucca/", "/lucca/"]);
    expect(hosts.requestCount()).toBe(2);
  });

  it("do not need the vendor's address when another is configured", () => {
    const unknown = () => {
      throw new Error("no address");
    };
    const open = (baseUrl: string) => createHttpClient({ baseUrl, userAgent: "spendesk-hr/test" });
    expect(openHosts("http://127.0.0.1:1", unknown, open).http.baseUrl).toBe("http://127.0.0.1:1");
    expect(() => openHosts(null, unknown, open)).toThrow("no address");
  });

  it("are told apart by who named them: the vendor, or somebody who may have mistyped", () => {
    const open = (isVendorHost: boolean) =>
      createHttpClient({ baseUrl: "http://127.0.0.1:1", isVendorHost, userAgent: "x" });
    function namedByVendor(overridden: string | null, isTyped: boolean) {
      const seen: [string, boolean][] = [];
      const hosts = openHosts(
        overridden,
        () => ({ baseUrl: "https://acme.hr.test", isTyped }),
        (baseUrl, isVendorHost) => {
          seen.push([baseUrl, isVendorHost]);
          return open(isVendorHost);
        },
      );
      hosts.httpAt("https://login.hr.test");
      return seen;
    }
    expect(namedByVendor(null, false)).toEqual([
      ["https://acme.hr.test", true],
      ["https://login.hr.test", true],
    ]);
    expect(namedByVendor(null, true)).toEqual([
      ["https://acme.hr.test", false],
      ["https://login.hr.test", true],
    ]);
    expect(namedByVendor("https://other.test", false)).toEqual([["https://other.test", false]]);
  });
});
