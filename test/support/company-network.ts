import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAuthority } from "./certificates.js";
import { type ConnectProxy, type ProxyOptions, startConnectProxy } from "./connect-proxy.js";
import type { SandboxWorkspace } from "./sandbox-workspace.js";
import { startTlsFront } from "./tls-front.js";

/**
 * A sandbox that is reached only as from inside a company: by names that exist behind a proxy, with
 * certificates of a private authority.
 */
export interface CompanyNetwork {
  readonly proxy: ConnectProxy;
  /** Certificate of the authority. */
  readonly caFile: string;
  /** Flags of `connect` that name the hosts. */
  readonly hosts: readonly string[];
  close(): Promise<void>;
}

export async function openCompanyNetwork(
  { sandbox }: SandboxWorkspace,
  options: Pick<ProxyOptions, "credentials"> & {
    /** Stands between the network and the sandbox. */
    readonly hopPort?: number;
  } = {},
): Promise<CompanyNetwork> {
  const folder = await mkdtemp(join(tmpdir(), "spendesk-hr-authority-"));
  const authority = await createAuthority(folder);
  const certificate = authority.issue(["DNS:spendesk.acme.test", "DNS:hr.acme.test"]);
  const front = await startTlsFront(certificate, options.hopPort ?? Number(new URL(sandbox.url).port));
  const targets = { "spendesk.acme.test:443": front.port, "hr.acme.test:443": front.port };
  const proxy = await startConnectProxy({ ...options, targets });
  const at = (host: string, url: string) => `https://${host}${new URL(url).pathname}`;
  return {
    proxy,
    caFile: authority.file,
    hosts: [
      ...["--set", `spendesk.baseUrl=${at("spendesk.acme.test", sandbox.spendeskUrl())}`],
      ...["--set", `source.baseUrl=${at("hr.acme.test", sandbox.providerUrl("personio"))}`],
    ],
    async close() {
      await proxy.close();
      await front.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
