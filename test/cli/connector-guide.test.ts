import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Loopback } from "../conformance/loopback.js";
import { done } from "../support/connected-workspace.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../support/sandbox-workspace.js";
import { startTidepool, TIDEPOOL_KEY, type TidepoolPerson, tidepoolPerson } from "../support/tidepool.js";

const IBAN = "GB33BUKB20201555555555";
const STAFF: readonly TidepoolPerson[] = [
  tidepoolPerson(5001, "Ada", "Lovelace", { payment: { iban: IBAN, bic: "BUKBGB22" } }),
  tidepoolPerson(5002, "Bea", "Bernoulli", { managerNumber: 5001, office: { title: "Paris" } }),
  tidepoolPerson(5003, "Cleo", "Curie", {
    employment: { state: "departed", startDate: "01/04/2019", endDate: "30/06/2024" },
  }),
  tidepoolPerson(5004, "Dan", "Dirac", { managerNumber: 5001, office: null }),
  ...Array.from({ length: 20 }, (_, index) =>
    tidepoolPerson(5100 + index, `Person${String.fromCharCode(65 + index)}`, "Ngata", {
      managerNumber: 5002,
    }),
  ),
];

describe("a tool that nobody ships, by the guide", () => {
  let desk: SandboxWorkspace;
  let tool: Loopback;

  beforeEach(async () => {
    desk = await openSandboxWorkspace({ employees: 0 });
    tool = await startTidepool(STAFF);
    await writeFile(
      join(desk.folder, "secrets.json"),
      JSON.stringify({ tidepool: { apiKey: TIDEPOOL_KEY } }),
      {
        mode: 0o600,
      },
    );
  });
  afterEach(async () => {
    await tool?.close();
    await desk?.close();
  });

  const atTool = () => ["--set", `source.baseUrl=${tool.url}/v3`];
  const withKey = () => ["--credentials-file", join(desk.folder, "secrets.json")];

  async function describeTool(...more: string[]) {
    return desk.run([
      ...["connectors", "new", "--title", "Tidepool", "--base-url", "https://api.tidepool.example/v3"],
      ...["--set", "auth=header", "--set", "auth.name=X-Tidepool-Key"],
      ...["--set", "people.path=/staff", "--set", "pagination=offset"],
      ...[
        "--set",
        "pagination.param=skip",
        "--set",
        "pagination.sizeParam=take",
        "--set",
        "pagination.size=20",
      ],
      ...["--set", "field.id=staffNumber", "--set", "field.managerId=managerNumber"],
      ...["--set", "field.status=employment.state", "--set", "field.workLocation=office.title"],
      ...["--set", "status.map.employed=active", "--set", "status.map.departed=inactive"],
      ...["--set", "completeness=full"],
      ...withKey(),
      ...atTool(),
      ...more,
    ]);
  }

  it("is described, looked at, recorded, tested, connected and applied", async () => {
    const { stdout } = done(await describeTool());
    expect(stdout).toContain("It is valid.\nNext: spendesk-hr connectors try tidepool.yaml\n");
    const yaml = await readFile(join(desk.folder, "tidepool.yaml"), "utf8");
    expect(yaml).not.toContain(TIDEPOOL_KEY);
    expect(parse(yaml)).toMatchObject({
      id: "tidepool",
      requests: { people: { records: "response.staff.entries", total: "response.staff.count" } },
      employee: {
        ...{ workEmail: "mail", startDate: "employment.startDate", terminationDate: "employment.endDate" },
        manager: { id: "managerNumber" },
      },
      dates: { formats: ["dd/MM/yyyy"] },
      bank: { iban: "payment.iban", bic: "payment.bic" },
    });
    expect(done(await desk.run(["connectors", "lint", "tidepool.yaml"])).stdout).toBe(
      "tidepool.yaml is valid: tidepool.\n",
    );

    const before = tool.log.length;
    const look = done(await desk.run(["connectors", "try", "tidepool.yaml", ...withKey(), ...atTool()]));
    expect(tool.log.length - before).toBe(1);
    expect(look.stdout).toMatch(/Record 3 of people: Cleo Curie/u);
    expect(look.stdout).toMatch(
      /startDate +2019-04-01 +employment\.startDate +"01\/04\/2019", read as dd\/MM\/yyyy/u,
    );
    expect(look.stdout).toMatch(
      /status +inactive +employment\.state +"departed", by "departed" in status\.map/u,
    );
    expect(look.stdout).toMatch(/bank +•••• 5555/u);
    expect(look.stdout + look.stderr).not.toContain(IBAN);
    expect(look.stdout).toContain("Of the request people only the first page was read.");

    done(await desk.run(["connectors", "record", "tidepool.yaml", ...withKey(), ...atTool()]));
    const folder = join(desk.folder, "tidepool.recording");
    const recorded = await readFile(join(folder, "replies.json"), "utf8");
    expect(recorded).not.toMatch(/Ada|Lovelace|Curie|acme|500[1-4]|London|Paris|BUKB|1980|tp-key/u);
    expect(done(await desk.run(["connectors", "test", "tidepool.yaml"])).stdout).toBe(
      "24 employees came as expected.\n",
    );

    await writeFile(desk.configPath, "version: 1\nentities: {}\nconnectors: [./tidepool.yaml]\n");
    desk.env.SPENDESK_HR_ACME_UK_TIDEPOOL_API_KEY = TIDEPOOL_KEY;
    done(
      await desk.run([
        ...["connect", "tidepool", "--entity", "acme-uk", "--yes", "--set", "timezone=Europe/London"],
        ...["--set", `spendesk.baseUrl=${desk.sandbox.spendeskUrl()}`, ...atTool()],
      ]),
    );
    done(await desk.run(["configure", "--yes", "--include", "all"]));
    expect(done(await desk.run(["preview"])).stdout).toContain("Plan: 23 creates");
    done(await desk.run(["apply", "--yes"]));
    const members = desk.sandbox.control.members("acme-uk");
    expect(members).toHaveLength(23);
    expect(members.map(({ email }) => email)).toContain("bea.bernoulli@acme.test");
    expect(members.map(({ email }) => email)).not.toContain("cleo.curie@acme.test");
    expect(done(await desk.run(["providers", "tidepool"])).stdout).toContain(
      "an administrator's key reads people",
    );
  });
});
