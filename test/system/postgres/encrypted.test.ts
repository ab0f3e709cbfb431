import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Authority, type Certificate, createAuthority } from "../../support/certificates.js";
import { openConnectedWorkspace } from "../../support/connected-workspace.js";
import { type CuttingProxy, openCuttingProxy } from "../../support/postgres/cutting-proxy.js";
import { keepStatesOn } from "../../support/postgres/place.js";
import { startPostgres, type TestServer } from "../../support/postgres/server.js";
import type { SandboxWorkspace } from "../../support/sandbox-workspace.js";
import { APPLY, expectThreeLines, through } from "./support.js";

let server: TestServer;
/** Hears what goes over the wire. */
let proxy: CuttingProxy;
let workspace: SandboxWorkspace;
let authority: Authority;
let stranger: string;

beforeAll(async () => {
  server = await startPostgres();
  keepStatesOn(server);
  proxy = await openCuttingProxy(server.port);
  workspace = await openConnectedWorkspace({ employees: 12 });
  authority = await createAuthority(workspace.folder);
  // Another authority of the same name.
  stranger = join(workspace.folder, "other.pem");
  writeFileSync(stranger, authority.issue(["DNS:other.acme.test"]).cert);
});
afterAll(async () => {
  await workspace.close();
  await proxy.close();
  await server.stop();
});

function applyWith(caFile: string | null) {
  const env = through(proxy, workspace.env);
  const url = `${env.SPENDESK_HR_STATE_URL}&sslmode=verify-full`;
  return workspace.run(APPLY, {
    env: { ...env, SPENDESK_HR_STATE_URL: url, ...(caFile && { SPENDESK_HR_CA_FILE: caFile }) },
  });
}

/** Everything that was said in a way that others can read. */
function overheard(): string {
  return proxy.heard.toString("latin1");
}

type Row = readonly [what: string, certificate: () => Certificate | null, isKnown: boolean, why: RegExp];

const REFUSED: readonly Row[] = [
  ["of another name", () => authority.issue(["DNS:db.acme.test"]), true, /altnames|ALTNAME/],
  ["of an authority that nobody named", () => authority.issue(["DNS:localhost"]), false, /certificate/],
  ["that has expired", () => authority.issue(["DNS:localhost"], "expired"), true, /expired/],
  ["that is not there", () => null, true, /does not support SSL/],
];

describe("a connection that must be encrypted", () => {
  it.each(REFUSED)(
    "is not made to a server with a certificate %s",
    async (_what, certificate, isKnown, why) => {
      await server.certify(certificate());
      const { exitCode, stderr } = await applyWith(isKnown ? authority.file : stranger);
      expect(exitCode, stderr).toBe(78);
      expectThreeLines(
        stderr,
        /^The state in \S+ can't be reached in a way that nobody else reads\.$/,
        "caFile",
      );
      expect(stderr).toMatch(why);
      expect(workspace.sandbox.control.members()).toEqual([]);
      expect(overheard()).not.toContain("user\0");
    },
  );

  it("is made to one whose certificate is valid for its name", async () => {
    await server.certify(authority.issue(["DNS:localhost"]));
    const { exitCode, stderr } = await applyWith(authority.file);
    expect(exitCode, stderr).toBe(0);
    expect(workspace.sandbox.control.members().length).toBeGreaterThan(0);
    for (const plain of ["user\0", "SELECT", "COMMIT"]) expect(overheard()).not.toContain(plain);
    // The server says the same.
    const [row] = await server.query("SELECT current_setting('ssl') AS ssl");
    expect(row).toEqual({ ssl: "on" });
  });
});
