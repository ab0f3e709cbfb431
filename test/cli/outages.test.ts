import dns from "node:dns";
import { readFile, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openAppliedWorkspace } from "../support/connected-workspace.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";

/** No call of these tests leaves this computer: names in question are never looked up for real. */
function resolverSays(code: "ENOTFOUND" | "EAI_AGAIN", pattern: RegExp) {
  const real = dns.lookup;
  const asked: string[] = [];
  vi.spyOn(dns, "lookup").mockImplementation(((host: string, ...rest: unknown[]) => {
    if (!pattern.test(host)) return Reflect.apply(real, dns, [host, ...rest]);
    asked.push(host);
    const done = rest.at(-1) as (error: Error) => void;
    process.nextTick(done, Object.assign(new Error(`getaddrinfo ${code} ${host}`), { code, hostname: host }));
  }) as typeof dns.lookup);
  return asked;
}

let workspace: SandboxWorkspace;

beforeEach(async () => {
  workspace = await openAppliedWorkspace({ employees: 5 });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await workspace.close();
});

async function editConfig(edit: (config: string) => string): Promise<void> {
  const config = await readFile(workspace.configPath, "utf8");
  const edited = edit(config);
  expect(edited).not.toBe(config);
  await writeFile(workspace.configPath, edited);
}

/** Without waits: how long they are is tested elsewhere. */
const preview = () => workspace.run(["preview"], { network: { sleep: async () => {} } });

const withoutHrHost = (config: string) => config.replace(/(provider: personio\n) *baseUrl: .*\n/, "$1");

describe("a resolver that knows no name", () => {
  it.each(["ENOTFOUND", "EAI_AGAIN"] as const)(
    "makes a run of the vendor's own host wait: %s",
    async (code) => {
      const asked = resolverSays(code, /personio/);
      await editConfig(withoutHrHost);
      const { exitCode, stderr } = await preview();
      expect(exitCode).toBe(7);
      expect(stderr).toContain(`api.personio.de can't be looked up now (${code})`);
      expect(stderr).toContain("Run the same command again in a few minutes.");
      expect(asked).toHaveLength(4);
    },
  );

  it("makes a run of Spendesk's own host wait, too", async () => {
    resolverSays("ENOTFOUND", /spendesk\.com$/);
    await editConfig((config) =>
      config.replace(/( {4}spendesk:\n) *baseUrl: .*\n/, "$1      environment: production\n"),
    );
    const { exitCode, stderr } = await preview();
    expect(exitCode).toBe(7);
    expect(stderr).toContain("public-api.spendesk.com can't be looked up now");
  });

  it("makes a run wait whose proxy it does not know", async () => {
    resolverSays("ENOTFOUND", /proxy/);
    await editConfig(withoutHrHost);
    workspace.env.HTTPS_PROXY = "http://proxy.acme.test:3128";
    const { exitCode, stderr } = await preview();
    expect(exitCode).toBe(7);
    expect(stderr).toContain("proxy.acme.test:3128 (from HTTPS_PROXY)");
  });

  it("hints at the spelling of a host that somebody typed", async () => {
    const asked = resolverSays("ENOTFOUND", /acme\.test/);
    await editConfig((config) =>
      config.replace(/(provider: personio\n *baseUrl: ).*\n/, "$1https://hr.acme.test\n"),
    );
    const { exitCode, stderr } = await preview();
    expect(exitCode).toBe(78);
    expect(stderr).toContain("There is no host named hr.acme.test; it may be misspelled");
    expect(asked).toHaveLength(1);
  });

  it("hints at the account's name in a vendor's host", async () => {
    resolverSays("ENOTFOUND", /bamboohr/);
    await editConfig((config) => withoutHrHost(config).replace("provider: personio", "provider: bamboohr"));
    const keys = { COMPANY_DOMAIN: "acme-typo", API_KEY: "a".repeat(40) };
    for (const [name, value] of Object.entries(keys))
      workspace.env[`SPENDESK_HR_ACME_UK_BAMBOOHR_${name}`] = value;
    const { exitCode, stderr } = await preview();
    expect(exitCode).toBe(78);
    expect(stderr).toMatch(/acme-typo\.bamboohr\.com|company domain/);
  });
});
