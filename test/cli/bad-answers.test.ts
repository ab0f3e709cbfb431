import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { done, openAppliedWorkspace } from "../support/connected-workspace.js";
import { refusal } from "../support/refusal.js";
import type { SandboxWorkspace } from "../support/sandbox-workspace.js";

/** Tries again without a wait. */
const AT_ONCE = { network: { sleep: async () => {}, random: () => 0 } };

let workspace: SandboxWorkspace;

beforeAll(async () => {
  workspace = await openAppliedWorkspace({ employees: 150 });
});

afterEach(() => workspace.sandbox.control.setFaults([]));

afterAll(() => workspace.close());

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

const FAULTS: readonly [string, string, RegExp][] = [
  ["HTML instead of JSON from Personio", "html@/personio", /Personio/],
  ["HTML instead of JSON from Spendesk", "html@/spendesk", /Spendesk/],
  ["JSON of another shape from Personio", "wrong-json@/personio", /Personio/],
  ["a page of employees without its people", "drop-page@/personio", /employees/],
  ["a page of employees with a few people missing", "drop-page=3@/personio", /employees/],
  ["an employee's id twice", "duplicate-id@/personio", /employees/],
  ["a page of employees sent twice", "repeat-page@/personio", /employees/],
  ["a total of employees that is too high", "wrong-total=2@/personio", /employees/],
  ["a total of employees that is too low", "wrong-total=-2@/personio", /employees/],
  ["a page of members without its people", "drop-page@/spendesk", /members/],
  ["a total of members that is too high", "wrong-total=2@/spendesk", /members/],
];

describe("an answer that can't be trusted", () => {
  it.each(FAULTS)("(%s) stops preview and apply with 7", async (_name, fault, who) => {
    workspace.sandbox.control.setFaults([fault]);
    for (const argv of [["preview"], ["apply", "--yes"]]) {
      const { exitCode, what, next } = await refusal(workspace, argv);
      expect(exitCode).toBe(7);
      expect(what).toMatch(who);
      expect(next).toMatch(/again|`spendesk-hr/);
    }
    workspace.sandbox.control.setFaults([]);
    done(await workspace.run(["apply", "--yes"]));
  });

  it("is read a second time, so that one odd answer does not stop a run", async () => {
    workspace.sandbox.control.setFaults(["drop-page=3:x1@/personio", "wrong-total=2:x1@/spendesk"]);
    done(await workspace.run(["apply", "--yes"]));
  });
});

describe("a host that does not answer", () => {
  it.each(["personio", "spendesk"])("(%s) stops apply with 7 and names it", async (service) => {
    const { configPath, sandbox } = workspace;
    const closed = `http://127.0.0.1:${await closedPort()}`;
    const config = await readFile(configPath, "utf8");
    await writeFile(configPath, config.replace(`${sandbox.url}/${service}`, closed));
    const { exitCode, what, why, next } = await refusal(
      workspace,
      ["apply", "--yes", "--accept-config"],
      AT_ONCE,
    );
    await writeFile(configPath, config);
    expect(exitCode).toBe(7);
    expect(`${what} ${why}`).toContain(closed.replace("http://", ""));
    expect(next).toContain("again");
  });
});
