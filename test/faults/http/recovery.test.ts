import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { checkHarmless, checkHeals } from "./checks.js";
import { type FaultLab, openFaultLab } from "./lab.js";

let lab: FaultLab;
beforeAll(async () => {
  lab = await openFaultLab();
});
beforeEach(() => lab.reset());
afterAll(() => lab.close());

/** Applies with faults and gives the result with the calls that reached the sandbox. */
async function applyWith(...faults: string[]) {
  const { control } = lab.sandbox;
  control.setFaults(faults);
  control.resetStats();
  const run = await lab.run(["apply", "--yes"]);
  return { run, calls: control.stats().requests };
}

/** `action outcome error`, each once. */
async function outcomes(): Promise<string[]> {
  const { journal } = await lab.lastApply();
  return [
    ...new Set(journal.map(({ action, outcome, error }) => `${action} ${outcome} ${error?.code ?? "-"}`)),
  ];
}

const JOINERS = [
  "nadia.newlead@acme.test",
  "jo.adebayo@acme.test",
  "jo.bruun@acme.test",
  "jo.castel@acme.test",
];

describe("a creation whose answer is lost", () => {
  it.each(["reset-after", "truncate", "html", "wrong-json", "500", "502"])(
    "is not sent again after %s, and nobody is archived in that run",
    async (fault) => {
      const { run, calls } = await applyWith(`${fault}@POST /v1/users`);
      expect(run.exitCode).toBe(3);
      expect(calls["POST /spendesk/v1/users"]).toBe(1);
      expect(await outcomes()).toContain("create failed outcome_unknown");
      expect(await outcomes()).toContain("archive skipped archives_held_back");
    },
  );

  it("is found by reading, linked and completed, without a second invitation", async () => {
    await applyWith("reset-after@POST /v1/users");
    const invited = lab.members().filter(({ email }) => JOINERS.includes(email ?? ""));
    expect(invited).toHaveLength(JOINERS.length);

    const { run, calls } = await applyWith();
    expect(run.exitCode).toBe(0);
    expect(calls["POST /spendesk/v1/users"]).toBeUndefined();
    const kept = lab.members().filter(({ email }) => JOINERS.includes(email ?? ""));
    expect(kept.map(({ id }) => id)).toEqual(invited.map(({ id }) => id));
    expect((await lab.links()).filter(({ member }) => JOINERS.includes(member ?? ""))).toHaveLength(
      JOINERS.length,
    );
    await checkHeals(lab);
  });

  it("is made by the next run when it did not happen", async () => {
    await applyWith("reset@POST /v1/users");
    expect(lab.members()).toHaveLength(lab.before.length);
    const { run, calls } = await applyWith();
    expect(run.exitCode).toBe(0);
    expect(calls["POST /spendesk/v1/users"]).toBe(1);
    expect(lab.members()).toHaveLength(lab.goal.members.length);
  });
});

describe("archives", () => {
  it("go on when little of what came before them failed", async () => {
    const { run } = await applyWith("500@PATCH /v1/users/{id}/status");
    expect(run.exitCode).toBe(3);
    expect(await outcomes()).toContain("archive failed outcome_unknown");
    expect(await outcomes()).not.toContain("archive skipped archives_held_back");
  });

  it("don't happen when the run stops before them", async () => {
    const { run } = await applyWith("503@PATCH /v1/users");
    expect(run.exitCode).toBe(7);
    expect(lab.members().filter(({ isArchived }) => isArchived)).toHaveLength(0);
    expect(await outcomes()).toContain("archive skipped server_error");
  });
});

describe("a token that ends in the middle of a run", () => {
  it.each(["POST /v1/users", "PATCH /v1/users", "PATCH /v1/users/{id}/status"])(
    "is replaced once for %s, and the run goes on",
    async (route) => {
      const { run, calls } = await applyWith(`unauthorized:x1@${route}`);
      expect(run.exitCode).toBe(0);
      expect(calls["POST /spendesk/v1/auth/token"]).toBe(2);
    },
  );

  it("is not asked for again and again when the new one is refused too", async () => {
    const { run, calls } = await applyWith("unauthorized@POST /v1/users");
    expect(run.exitCode).toBe(4);
    expect(calls["POST /spendesk/v1/auth/token"]).toBe(2);
    expect(calls["POST /spendesk/v1/users"]).toBe(2);
  });

  it("is replaced once for Personio", async () => {
    const { run, calls } = await applyWith("unauthorized:x1@GET /v1/company/employees");
    expect(run.exitCode).toBe(0);
    expect(calls["POST /personio/v1/auth"]).toBe(2);
  });
});

describe("a right that is taken away in the middle of a run", () => {
  it("stops the writing at once and says what to ask for", async () => {
    const { run, calls } = await applyWith("forbidden@PATCH /v1/users");
    expect(run.exitCode).toBe(4);
    expect(calls["PATCH /spendesk/v1/users"]).toBe(1);
    expect(run.stderr).toContain("Spendesk refuses to update members (PATCH /v1/users, status 403).");
    expect(await outcomes()).toContain("archive skipped spendesk_write_refused");
  });
});

/** More of them look for longer. */
const STORMS = Number(process.env.FAULT_STORMS ?? 6);

describe("faults all over the place", () => {
  const STORM = [
    ...["429:6%", "429-bare:3%", "500:6%", "502:4%", "reset:5%", "reset-after:6%", "truncate:5%"],
    ...[
      "html:3%",
      "wrong-json:3%",
      "unauthorized:4%",
      "drop-page:10%",
      "duplicate-id:10%",
      "wrong-total:10%",
    ],
  ];

  it.each(["extended", "documented"] as const)(
    "do no harm, and running on gives what an undisturbed run gives (reads tell the %s fields)",
    async (readFields) => {
      const stormy = readFields === "extended" ? lab : await openFaultLab(readFields);
      for (let storm = 0; storm < STORMS; storm += 1) {
        await stormy.reset();
        stormy.sandbox.control.setOptions({ bulkUpdates: storm % 3 !== 0 });
        stormy.sandbox.control.setFaults(STORM);
        for (let tries = 0; tries < 3; tries += 1) {
          const membersBefore = stormy.members();
          await checkHarmless(stormy, await stormy.run(["apply", "--yes"]), membersBefore);
        }
        await checkHeals(stormy);
      }
      if (stormy !== lab) await stormy.close();
    },
  );
});
