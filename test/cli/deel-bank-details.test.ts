import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { sandboxEnvironment } from "../../src/cli/sandbox-environment.js";
import type { SandboxOptions } from "../../src/sandbox/settings.js";
import { deelId } from "../../src/sandbox/vendors/deel/standing.js";
import { done } from "../support/connected-workspace.js";
import type { CliOptions } from "../support/run-cli.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../support/sandbox-workspace.js";
import { bankNeedles, found, secretNeedles } from "../support/secret-needles.js";

const LOUD = ["--debug", "--log-level", "debug", "--log-format", "json"];
const LIST = "GET /deel/rest/v2/people";
const BANKS = /^GET \/deel\/.*\/banks$/u;

/** Repeats calls without a wait; the sandbox has no limit unless a test gives it one. */
const AT_ONCE = { sleep: async () => {}, random: () => 0, unpaced: true };

let workspace: SandboxWorkspace;
let network: NonNullable<CliOptions["network"]> = AT_ONCE;

afterEach(() => {
  network = AT_ONCE;
  return workspace.close();
});

/** An entity that reads everybody's employees from Deel; nothing was applied yet. */
async function openDeel(options: SandboxOptions = {}, ...settings: string[]): Promise<SandboxWorkspace> {
  const opened = await openSandboxWorkspace({ employees: 30, ...options });
  workspace = opened;
  Object.assign(opened.env, sandboxEnvironment(opened.sandbox, "acme-uk", "deel"));
  done(await connect(...settings));
  done(await run("configure", "--include", "all", "--yes"));
  opened.sandbox.control.resetStats();
  return opened;
}

function connect(...settings: string[]) {
  return run(
    ...["connect", "deel", "--entity", "acme-uk", "--yes", "--set", "timezone=Europe/London"],
    ...["--set", `spendesk.baseUrl=${workspace.sandbox.spendeskUrl()}`],
    ...["--set", `source.baseUrl=${workspace.sandbox.providerUrl("deel")}`],
    ...settings.flatMap((setting) => ["--set", setting]),
  );
}

function run(...argv: string[]) {
  return workspace.run(argv, { network });
}

interface Planned {
  readonly fingerprint: string;
  readonly warnings: readonly { readonly code: string; readonly text: string }[];
  readonly changes: readonly {
    readonly action: string;
    readonly employeeId: string;
    readonly fields: readonly { readonly field: string; readonly to: string | null }[];
    readonly warnings: readonly { readonly code: string }[];
  }[];
}

async function preview(): Promise<Planned> {
  const { document } = await workspace.json<{ entities: Planned[] }>(["preview"], { network });
  const [entity] = document.entities;
  if (!entity) throw new Error("no entity in the preview");
  return entity;
}

/** Calls for bank accounts since the last reset. */
function bankCalls(): number {
  const { requests } = workspace.sandbox.stats();
  return Object.entries(requests).reduce((sum, [route, count]) => sum + (BANKS.test(route) ? count : 0), 0);
}

/** Somebody whose bank details were written to Spendesk. */
function memberWithBank() {
  const members = workspace.sandbox.control.members().filter(({ bankAccount }) => bankAccount !== null);
  const people = workspace.sandbox.control.employees();
  for (const member of members) {
    const person = people.find(({ workEmail, status }) => workEmail === member.email && status === "active");
    if (person) return { member, person };
  }
  throw new Error("nobody has bank details");
}

async function filesText(): Promise<string> {
  const entries = await readdir(workspace.folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const contents = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name))));
  return contents.map((content) => `${content.toString("latin1")}\n${content.toString("utf8")}`).join("\n");
}

describe("bank details from Deel", () => {
  it("reach the people who are created, once, and are not asked for again", async () => {
    await openDeel();
    const before = await preview();
    const creations = before.changes.filter(({ action }) => action === "create");
    const withBank = creations.filter(({ fields }) => fields.some(({ field }) => field === "bank"));
    expect(withBank.length).toBeGreaterThan(5);
    expect(creations.length).toBeGreaterThan(withBank.length);
    expect((await preview()).fingerprint).toBe(before.fingerprint);

    const path = join(workspace.folder, "plan.json");
    done(await run("preview", "--out", path));
    done(await run("apply", path, "--yes"));
    const { control } = workspace.sandbox;
    expect(control.members().filter(({ bankAccount }) => bankAccount !== null)).toHaveLength(withBank.length);

    control.resetStats();
    const after = await run("preview", "--detailed-exitcode");
    expect(after.exitCode).toBe(0);
    expect(workspace.sandbox.stats().requests[LIST]).toBe(1);
    expect(bankCalls()).toBe(0);
  });

  it("are the ones of the person, whatever other accounts there are", async () => {
    await openDeel();
    done(await run("apply", "--yes"));
    const people = workspace.sandbox.control.employees();
    for (const { email, bankAccount } of workspace.sandbox.control.members()) {
      const iban = people.find(({ workEmail }) => workEmail === email)?.iban;
      if (bankAccount) expect(bankAccount.iban).toBe(iban?.replace(/\s/g, ""));
    }
    memberWithBank();
  });

  it("come along with another change, and alone are not noticed", async () => {
    await openDeel();
    done(await run("apply", "--yes"));
    const { control } = workspace.sandbox;
    const { person, member } = memberWithBank();
    control.upsertEmployee({ id: person.id, iban: "DE89370400440532013000", bic: "COBADEFFXXX" });
    expect((await preview()).changes).toEqual([]);

    control.upsertEmployee({ id: person.id, lastName: "Newname" });
    control.resetStats();
    const { changes } = await preview();
    expect(changes).toMatchObject([
      {
        action: "update",
        employeeId: deelId(person.id),
        fields: [{ field: "lastName" }, { to: "•••• 3000" }],
      },
    ]);
    expect(bankCalls()).toBeLessThanOrEqual(2);
    done(await run("apply", "--yes"));
    const updated = control.members().find(({ id }) => id === member.id);
    expect(updated?.bankAccount?.iban).toBe("DE89370400440532013000");

    // The same details once more are no change, whatever else changes.
    control.upsertEmployee({ id: person.id, firstName: "Newfirst" });
    expect((await preview()).changes.map(({ fields }) => fields.map(({ field }) => field))).toEqual([
      ["firstName"],
    ]);
  });

  it("are never asked for when somebody only leaves", async () => {
    await openDeel();
    done(await run("apply", "--yes"));
    const { person } = memberWithBank();
    workspace.sandbox.control.upsertEmployee({ id: person.id, status: "inactive", endDate: "2026-01-31" });
    workspace.sandbox.control.resetStats();
    expect((await preview()).changes.map(({ action }) => action)).toEqual(["archive"]);
    expect(bankCalls()).toBe(0);
  });

  it("appear unmasked nowhere: not on stdout, not on stderr, in no file", async () => {
    await openDeel();
    const printed: string[] = [];
    const loud = async (...argv: string[]) => {
      const { stdout, stderr } = await run(...argv, ...LOUD);
      printed.push(stdout, stderr);
    };
    for (const format of ["table", "json", "yaml", "csv"]) await loud("preview", "-o", format);
    await loud("preview", "--out", join(workspace.folder, "plan.json"));
    await loud("apply", "--yes");
    const { member } = memberWithBank();
    await loud("explain", member.email ?? member.id);
    await loud("history");
    workspace.sandbox.control.setFaults(["500@/deel/rest/hris", "500@/deel/rest/v2/gp"]);
    workspace.sandbox.control.upsertEmployee({
      workEmail: "new@acme.test",
      firstName: "New",
      lastName: "One",
    });
    await loud("apply", "--yes");

    const output = printed.join("\n");
    expect(output).toContain("•••• ");
    const token = workspace.sandbox.credentials.deel.apiToken ?? "";
    const wanted = [...bankNeedles(workspace), ...secretNeedles("token", token)];
    expect(wanted.length).toBeGreaterThan(50);
    expect(found(wanted, output)).toEqual([]);
    expect(found(wanted, await filesText())).toEqual([]);
  });

  it("are left out with the reason where Deel gives none, and nobody is held up", async () => {
    await openDeel();
    const { changes } = await preview();
    const left = changes.filter(({ warnings }) => warnings.some(({ code }) => code === "bank_not_readable"));
    expect(left.length).toBeGreaterThan(0);
    expect(left.length).toBeLessThan(changes.length);
    const { stdout } = done(await run("preview"));
    expect(stdout).toMatch(/Bank details were left out\. Deel knows no worker/);
  });

  it("that the token may not read are one finding in connect and one warning in a run", async () => {
    await openDeel({ vendors: { deel: { hiddenAttributes: ["Bank accounts"] } } });
    const { stderr } = done(await connect());
    expect(stderr.replace(/\s+/g, " ")).toMatch(/Bank account: IBAN can't be read.*sensitive data access/);
    workspace.sandbox.control.resetStats();
    const { changes, warnings } = await preview();
    expect(changes.length).toBeGreaterThan(5);
    expect(changes.flatMap((change) => change.warnings.map(({ code }) => code))).not.toContain(
      "bank_not_readable",
    );
    expect(warnings.filter(({ code }) => code === "bank_not_readable")).toHaveLength(1);
    // Two calls for each of three people, then it is clear.
    expect(bankCalls()).toBe(6);
  });

  it("are not read when the setting says so", async () => {
    await openDeel({}, "settings.bankDetails=no");
    const { changes } = await preview();
    expect(changes.flatMap(({ fields }) => fields.map(({ field }) => field))).not.toContain("bank");
    expect(bankCalls()).toBe(0);
  });

  it("stop the run before anything is written when Deel is down for them", async () => {
    await openDeel();
    workspace.sandbox.control.setFaults(["500@/deel/rest/hris", "500@/deel/rest/v2/gp"]);
    const { exitCode, stderr } = await run("apply", "--yes");
    expect(exitCode).toBe(7);
    expect(stderr).toContain("Deel answered with status 500");
    expect(workspace.sandbox.control.members()).toEqual([]);
    workspace.sandbox.control.setFaults([]);
    done(await run("apply", "--yes"));
    expect(memberWithBank().member.bankAccount).not.toBeNull();
  });

  it("stop between two calls on Ctrl-C, with nothing written", async () => {
    await openDeel();
    const stop = new AbortController();
    let waits = 0;
    const sleep = async () => {
      waits += 1;
      if (waits === 5) stop.abort();
    };
    const { exitCode } = await workspace.run(["apply", "--yes"], {
      network: { sleep, random: () => 0 },
      signal: stop.signal,
    });
    expect(exitCode).toBe(130);
    expect(bankCalls()).toBeLessThan(6);
    expect(workspace.sandbox.control.members()).toEqual([]);
  });

  it("keep to Deel's limit, and say how many people it is about", async () => {
    // Deel's seconds fly until everything is set up.
    let ahead = 0;
    let isHurried = true;
    const clock = () => {
      if (isHurried) ahead += 1000;
      return Date.now() + ahead;
    };
    await openDeel({ employees: 6, vendors: { deel: { rateLimit: {} } }, clock });
    isHurried = false;
    network = {};
    const { stderr } = done(await run("preview", "--log-level", "info"));
    expect(stderr).toMatch(/reading the bank details of \d people one by one/);
    expect(bankCalls()).toBeGreaterThan(4);
    expect(workspace.sandbox.stats().tooManyRequests).toBe(0);
  });
});
