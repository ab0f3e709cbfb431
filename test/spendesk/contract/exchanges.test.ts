import { describe, expect, it, onTestFinished } from "vitest";
import type { SandboxOptions } from "../../../src/sandbox/settings.js";
import { isProblem } from "../../../src/shared/errors.js";
import { createSpendesk, type SpendeskOptions } from "../../../src/spendesk/spendesk.js";
import { done } from "../../support/connected-workspace.js";
import { openSandboxWorkspace } from "../../support/sandbox-workspace.js";
import { KEY, newPeople } from "../people.js";
import { readContract } from "./document.js";
import { createJudge } from "./judge.js";
import { type Exchange, startRecorder } from "./recorder.js";

/** The sandbox behind a recorder, with the command line bound to both. */
async function openRecorded(options: SandboxOptions = {}) {
  const workspace = await openSandboxWorkspace(options);
  onTestFinished(() => workspace.close());
  const recorder = await startRecorder(workspace.sandbox.spendeskUrl());
  const judge = createJudge(await readContract());
  const client = (more: Partial<SpendeskOptions> = {}) =>
    createSpendesk({
      baseUrl: recorder.url,
      userAgent: "test/1",
      credentials: workspace.sandbox.credentials.spendesk,
      registerSecret: () => undefined,
      sleep: async () => undefined,
      ...more,
    });
  return {
    ...workspace,
    ...recorder,
    client,
    violations: () => recorder.exchanges.flatMap(judge),
  };
}

function calls(exchanges: readonly Exchange[]): Set<string> {
  return new Set(
    exchanges.map(({ method, path }) => `${method} ${path.replace(/\/users\/[^/]+/, "/users/{id}")}`),
  );
}

/** Runs what may end in a problem of Spendesk's. */
async function attempt(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!isProblem(error)) throw error;
  });
}

describe("the requests and answers of whole runs", () => {
  it("are all as the contract says, from the first connect to a restore", async () => {
    const desk = await openRecorded({ ownerEmail: "olivia.owner@acme.test" });
    const { control } = desk.sandbox;
    const connect = [
      "connect",
      "personio",
      "--entity",
      "acme-uk",
      "--yes",
      "--set",
      "timezone=Europe/London",
    ];
    const hosts = [
      ...["--set", `spendesk.baseUrl=${desk.url}`],
      ...["--set", `source.baseUrl=${desk.sandbox.providerUrl("personio")}`],
    ];
    done(await desk.run([...connect, ...hosts]));
    done(await desk.configure("--include", "all"));
    done(await desk.run(["apply", "--yes"]));

    const settled = control
      .employees()
      .filter(({ workEmail }) =>
        control.members().some(({ email }) => email === workEmail?.toLowerCase() || email === workEmail),
      );
    const [first, second, leaver] = settled.filter(({ status }) => status === "active");
    for (const person of [first, second]) control.upsertEmployee({ id: person?.id, lastName: "Newname" });
    done(await desk.run(["apply", "--yes"]));
    control.upsertEmployee({ id: first?.id, lastName: "Othername" });
    control.upsertEmployee({ id: leaver?.id, status: "inactive" });
    done(await desk.run(["apply", "--yes"]));
    control.upsertEmployee({ id: leaver?.id, status: "active" });
    done(await desk.run(["apply", "--yes"]));

    expect(desk.violations()).toEqual([]);
    expect(calls(desk.exchanges)).toEqual(
      new Set([
        "POST /v1/auth/token",
        "GET /v1/users",
        "POST /v1/users",
        "PATCH /v1/users",
        "PATCH /v1/users/{id}",
        "PATCH /v1/users/{id}/status",
      ]),
    );
    expect(desk.exchanges.some(({ body }) => body.includes('"bankAccount"'))).toBe(true);
    expect(desk.exchanges.some(({ body }) => body.includes('"managerId"'))).toBe(true);
  });

  it("are as the contract says when Spendesk refuses, limits or fails", async () => {
    const desk = await openRecorded({ members: 4, ownerEmail: "olivia.owner@acme.test" });
    const { control } = desk.sandbox;
    const [one, two] = control.members();
    const owner = control.members().at(-1);
    if (!one?.email || !two?.email || !owner) throw new Error("too few members");
    const { reader, openWriter } = desk.client();
    const writer = openWriter();
    await reader.readMembers();
    await writer.createMembers(newPeople(3), KEY);
    await writer.createMembers(
      [
        ...newPeople(1),
        {
          ...newPeople(1)[0],
          employeeId: "e-9",
          email: one.email,
          firstName: "Kim",
          lastName: "Two",
          bank: null,
        },
      ],
      KEY,
    );
    await writer.updateMembers([{ memberId: one.id, email: two.email }]);
    await writer.updateMembers([{ memberId: one.id, managerMemberId: one.id }]);
    await writer.archiveMember(owner.id);
    await writer.archiveMember("00000000-0000-4000-8000-000000000000");
    control.setOptions({ bulkUpdates: false });
    await writer.updateMembers([
      { memberId: one.id, lastName: "Newname" },
      { memberId: two.id, lastName: "Newname" },
    ]);
    for (const fault of ["429:x1", "unauthorized:x1", "500:x1"]) {
      control.setFaults([`${fault}@/spendesk/v1/users`]);
      await attempt(desk.client().reader.readMembers());
      control.setFaults([`${fault}@/spendesk/v1/users`]);
      await attempt(desk.client().openWriter().archiveMember(one.id));
    }
    control.setFaults([]);
    for (const writes of ["forbidden", false] as const) {
      control.setOptions({ writes });
      const refused = desk.client().openWriter();
      await attempt(refused.createMembers(newPeople(1), KEY));
      await attempt(refused.updateMembers([{ memberId: one.id, lastName: "Lovely" }]));
      await attempt(refused.archiveMember(one.id));
    }
    const wrongKey = { clientId: "key-of-acme", clientSecret: "canary" };
    await attempt(desk.client({ credentials: wrongKey }).reader.readMembers());

    expect(desk.violations()).toEqual([]);
    const statuses = new Set(desk.exchanges.map(({ status }) => status));
    expect([...statuses].sort()).toEqual([200, 201, 400, 401, 403, 404, 405, 409, 422, 429, 500]);
    expect(desk.exchanges.some(({ answer }) => answer.includes('"index":'))).toBe(true);
  });
});

describe("the check itself", () => {
  it("notices a body field that the contract does not have", async () => {
    const desk = await openRecorded();
    const { openWriter } = desk.client({ routes: { createMembers: { fields: { email: "mail" } } } });
    await attempt(openWriter().createMembers(newPeople(1), KEY));
    expect(desk.violations().join("\n")).toContain(
      'POST /v1/users: body/0 must NOT have additional properties {"additionalProperty":"mail"}',
    );
  });

  it("notices another method, another address and an answer of another form", async () => {
    const desk = await openRecorded({ members: 1 });
    const [member] = desk.sandbox.control.members();
    if (!member) throw new Error("no member");
    const routes = {
      updateMember: { method: "PUT" },
      setMemberStatus: { path: "/v1/people/{id}/status" },
    } as const;
    const writer = desk.client({ routes }).openWriter();
    await attempt(writer.updateMembers([{ memberId: member.id, lastName: "Newname" }]));
    await attempt(writer.archiveMember(member.id));
    desk.rewrite((exchange) => ({ ...exchange, answer: '{"data":[{"id":1}]}' }));
    await desk
      .client()
      .reader.readMembers()
      .catch(() => undefined);
    const found = desk.violations().join("\n");
    expect(found).toContain("there is no PUT /v1/users/");
    expect(found).toContain("there is no PATCH /v1/people/");
    expect(found).toContain("POST /v1/auth/token: answer 200 must have required property 'access_token'");
  });
});
