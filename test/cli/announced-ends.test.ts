import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSandboxWorkspace, type SandboxWorkspace } from "../support/sandbox-workspace.js";

describe("an end that the HR tool announces", () => {
  let desk: SandboxWorkspace;

  beforeEach(async () => {
    desk = await openSandboxWorkspace({
      employees: 130,
      vendors: { personio: { habits: ["announced-end"] } },
    });
    expect((await desk.connect()).exitCode).toBe(0);
    expect((await desk.configure("--include", "all")).exitCode).toBe(0);
  });
  afterEach(() => desk?.close());

  const SENTENCE =
    'Personio announces the end of the endpoints "sign in", "read employees" (since 2031-01-01): it ends on 2033-01-01.';

  it("is said once a run, on stderr and among the warnings of the document", async () => {
    const { exitCode, stdout, stderr } = await desk.run(["preview", "-o", "json"]);
    expect(exitCode).toBe(0);
    expect(stderr.split(SENTENCE)).toHaveLength(2);
    const { warnings } = JSON.parse(stdout).entities[0];
    expect(warnings).toContainEqual({ code: "provider_announcement", text: SENTENCE });
  });

  it("is a warning of doctor with what to do", async () => {
    const { stdout } = await desk.run(["doctor"]);
    expect(stdout).toContain(SENTENCE);
    expect(stdout).toContain("Update spendesk-hr before that day.");
  });
});
