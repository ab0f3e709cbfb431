import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { entityText, FILE, MINIMAL, newWorkspace, problemOf } from "./workspace.js";

const TEXT = entityText(...MINIMAL);

async function loaded(network: string, env: Record<string, string> = {}) {
  const workspace = await newWorkspace();
  await workspace.write(`project/${FILE}`, `${TEXT}network: ${network}\n`);
  const config = await workspace.load({ env });
  const shown = Object.fromEntries(
    config.origins
      .filter(({ key }) => key.startsWith("network."))
      .map(({ key, value, origin }) => [key.replace("network.", ""), [value, origin]]),
  );
  return { network: config.network, shown, cwd: workspace.cwd };
}

describe("network", () => {
  it("has time-outs and nothing else by default", async () => {
    const { network, shown } = await loaded("{}");
    expect(network).toEqual({
      route: { proxy: null, noProxy: [], trust: null },
      connectTimeoutMs: 10_000,
      bodyTimeoutMs: 60_000,
      timeoutMs: 60_000,
      readTimeoutMs: 3_600_000,
    });
    expect(shown).toEqual({
      "timeouts.connectSeconds": [10, "default"],
      "timeouts.bodySeconds": [60, "default"],
      "timeouts.totalSeconds": [60, "default"],
      "timeouts.readMinutes": [60, "default"],
    });
  });

  it("takes everything from the file", async () => {
    const { network, shown, cwd } = await loaded(
      "{ proxy: http://proxy.acme.test:3128, noProxy: [acme.test], caFile: certs/ca.pem, timeouts: { connectSeconds: 2.5, headersSeconds: 3, bodySeconds: 4, totalSeconds: 5, readMinutes: 90 } }",
      { HTTPS_PROXY: "http://other.test:1", NO_PROXY: "other.test", NODE_EXTRA_CA_CERTS: "/etc/extra.pem" },
    );
    expect(network).toEqual({
      route: {
        proxy: { text: "http://proxy.acme.test:3128", source: "network.proxy" },
        noProxy: ["acme.test"],
        trust: { caFile: join(cwd, "certs/ca.pem"), extraCaFile: "/etc/extra.pem" },
      },
      connectTimeoutMs: 2500,
      headersTimeoutMs: 3000,
      bodyTimeoutMs: 4000,
      timeoutMs: 5000,
      readTimeoutMs: 5_400_000,
    });
    const origin = `file ${FILE}:6`;
    expect(shown).toMatchObject({
      proxy: ["http://proxy.acme.test:3128", origin],
      noProxy: [["acme.test"], origin],
      caFile: [join(cwd, "certs/ca.pem"), origin],
      "timeouts.headersSeconds": [3, origin],
    });
  });

  it.each([
    [{ https_proxy: "a:1", HTTPS_PROXY: "b:2", HTTP_PROXY: "c:3" }, "https_proxy", "http://a:1"],
    [{ HTTPS_PROXY: "b:2", http_proxy: "c:3" }, "HTTPS_PROXY", "http://b:2"],
    [{ https_proxy: "", HTTP_PROXY: "http://mira:canary@c:3" }, "HTTP_PROXY", "http://c:3"],
    [{ HTTPS_PROXY: "socks5://mira:canary@c:3" }, "HTTPS_PROXY", "not usable"],
  ])("takes the proxy from the environment %j, and shows no password", async (env, source, address) => {
    const { network, shown } = await loaded("{}", env as Record<string, string>);
    expect(network.route?.proxy?.source).toBe(source);
    expect(shown.proxy).toEqual([address, `environment ${source}`]);
    expect(JSON.stringify(shown)).not.toContain("canary");
  });

  it("takes the exceptions from the environment, small letters first", async () => {
    const { network, shown } = await loaded("{}", { no_proxy: "a.test, 10.0.0.0/8", NO_PROXY: "b.test" });
    expect(network.route?.noProxy).toEqual(["a.test", "10.0.0.0/8"]);
    expect(shown.noProxy?.[1]).toBe("environment no_proxy");
  });

  it("lets SPENDESK_HR_CA_FILE win over the file", async () => {
    const { network, cwd } = await loaded("{ caFile: ca.pem }", { SPENDESK_HR_CA_FILE: "other.pem" });
    expect(network.route?.trust?.caFile).toBe(join(cwd, "other.pem"));
  });

  it("works without a file", async () => {
    const { load } = await newWorkspace();
    const { network } = await load({ env: { HTTPS_PROXY: "http://proxy.acme.test:3128" } });
    expect(network.route?.proxy?.source).toBe("HTTPS_PROXY");
  });

  it.each([
    ["{ proxy: 'http://mira:canary@proxy.acme.test:3128' }", "must not hold a user name or a password"],
    ["{ proxy: 'socks5://proxy.acme.test' }", "socks5 is not supported"],
    ["{ caFile: '' }", "must be the path of a file"],
    ["{ timeouts: { totalSeconds: 0 } }", "must be a number of seconds from 1 to 3600"],
    ["{ timeouts: { readMinutes: 1441 } }", "must be a number of minutes from 1 to 1440"],
    ["{ timeout: 3 }", "Did you mean `timeouts`?"],
    ["{ rejectUnauthorized: false }", "Unknown key"],
  ])("refuses %s", async (network, words) => {
    const problem = await problemOf(`${TEXT}network: ${network}\n`);
    expect(problem.kind).toBe("configuration");
    expect(problem.message).toContain(words);
    expect(problem.message + problem.why + problem.next).not.toContain("canary");
  });
});
