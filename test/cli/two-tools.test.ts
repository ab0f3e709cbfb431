import { afterEach, describe, expect, it } from "vitest";
import { sandboxEnvironment } from "../../src/cli/sandbox-environment.js";
import { variableName } from "../../src/credentials/names.js";
import { done } from "../support/connected-workspace.js";
import { openSandboxWorkspace, RULE, type SandboxWorkspace } from "../support/sandbox-workspace.js";

let workspace: SandboxWorkspace;

afterEach(() => workspace.close());

/** acme-uk reads Personio, acme-fr reads HiBob. */
async function openTwoTools(): Promise<SandboxWorkspace> {
  const opened = await openSandboxWorkspace({ entities: ["acme-uk", "acme-fr"], employees: 30 });
  const { sandbox, env } = opened;
  Object.assign(env, sandboxEnvironment(sandbox, "acme-fr", "hibob"));
  for (const [field, value] of Object.entries(sandbox.spendeskKeys["acme-fr"] ?? {})) {
    env[variableName({ entity: "acme-fr", connection: "spendesk" }, field)] = value;
  }
  for (const [entity, provider] of [
    ["acme-uk", "personio"],
    ["acme-fr", "hibob"],
  ] as const) {
    done(
      await opened.run([
        ...["connect", provider, "--entity", entity, "--yes", "--set", "timezone=Europe/Paris"],
        ...["--set", `spendesk.baseUrl=${sandbox.spendeskUrl(entity)}`],
        ...["--set", `source.baseUrl=${sandbox.providerUrl(provider)}`],
      ]),
    );
    done(await opened.run(["configure", "--entity", entity, "--yes", "--rule", RULE]));
  }
  return opened;
}

describe("two HR tools in one run", () => {
  it("feed different entities, each by its own rules and limits", async () => {
    workspace = await openTwoTools();
    const { sandbox } = workspace;
    sandbox.control.resetStats();
    done(await workspace.run(["apply", "--yes"]));
    const requests = Object.keys(sandbox.stats().requests);
    expect(requests).toContain("GET /personio/v1/company/employees");
    expect(requests).toContain("POST /hibob/v1/people/search");
    const emails = (entity: string) =>
      sandbox.control
        .members(entity)
        .map(({ email }) => email)
        .sort();
    expect(emails("acme-uk").length).toBeGreaterThan(10);
    expect(emails("acme-fr")).toEqual(emails("acme-uk"));
    expect((await workspace.run(["preview", "--detailed-exitcode"])).exitCode).toBe(0);
  });

  it("leave one entity correct when the other one's tool is down", async () => {
    workspace = await openTwoTools();
    workspace.sandbox.control.setFaults(["forbidden@/hibob"]);
    const run = await workspace.run(["apply", "--yes"]);
    expect(run.exitCode).toBe(4);
    expect(run.stderr).toContain("acme-fr");
    expect(workspace.sandbox.control.members("acme-uk").length).toBeGreaterThan(10);
    expect(workspace.sandbox.control.members("acme-fr")).toEqual([]);
  });
});
