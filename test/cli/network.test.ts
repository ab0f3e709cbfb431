import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { sendJson, serve } from "../http/serve.js";
import { type CompanyNetwork, openCompanyNetwork } from "../support/company-network.js";
import { done, openConnectedWorkspace } from "../support/connected-workspace.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../support/sandbox-workspace.js";

const PASSWORD = "canary/p:ss";
const CREDENTIALS = `mira:${PASSWORD}`;

let workspace: SandboxWorkspace;
let network: CompanyNetwork | null = null;

afterEach(async () => {
  await network?.close();
  network = null;
  await workspace.close();
});

/** A workspace in a company whose proxy wants a password. */
async function openCompany(): Promise<CompanyNetwork> {
  workspace = await openSandboxWorkspace({ employees: 12 });
  network = await openCompanyNetwork(workspace, { credentials: CREDENTIALS });
  workspace.env.SPENDESK_HR_CA_FILE = network.caFile;
  workspace.env.HTTPS_PROXY = proxyAddress(network, PASSWORD);
  return network;
}

function proxyAddress({ proxy }: CompanyNetwork, password: string): string {
  return `http://mira:${encodeURIComponent(password)}@127.0.0.1:${proxy.port}`;
}

async function addToConfig(text: string): Promise<void> {
  await writeFile(workspace.configPath, `${await readFile(workspace.configPath, "utf8")}\n${text}\n`);
}

describe("a company's network", () => {
  it("is passed by every command, with the proxy's password and the company's certificates", async () => {
    const { hosts, proxy } = await openCompany();
    done(await workspace.connect(...hosts));
    done(await workspace.configure("--include", "all"));
    done(await workspace.run(["preview"]));
    done(await workspace.run(["apply", "--yes"]));
    done(await workspace.run(["members"]));
    expect(workspace.sandbox.control.members().length).toBeGreaterThan(5);
    expect(new Set(proxy.asked.map(({ target }) => target))).toEqual(
      new Set(["spendesk.acme.test:443", "hr.acme.test:443"]),
    );
  });

  it("can be described in the configuration, which shows where each setting comes from", async () => {
    const { hosts, caFile } = await openCompany();
    done(await workspace.connect(...hosts));
    done(await workspace.configure());
    delete workspace.env.SPENDESK_HR_CA_FILE;
    await addToConfig(`network:\n  caFile: ${caFile}`);
    done(await workspace.run(["preview"]));
    const shown = done(await workspace.run(["config", "show", "-o", "csv"])).stdout;
    expect(shown).toMatch(/^network\.caFile,.*,file spendesk-hr\.config\.yaml:\d+/m);
    expect(shown).toMatch(/^network\.proxy,http:\/\/127\.0\.0\.1:\d+.*,environment HTTPS_PROXY/m);
    expect(shown).not.toContain(PASSWORD);
    expect(shown).not.toContain(encodeURIComponent(PASSWORD));
  });

  it("is not entered with a wrong password, which appears nowhere", async () => {
    const { hosts } = await openCompany();
    done(await workspace.connect(...hosts));
    done(await workspace.configure());
    const wrong = "canary-wrong";
    if (network) workspace.env.HTTPS_PROXY = proxyAddress(network, wrong);
    const run = await workspace.run(["preview", "-o", "json", "--debug"]);
    expect(run.exitCode).toBe(4);
    expect(JSON.parse(run.stdout)).toMatchObject({ error: { code: "proxy_credentials" } });
    expect(run.stderr).toMatch(/The proxy 127\.0\.0\.1:\d+ \(from HTTPS_PROXY\)/);
    const output = run.stdout + run.stderr + (await workspace.run(["status", "--debug"])).stdout;
    for (const text of [wrong, Buffer.from(`mira:${wrong}`).toString("base64")]) {
      expect(output).not.toContain(text);
    }
  });

  it("is not trusted without its certificates", async () => {
    const { hosts } = await openCompany();
    delete workspace.env.SPENDESK_HR_CA_FILE;
    const run = await workspace.connect(...hosts, "-o", "json");
    expect(run.exitCode).toBe(78);
    expect(JSON.parse(run.stdout)).toMatchObject({ error: { code: "tls_untrusted" } });
    expect(run.stderr).toContain("network.caFile");
  });

  it("is not tried with a file of certificates or a proxy that can't be used", async () => {
    const { hosts } = await openCompany();
    done(await workspace.connect(...hosts));
    done(await workspace.configure());
    workspace.env.SPENDESK_HR_CA_FILE = join(workspace.folder, "nowhere.pem");
    expect(await workspace.json(["preview"])).toMatchObject({
      exitCode: 78,
      document: { error: { code: "ca_file_unreadable" } },
    });
    delete workspace.env.SPENDESK_HR_CA_FILE;
    workspace.env.HTTPS_PROXY = "socks5://127.0.0.1:1";
    expect(await workspace.json(["preview"])).toMatchObject({
      exitCode: 78,
      document: { error: { code: "proxy_invalid" } },
    });
    done(await workspace.run(["status"]));
  });
});

describe("this computer", () => {
  it("is never asked for through a proxy", async () => {
    workspace = await openSandboxWorkspace({ employees: 5 });
    for (const name of ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"]) {
      workspace.env[name] = "http://proxy.acme.invalid:3128";
    }
    done(await workspace.connect());
    done(await workspace.configure());
    done(await workspace.run(["apply", "--yes"]));
  });
});

describe("a redirect", () => {
  it("is not followed, so that no credential leaves the configured host", async () => {
    workspace = await openConnectedWorkspace({ employees: 3 });
    const elsewhere = await serve((_, response) => sendJson(response, 200, {}));
    for (const status of [301, 302, 307, 308]) {
      const { url, seen } = await serve((_, response) => {
        response.writeHead(status, { location: `${elsewhere.url}/v1/auth/token` }).end();
      });
      for (const setting of ["spendesk.baseUrl", "source.baseUrl"]) {
        const run = await workspace.connect("--set", `${setting}=${url}`);
        expect(run.exitCode).toBe(78);
        expect(run.stderr).toContain("Redirects are not followed");
      }
      expect(seen.length).toBeGreaterThan(1);
    }
    expect(elsewhere.seen).toEqual([]);
  });
});
