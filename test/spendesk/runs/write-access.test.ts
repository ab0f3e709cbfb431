import { readFile, writeFile } from "node:fs/promises";
import { afterEach, describe, expect, it } from "vitest";
import type { SandboxOptions } from "../../../src/sandbox/settings.js";
import { done, openAppliedWorkspace, openConnectedWorkspace } from "../../support/connected-workspace.js";
import { memoryOf } from "../../support/memory.js";
import { writesTo } from "../../support/sandbox-requests.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../../support/sandbox-workspace.js";
import { openTwoEntities } from "../../support/two-entities.js";
import { type Exchange, type Recorder, startRecorder } from "../contract/recorder.js";

let workspace: SandboxWorkspace;

afterEach(() => workspace.close());

interface RunDocument {
  readonly entities: readonly {
    readonly entity: string;
    readonly error?: { readonly code: string; readonly message: string; readonly hint: string };
    readonly results?: Readonly<Record<string, number>>;
    readonly changes?: readonly {
      readonly outcome: string;
      readonly error: { readonly code: string } | null;
    }[];
  }[];
}

const HOW_TO_GO_ON =
  /`spendesk-hr apply --to file --entity acme-uk` works today.*ask Spendesk for write access/;

describe("a key that can only read", () => {
  it("ends an apply before anything is attempted, with what works today", async () => {
    workspace = await openConnectedWorkspace();
    const before = (await memoryOf(workspace)).links;
    workspace.sandbox.control.setOptions({ writes: "forbidden" });
    const { exitCode, document } = await workspace.json<RunDocument>(["apply", "--yes"]);
    expect(exitCode).toBe(4);
    const { error } = document.entities[0] ?? {};
    expect(error?.code).toBe("spendesk_read_only_key");
    expect(error?.message).toContain("its scopes are user:read");
    expect(error?.hint).toMatch(HOW_TO_GO_ON);
    expect(writesTo(workspace.sandbox)).toEqual({});
    expect((await memoryOf(workspace)).links).toEqual(before);
    const { requests } = workspace.sandbox.stats();
    expect(requests["POST /spendesk/v1/auth/token"]).toBe(1);
    const run = await workspace.run(["apply", "--yes"]);
    expect(run.stderr).toContain("spendesk-hr apply --to file");
    expect((await workspace.run(["history"])).stdout).toContain("apply");
  });

  it("is no trouble for a preview, nor for an apply without changes", async () => {
    workspace = await openAppliedWorkspace();
    workspace.sandbox.control.setOptions({ writes: "forbidden" });
    done(await workspace.run(["preview"]));
    const run = done(await workspace.run(["apply", "--yes"]));
    expect(run.stdout).toContain("nothing to do");
  });

  it("stops its own entity only", async () => {
    workspace = await openTwoEntities();
    const { sandbox } = workspace;
    const recorder = await startRecorder(sandbox.spendeskUrl("acme-fr"));
    recorder.rewrite(({ answer, ...rest }) => ({
      ...rest,
      answer: answer.replace('"scope":"user:read user:write"', '"scope":"user:read"'),
    }));
    const text = await readFile(workspace.configPath, "utf8");
    await writeFile(workspace.configPath, text.replace(sandbox.spendeskUrl("acme-fr"), recorder.url));
    const { exitCode, document } = await workspace.json<RunDocument>(["apply", "--yes", "--accept-config"]);
    expect(exitCode).toBe(4);
    const [french, british] = ["acme-fr", "acme-uk"].map((id) =>
      document.entities.find(({ entity }) => entity === id),
    );
    expect(french?.error?.code).toBe("spendesk_read_only_key");
    expect(french?.error?.message).toContain("acme-fr");
    expect(british?.results?.applied).toBeGreaterThan(10);
    expect(sandbox.control.members("acme-fr")).toEqual([]);
    expect(sandbox.control.members("acme-uk").length).toBeGreaterThan(10);
  });
});

describe("a key of which Spendesk names no scopes", () => {
  it("is used, with the same number of calls", async () => {
    const recorder = await openRecorded();
    const before = recorder.exchanges.length;
    recorder.rewrite((exchange) => ({
      ...exchange,
      answer: exchange.answer.replace(/,"scope":"[^"]*"/, ""),
    }));
    const { exitCode, document } = await workspace.json<RunDocument>(["apply", "--yes"]);
    expect(exitCode).toBe(0);
    expect(document.entities[0]?.results?.failed).toBe(0);
    const tokens = recorder.exchanges.slice(before).filter(({ path }) => path === "/v1/auth/token");
    expect(tokens).toHaveLength(1);
    expect(tokens[0]?.answer).not.toContain("scope");
  });
});

describe("a refusal in the midst of an apply", () => {
  it.each([
    ["forbidden", 403],
    [false, 404],
  ] as const)("stops writing, keeps what was done and exits with 4 (writes %s)", async (writes, status) => {
    const recorder = await openRecorded({ employees: 30 });
    const { control } = workspace.sandbox;
    // Creations go in one call, line managers in the next.
    recorder.watch(({ method, path }) => {
      if (method === "POST" && path === "/v1/users" && control.members().length > 0)
        control.setOptions({ writes });
    });
    const { exitCode, document } = await workspace.json<RunDocument>(["apply", "--yes"]);
    expect(exitCode).toBe(4);
    const created = control.members().length;
    expect(created).toBeGreaterThan(10);
    expect((await memoryOf(workspace)).links).toHaveLength(created);
    const refused = recorder.exchanges.filter((exchange) => isWrite(exchange) && exchange.status === status);
    expect(refused.length).toBeLessThanOrEqual(6);
    const outcomes = document.entities[0]?.changes?.map(({ outcome }) => outcome);
    expect(new Set(outcomes)).toEqual(new Set(["applied", "failed"]));

    const run = await workspace.run(["history"]);
    expect(run.exitCode).toBe(0);
    control.setOptions({ writes: true });
    done(await workspace.run(["apply", "--yes"]));
    expect(control.members()).toHaveLength(created);
  });

  it("names the refused call and what to do, on stderr", async () => {
    const recorder = await openRecorded();
    const { control } = workspace.sandbox;
    recorder.watch(({ method, path }) => {
      if (method === "POST" && path === "/v1/users" && control.members().length > 0)
        control.setOptions({ writes: "forbidden" });
    });
    const { exitCode, stderr } = await workspace.run(["apply", "--yes"]);
    expect(exitCode).toBe(4);
    const [what, why, next] = stderr.trimEnd().split("\n").slice(-3);
    expect(what).toMatch(/acme-uk: Spendesk refuses to update members \(PATCH \/v1\/users, status 403\)/);
    expect(why).toContain("what was done before is recorded (`spendesk-hr history`)");
    expect(next).toMatch(HOW_TO_GO_ON);
    expect(next).toContain("`spendesk.routes.updateMembers`");
  });

  it("exits with 4 also when the last people of a run are refused one by one", async () => {
    const recorder = await openRecorded({ bulkUpdates: false });
    const { control } = workspace.sandbox;
    let single = 0;
    recorder.watch(({ path, method }) => {
      if (method !== "PATCH" || path === "/v1/users") return;
      single += 1;
      if (single === 3) control.setOptions({ writes: "forbidden" });
    });
    const { exitCode, document } = await workspace.json<RunDocument>(["apply", "--yes"]);
    expect(exitCode).toBe(4);
    const written = recorder.exchanges.filter(
      ({ path, method, status }) => method === "PATCH" && path !== "/v1/users" && status === 200,
    );
    expect(written.length).toBeGreaterThanOrEqual(3);
    // At most the calls that were under way.
    expect(recorder.exchanges.filter(({ status }) => status === 403).length).toBeLessThanOrEqual(5);
    const changes = document.entities[0]?.changes ?? [];
    const failed = changes.filter(({ outcome }) => outcome === "failed");
    expect(failed[0]?.error?.code).toBe("spendesk_write_refused");
    expect(changes.filter(({ outcome }) => outcome === "applied").length).toBeGreaterThanOrEqual(3);
    const managers = (await memoryOf(workspace)).links.filter(
      ({ managerMemberId }) => managerMemberId !== null,
    );
    expect(managers).toHaveLength(written.length);
  });

  it("is the status of the entity until it works again", async () => {
    const recorder = await openRecorded();
    const { control } = workspace.sandbox;
    recorder.watch(({ method, path }) => {
      if (method === "POST" && path === "/v1/users" && control.members().length > 0)
        control.setOptions({ writes: "forbidden" });
    });
    await workspace.run(["apply", "--yes"]);
    const { document } = await workspace.json<{ entities: { connectionStatus: string; error: object }[] }>([
      "status",
    ]);
    expect(document.entities[0]).toMatchObject({
      connectionStatus: "error",
      error: { code: "spendesk_write_refused" },
    });
  });
});

describe("connect with a key that can only read", () => {
  interface Connected {
    readonly target: string;
    readonly check: { readonly writeAccess: { readonly state: string; readonly scopes: string[] } };
  }

  async function configText(): Promise<string> {
    return readFile(workspace.configPath, "utf8");
  }

  it("says so, and hands changes over as files from then on", async () => {
    workspace = await openSandboxWorkspace({ writes: "forbidden" });
    const run = done(await workspace.connect());
    expect(run.stderr).toContain("⚠ The key may not write members: its scopes are user:read.");
    expect(run.stderr).toMatch(/files/);
    expect(await configText()).toContain("target: file");
    const again = done(await workspace.connect("-o", "json"));
    const document: Connected = JSON.parse(again.stdout);
    expect(document).toMatchObject({ target: "file", check: { writeAccess: { state: "refused" } } });
  });

  it("leads to files that work, with nothing written by the program", async () => {
    workspace = await openSandboxWorkspace({ writes: "forbidden" });
    done(await workspace.connect());
    done(await workspace.configure());
    const { exitCode, document } = await workspace.json<RunDocument>(["apply", "--yes"]);
    expect(exitCode).toBe(0);
    expect(document.entities[0]?.changes?.every(({ outcome }) => outcome === "handed_off")).toBe(true);
    expect(writesTo(workspace.sandbox)).toEqual({});
    const viaApi = await workspace.json<RunDocument>(["apply", "--yes", "--to", "api", "--again"]);
    expect(viaApi.document.entities[0]?.error?.code).toBe("spendesk_read_only_key");
    expect(writesTo(workspace.sandbox)).toEqual({});
  });

  it("keeps the API for somebody who says so", async () => {
    workspace = await openSandboxWorkspace({ writes: "forbidden" });
    done(await workspace.connect("--set", "spendesk.target=api"));
    expect(await configText()).toContain("target: api");
  });

  it("changes nothing for a key that may write", async () => {
    workspace = await openSandboxWorkspace();
    const run = done(await workspace.connect());
    expect(run.stderr).toContain("✔ The key may write members");
    expect(await configText()).not.toContain("target");
  });

  it("refuses a target that does not exist", async () => {
    workspace = await openSandboxWorkspace();
    const run = await workspace.connect("--set", "spendesk.target=files");
    expect(run.exitCode).toBe(64);
    expect(run.stderr).toContain("It must be api or file.");
  });
});

function isWrite({ method, path }: Exchange): boolean {
  return method !== "GET" && path !== "/v1/auth/token";
}

/** A connected and configured workspace whose calls to Spendesk pass a recorder. */
async function openRecorded(options: SandboxOptions = {}): Promise<Recorder> {
  workspace = await openSandboxWorkspace(options);
  const recorder = await startRecorder(workspace.sandbox.spendeskUrl());
  done(
    await workspace.run([
      ...["connect", "personio", "--entity", "acme-uk", "--yes", "--set", "timezone=Europe/London"],
      ...["--set", `spendesk.baseUrl=${recorder.url}`],
      ...["--set", `source.baseUrl=${workspace.sandbox.providerUrl("personio")}`],
    ]),
  );
  done(await workspace.configure());
  return recorder;
}
