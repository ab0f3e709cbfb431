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

  it("shows the same as JSON, with bank details masked", async () => {
    done(await describeTool());
    const argv = ["connectors", "try", "tidepool.yaml", ...withKey(), ...atTool()];
    const { document } = await desk.json<{
      connector: string;
      calls: object;
      people: {
        request: string;
        record: number;
        employee: object;
        origins: { field: string; from: string }[];
      }[];
      unfinished: string[];
    }>(argv);
    expect(document).toMatchObject({ connector: "tidepool", calls: { people: 1 }, unfinished: ["people"] });
    expect(document.people).toHaveLength(20);
    expect(document.people[0]).toMatchObject({
      ...{ request: "people", record: 1 },
      employee: { id: "5001", firstName: "Ada", bank: "•••• 5555" },
    });
    expect(JSON.stringify(document)).not.toContain(IBAN);
  });

  it("says what differs after a change, and takes it with --update", async () => {
    done(await describeTool());
    done(
      await desk.run(["connectors", "record", "tidepool.yaml", "--pages", "1", ...withKey(), ...atTool()]),
    );
    const path = join(desk.folder, "tidepool.yaml");
    const yaml = await readFile(path, "utf8");
    await writeFile(path, yaml.replace("departed: inactive", "departed: leave"));
    const asked = tool.log.length;
    const changed = await desk.run(["connectors", "test", "tidepool.yaml"]);
    expect(changed.exitCode).toBe(78);
    expect(changed.stdout).toMatch(/Employee 3 \(id \d{4}\), status:\n {4}- "inactive"\n {4}\+ "active"/u);
    expect(changed.stderr).toContain("--update");
    done(await desk.run(["connectors", "test", "tidepool.yaml", "--update"]));
    expect(done(await desk.run(["connectors", "test", "tidepool.yaml"])).stdout).toContain(
      "20 employees came as expected",
    );
    await writeFile(path, yaml.replace("path: /staff", "path: /people"));
    expect((await desk.run(["connectors", "test", "tidepool.yaml"])).stderr).toContain(
      "The recording has no reply to GET /people?take=20&skip=0.",
    );
    expect(tool.log).toHaveLength(asked);
  });

  it.each([
    ["a wrong key", ["--credentials-file"], 4, "does not accept the API key"],
    ["no key and nobody to ask", [], 4, "Pass `--credentials-file secrets.json`"],
  ])("names %s", async (_what, flags, exit, message) => {
    done(await describeTool());
    const wrong = join(desk.folder, "wrong.json");
    await writeFile(wrong, JSON.stringify({ tidepool: { apiKey: "tp-wrong" } }), { mode: 0o600 });
    const given = flags.flatMap((flag) => [flag, wrong]);
    const { exitCode, stderr } = await desk.run([
      "connectors",
      "try",
      "tidepool.yaml",
      ...given,
      ...atTool(),
    ]);
    expect([exitCode, stderr]).toEqual([exit, expect.stringContaining(message)]);
  });

  it("names request and path of an answer that does not fit, and no value", async () => {
    done(await describeTool("--set", "records=response.staff.entries"));
    const path = join(desk.folder, "tidepool.yaml");
    const yaml = await readFile(path, "utf8");
    await writeFile(path, yaml.replace("records: response.staff.entries", "records: response.people"));
    const argv = ["connectors", "try", "tidepool.yaml", ...withKey(), ...atTool()];
    expect((await desk.run(argv)).stderr).toContain(
      "The answer to the request people has no list at response.people.",
    );
    const obstacles = async (wrong: string) => {
      await writeFile(path, wrong);
      const { document } = await desk.json<{ obstacles: { text: string }[] }>(argv);
      return document.obstacles.map(({ text }) => text);
    };
    expect(await obstacles(yaml.replace("id: staffNumber", "id: badge"))).toEqual([
      "record 1 of the request people, and 19 other records, has no usable id at badge",
    ]);
    expect(await obstacles(yaml.replace("- dd/MM/yyyy", "- iso-date"))).toEqual([
      "the startDate (employment.startDate) of record 1 of the request people, and of 19 other records is not written as iso-date",
      "the terminationDate (employment.endDate) of record 3 of the request people is not written as iso-date",
    ]);
  });

  it.each([
    ["a file that is there", [], 5, "is there already"],
    ["an unknown answer", ["--set", "field.emial=mail"], 64, "There is no setting field.emial"],
    ["an answer that can't be", ["--set", "completeness=all"], 64, "It must be full or activeOnly or delta"],
    ["a sample that is none", ["--sample", "tidepool.yaml"], 64, "It is no JSON"],
  ])("writes no description over or with %s", async (_what, flags, exit, message) => {
    done(await describeTool());
    const before = await readFile(join(desk.folder, "tidepool.yaml"), "utf8");
    const { exitCode, stderr } = await describeTool(...flags);
    expect([exitCode, stderr]).toEqual([exit, expect.stringContaining(message)]);
    expect(await readFile(join(desk.folder, "tidepool.yaml"), "utf8")).toBe(before);
  });

  it("replaces no recording unless somebody says so, and reads none that is broken", async () => {
    done(await describeTool());
    const record = ["connectors", "record", "tidepool.yaml", ...withKey(), ...atTool()];
    done(await desk.run(record));
    expect((await desk.run(record)).exitCode).toBe(5);
    done(await desk.run([...record, "--yes"]));
    const replies = join(desk.folder, "tidepool.recording", "replies.json");
    for (const [text, message] of [
      ["{", "It is no JSON."],
      ['{"recording":2}', "At recording: must be 1"],
    ] as const) {
      await writeFile(replies, text);
      const { exitCode, stderr } = await desk.run(["connectors", "test", "tidepool.yaml"]);
      expect([exitCode, stderr]).toEqual([78, expect.stringContaining(message)]);
    }
    expect((await desk.run(["connectors", "test", "tidepool.yaml", "--fixtures", "none"])).stderr).toContain(
      "There is no recording",
    );
    expect((await desk.run(["connectors", "try", "tidepol"])).stderr).toContain(
      'No HR tool with the id "tidepol"',
    );
  });
});
