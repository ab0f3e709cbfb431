import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { done, openAppliedWorkspace } from "../support/connected-workspace.js";
import { refusal } from "../support/refusal.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../support/sandbox-workspace.js";

const PERSONIO_SECRET = "SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECRET";
const SPENDESK_SECRET = "SPENDESK_HR_ACME_UK_SPENDESK_CLIENT_SECRET";

let workspace: SandboxWorkspace;

afterEach(() => workspace.close());

/** A Spendesk whose keys may read something, but no members. */
async function withoutUserRead<T>(use: (baseUrl: string) => Promise<T>): Promise<T> {
  const server = createServer((request, response) => {
    const isToken = request.url === "/v1/auth/token";
    response.writeHead(isToken ? 200 : 403, { "content-type": "application/json" });
    response.end(
      JSON.stringify(
        isToken
          ? { access_token: "token-of-a-small-key", token_type: "Bearer", expires_in: 3600, scope: "" }
          : { errors: [{ code: "FORBIDDEN_ERROR", detail: "The scope user:read is missing." }] },
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

describe("a wrong or missing credential", () => {
  it.each([[["preview"]], [["apply", "--yes"]]])("of Personio stops `%s` with 4", async (argv) => {
    workspace = await openAppliedWorkspace();
    workspace.env[PERSONIO_SECRET] = "papi-wrong";
    const { exitCode, what, next } = await refusal(workspace, argv);
    expect(exitCode).toBe(4);
    expect(what).toContain("Personio");
    expect(next).toMatch(/Settings|`spendesk-hr /);
  });

  it.each([[["preview"]], [["apply", "--yes"]], [["members"]]])(
    "of Spendesk stops `%s` with 4",
    async (argv) => {
      workspace = await openAppliedWorkspace();
      workspace.env[SPENDESK_SECRET] = "wrong";
      const { exitCode, what, next } = await refusal(workspace, argv);
      expect(exitCode).toBe(4);
      expect(what).toContain("Spendesk");
      expect(next).toContain("`spendesk-hr ");
    },
  );

  it.each([PERSONIO_SECRET, SPENDESK_SECRET])("is named by its variable: %s", async (variable) => {
    workspace = await openAppliedWorkspace();
    delete workspace.env[variable];
    for (const argv of [["preview"], ["apply", "--yes"]]) {
      const { exitCode, next } = await refusal(workspace, argv);
      expect(exitCode).toBe(4);
      expect(next).toContain(variable);
      expect(next).toContain(`${variable}_FILE`);
    }
    expect(workspace.sandbox.stats().total).toBe(0);
  });

  it("is found by connect before anything is stored", async () => {
    workspace = await openSandboxWorkspace();
    workspace.env[PERSONIO_SECRET] = "papi-wrong";
    const run = await workspace.connect();
    expect(run.exitCode).toBe(4);
    expect((await workspace.run(["status"])).exitCode).toBe(78);
  });
});

describe("a credential that may not read enough", () => {
  it("of Spendesk without user:read exits with 4 and names the permission", async () => {
    workspace = await openAppliedWorkspace();
    await withoutUserRead(async (baseUrl) => {
      const run = await workspace.connect("--set", `spendesk.baseUrl=${baseUrl}`);
      expect(run.exitCode).toBe(4);
      expect(run.stderr).toContain("user:read");
    });
    done(await workspace.run(["apply", "--yes"]));
  });

  it.each(["status", "email"])(
    "of Personio without %s exits with 4, in connect and in preview",
    async (key) => {
      workspace = await openAppliedWorkspace();
      workspace.sandbox.control.setOptions({ vendors: { personio: { hiddenAttributes: [key] } } });
      const { exitCode, what, next } = await refusal(workspace, ["apply", "--yes"]);
      expect(exitCode).toBe(4);
      expect(what.toLowerCase()).toContain(key);
      expect(next).toContain("Readable employee attributes");
      const connecting = await workspace.connect();
      expect(connecting.exitCode).toBe(4);
      expect(connecting.stderr).toContain("Readable employee attributes");
    },
  );

  it("of Personio without the termination date is only a warning of connect", async () => {
    workspace = await openSandboxWorkspace({
      vendors: { personio: { hiddenAttributes: ["termination_date"] } },
    });
    const { stderr } = done(await workspace.connect());
    expect(stderr).toContain("⚠");
    expect(stderr).toContain("Termination date");
    done(await workspace.configure());
    done(await workspace.run(["apply", "--yes"]));
  });

  it("of Personio without the right to read employees exits with 4", async () => {
    workspace = await openAppliedWorkspace();
    workspace.sandbox.control.setOptions({ vendors: { personio: { forbidden: true } } });
    const { exitCode, next } = await refusal(workspace, ["apply", "--yes"]);
    expect(exitCode).toBe(4);
    expect(next).toContain("Employees");
  });
});
