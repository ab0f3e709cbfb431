import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { serveTls } from "../http/serve-tls.js";
import { createAuthority } from "../support/certificates.js";
import { openAppliedWorkspace } from "../support/connected-workspace.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";
import { diagnose } from "./doctor-support.js";

const OFFLINE = ["--offline"];
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

let workspace: SandboxWorkspace;

afterEach(() => workspace.close());

async function open(options: Parameters<typeof openAppliedWorkspace>[0] = {}): Promise<void> {
  workspace = await openAppliedWorkspace({ employees: 5, ...options });
}

async function editConfig(edit: (text: string) => string): Promise<void> {
  await writeFile(workspace.configPath, edit(await readFile(workspace.configPath, "utf8")));
}

/** Sends the calls to Spendesk elsewhere. */
function moveSpendesk(address: string): Promise<void> {
  return editConfig((text) => text.replace(workspace.sandbox.spendeskUrl(), address));
}

async function authority() {
  const folder = join(workspace.folder, "authority");
  await mkdir(folder);
  return createAuthority(folder);
}

describe("doctor and the APIs", () => {
  it("ends with 1 when an API can't be reached, and still asks the other", async () => {
    await open();
    await moveSpendesk("http://127.0.0.1:1");
    const { exitCode, of } = await diagnose(workspace);
    expect(exitCode).toBe(1);
    expect(of("spendesk-access")[0]).toMatchObject({ status: "problem", code: "connection_failed" });
    expect(of("personio-access")[0]?.status).toBe("ok");
  });

  it("asks an API with a problem of its own once", async () => {
    await open();
    workspace.sandbox.control.setFaults(["500@POST /v1/auth/token"]);
    workspace.sandbox.control.resetStats();
    const { exitCode, of } = await diagnose(workspace);
    expect(exitCode).toBe(1);
    expect(of("spendesk-access")[0]?.code).toBe("server_error");
    expect(workspace.sandbox.stats().requests["POST /spendesk/v1/auth/token"]).toBe(1);
  });

  it("does not wait for an API that is silent", async () => {
    await open();
    workspace.sandbox.control.setFaults(["timeout@POST /v1/auth/token"]);
    const { exitCode, of } = await diagnose(workspace, [], { network: { timeoutMs: 300 } });
    expect(exitCode).toBe(1);
    expect(of("spendesk-access")[0]?.code).toBe("timed_out");
  });

  it.each([
    [2, 0, "warning"],
    [-2, 0, "warning"],
    [10, 78, "problem"],
    [-10, 78, "problem"],
  ])("notices a clock that is %i minutes off", async (minutes, exitCode, status) => {
    await open({ toldTime: Date.now });
    const now = () => new Date(Date.now() + minutes * MINUTE_MS);
    const result = await diagnose(workspace, [], { now });
    expect(result.exitCode).toBe(exitCode);
    expect(result.of("spendesk-clock")[0]).toMatchObject({ status, code: "clock_skew" });
    expect(result.of("spendesk-clock")[0]?.text).toContain(minutes > 0 ? "ahead of" : "behind");
  });

  it("says how many calls are left", async () => {
    await open({ rateLimit: { limit: 50 } });
    const { of } = await diagnose(workspace);
    expect(of("spendesk-limit")[0]?.text).toMatch(/^\d+ of 50 calls are left/);
  });

  it("tells a certificate of an authority nobody knows, and trusts it with network.caFile", async () => {
    await open();
    const ca = await authority();
    const port = await serveTls(ca.issue(["IP:127.0.0.1"]));
    await moveSpendesk(`https://127.0.0.1:${port}`);
    const before = await diagnose(workspace);
    expect(before.exitCode).toBe(78);
    expect(before.of("spendesk-access")[0]?.code).toBe("tls_untrusted");
    expect(before.of("spendesk-access")[0]?.next).toContain("network.caFile");
    await editConfig((text) => `${text}network: { caFile: ${ca.file} }\n`);
    const after = await diagnose(workspace);
    // That server is no Spendesk, but it was asked.
    expect(after.of("spendesk-access")[0]?.code).toBe("spendesk_token_unreadable");
    expect(after.of("ca-file")[0]?.code).toBe("ca_certificate_ends_soon");
  });
});

describe("doctor and the way to the outside", () => {
  it("warns of an authority that ends soon, and has a problem with one that ended", async () => {
    await open();
    const ca = await authority();
    await editConfig((text) => `${text}network: { caFile: ${ca.file} }\n`);
    const soon = await diagnose(workspace, OFFLINE);
    expect(soon.exitCode).toBe(0);
    expect(soon.of("ca-file")[0]?.text).toContain("Acme Test Authority");
    const now = () => new Date(Date.now() + 5 * DAY_MS);
    const over = await diagnose(workspace, OFFLINE, { now });
    expect(over.exitCode).toBe(78);
    expect(over.of("ca-file")[0]).toMatchObject({ status: "problem", code: "ca_certificate_ended" });
  });

  it.each([
    ["is missing", null, "ca_file_unreadable"],
    ["holds no certificate", "nothing", "ca_file_invalid"],
  ])("ends with 78 when network.caFile %s", async (_name, content, code) => {
    await open();
    const file = join(workspace.folder, "ca.pem");
    if (content !== null) await writeFile(file, content);
    await editConfig((text) => `${text}network: { caFile: ${file} }\n`);
    const { exitCode, of } = await diagnose(workspace, OFFLINE);
    expect(exitCode).toBe(78);
    expect(of("ca-file")[0]?.code).toBe(code);
  });

  it("warns of NODE_EXTRA_CA_CERTS that Node passes over", async () => {
    await open();
    workspace.env.NODE_EXTRA_CA_CERTS = join(workspace.folder, "none.pem");
    const { exitCode, codes } = await diagnose(workspace, OFFLINE);
    expect(exitCode).toBe(0);
    expect(codes).toContain("node_extra_ca_certs_ignored");
  });

  it("says for which hosts the proxy is used, and who named it", async () => {
    await open();
    await moveSpendesk("https://api.acme.test");
    workspace.env.HTTPS_PROXY = "http://proxy.acme.test:3128";
    const { of } = await diagnose(workspace, OFFLINE);
    expect(of("proxy")[0]?.text).toContain(
      "proxy.acme.test:3128 (from HTTPS_PROXY) is used for: api.acme.test.",
    );
    workspace.env.NO_PROXY = "acme.test";
    expect((await diagnose(workspace, OFFLINE)).of("proxy")[0]?.text).toMatch(/none\. Straight go: api\./);
  });

  it("ends with 78 when the proxy can't be used", async () => {
    await open();
    workspace.env.HTTPS_PROXY = "socks5://proxy.acme.test";
    const { exitCode, of } = await diagnose(workspace, OFFLINE);
    expect(exitCode).toBe(78);
    expect(of("proxy")[0]?.code).toBe("proxy_invalid");
  });

  it("warns that certificate checks are switched off for other programs", async () => {
    await open();
    workspace.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
    expect((await diagnose(workspace, OFFLINE)).codes).toContain("tls_verification_off");
  });
});
