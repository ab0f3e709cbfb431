import { readFile, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { done } from "../support/connected-workspace.js";
import { openSandboxWorkspace, type SandboxWorkspace } from "../support/sandbox-workspace.js";

const HEADER = "Personalnummer;Vorname;Nachname;E-Mail;Status;Eintritt;Austritt;Standort;Gehalt";
const PEOPLE = [
  "1001;Ada;Lovelace;ada@acme.test;Aktiv;01.02.2020;;Berlin;1",
  "1002;Bea;Bernoulli;bea@acme.test;Elternzeit;15.03.2021;;Köln;2",
  "1003;Cleo;Curie;cleo@acme.test;Ausgetreten;01.04.2019;30.06.2024;Berlin;3",
  "1004;Dan;Dirac;dan@acme.test;aktiv;31.12.2022;;Berlin;4",
];

const COLUMNS = set({
  "settings.columns.id": "Personalnummer",
  "settings.columns.workEmail": "E-Mail",
  "settings.columns.firstName": "Vorname",
  "settings.columns.lastName": "Nachname",
  "settings.columns.status": "Status",
});
const DATES = set({
  "settings.columns.startDate": "Eintritt",
  "settings.columns.terminationDate": "Austritt",
});
const STATUSES = set({
  "source.statuses.Aktiv": "active",
  "source.statuses.Elternzeit": "active",
  "source.statuses.Ausgetreten": "inactive",
});

function set(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).flatMap(([key, value]) => ["--set", `${key}=${value}`]);
}

interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

describe("connect file", () => {
  let desk: SandboxWorkspace;
  let path: string;

  beforeEach(async () => {
    desk = await openSandboxWorkspace({ employees: 0 });
    path = join(desk.folder, "people.csv");
    await write([HEADER, ...PEOPLE]);
  });
  afterEach(() => desk?.close());

  /** Written long enough ago not to be waited for. */
  async function write(lines: readonly string[], file = path): Promise<void> {
    await writeFile(file, `${lines.join("\n")}\n`);
    const then = new Date(Date.now() - 3_600_000);
    await utimes(file, then, then);
  }

  function command(...flags: string[]): string[] {
    return [
      ...["connect", "file", "--entity", "acme-uk", "--yes", "--set", "timezone=Europe/Berlin"],
      ...["--set", `spendesk.baseUrl=${desk.sandbox.spendeskUrl()}`, ...flags],
    ];
  }

  const whole = (...flags: string[]) =>
    command(
      ...["--set", "settings.path=people.csv", ...COLUMNS, ...DATES, ...STATUSES],
      ...["--set", "settings.missingRows=unknown", ...flags],
    );

  async function refusal(argv: readonly string[]): Promise<Refusal> {
    const { exitCode, document } = await desk.json<{ error: Refusal }>(argv);
    expect(exitCode).not.toBe(0);
    return document.error;
  }

  async function source(): Promise<Record<string, unknown>> {
    return parse(await readFile(desk.configPath, "utf8")).entities["acme-uk"].source;
  }

  async function plan(): Promise<Record<string, string>> {
    const { document } = await desk.json<{
      entities: { changes: { email: string; action: string }[]; notes: { email: string; code: string }[] }[];
    }>(["preview"]);
    const [entity] = document.entities;
    const rows = [
      ...(entity?.changes ?? []).map(({ email, action }) => [email, action]),
      ...(entity?.notes ?? []).map(({ email, code }) => [email, code]),
    ];
    return Object.fromEntries(rows);
  }

  it("takes everything by flags and keeps names of columns and words only", async () => {
    const run = done(await desk.run(whole("--set", "settings.maxAgeHours=30")));
    expect(run.stderr).toContain("The separator is the semicolon.");
    expect(run.stderr).toContain('"Eintritt": days of the form DD.MM.YYYY');
    expect(run.stderr).toContain("✔ HR file answers: 4 employees.");
    expect(await source()).toEqual({
      provider: "file",
      settings: {
        path,
        separator: "semicolon",
        columns: {
          ...{ id: "Personalnummer", workEmail: "E-Mail", firstName: "Vorname", lastName: "Nachname" },
          ...{ status: "Status", startDate: "Eintritt", terminationDate: "Austritt" },
        },
        dates: { startDate: "DD.MM.YYYY", terminationDate: "DD.MM.YYYY" },
        missingRows: "unknown",
        maxAgeHours: 30,
      },
      statuses: { Aktiv: "active", Elternzeit: "active", Ausgetreten: "inactive" },
    });
    expect(await readFile(desk.configPath, "utf8")).not.toMatch(/Ada|acme\.test|Berlin"/u);
  });

  it("plans, applies and filters like any other source", async () => {
    done(await desk.run(whole("--set", "settings.columns.workLocation=Standort")));
    done(await desk.run(["configure", "--yes", "--rule", "'Work Location' is one of: Berlin"]));
    expect(await plan()).toEqual({
      "ada@acme.test": "create",
      "dan@acme.test": "create",
      "bea@acme.test": "out_of_filter",
      "cleo@acme.test": "left_without_member",
    });
    done(await desk.run(["apply", "--yes"]));
    await write([
      HEADER,
      ...PEOPLE.map((line) => line.replace("dan@acme.test;aktiv", "dan@acme.test;Ausgetreten")),
    ]);
    expect(await plan()).toMatchObject({ "dan@acme.test": "archive" });
  });

  it("explains what no column holds without speaking of a credential", async () => {
    done(await desk.run(whole()));
    done(await desk.run(["configure", "--yes", "--include", "all"]));
    const { stdout } = done(await desk.run(["explain", "ada@acme.test"]));
    expect(stdout).toMatch(/department: \(no column is mapped\)/iu);
    expect(stdout).not.toContain("credential");
  });

  it("connects again with nothing but a confirmation, and changes what is given", async () => {
    done(await desk.run(whole()));
    const before = await readFile(desk.configPath, "utf8");
    done(await desk.run(["connect", "--yes"]));
    expect(await readFile(desk.configPath, "utf8")).toBe(before);
    done(await desk.run(["connect", "--yes", "--set", "settings.columns.workLocation=Standort"]));
    expect((await source()).settings).toMatchObject({
      columns: { workLocation: "Standort", id: "Personalnummer" },
    });
  });

  describe("without somebody to ask names what is missing", () => {
    it.each([
      ["the path", () => command(), "Path is needed", "--set settings.path=/srv/hr/people.csv"],
      [
        "columns, with what they most likely are",
        () => command("--set", "settings.path=people.csv"),
        "which column holds: Id, Work e-mail, First name, Last name, Status.",
        '--set "settings.columns.id=Personalnummer" --set "settings.columns.workEmail=E-Mail"',
      ],
      [
        "the meaning of status words",
        () => command("--set", "settings.path=people.csv", ...COLUMNS),
        'the words in "Status" mean',
        '`--set "source.statuses.Aktiv=active"` `--set "source.statuses.Elternzeit=active"`',
      ],
      [
        "what a missing row means",
        () => command("--set", "settings.path=people.csv", ...COLUMNS, ...STATUSES),
        "no longer in the export is needed",
        "--set settings.missingRows=left",
      ],
    ])("%s", async (_what, argv, message, hint) => {
      const error = await refusal(argv());
      expect(error.code).toBe("answer_missing");
      expect(error.message).toContain(message);
      expect(error.hint).toContain(hint);
    });

    it("the form of days that could be two", async () => {
      await write([HEADER, PEOPLE[0]?.replace("01.02.2020", "03/04/2020") ?? ""]);
      const error = await refusal(whole());
      expect(error).toMatchObject({
        code: "answer_missing",
        hint: "Add `--set settings.dates.startDate=…` with one of DD/MM/YYYY, MM/DD/YYYY.",
      });
      done(await desk.run(whole("--set", "settings.dates.startDate=MM/DD/YYYY")));
      expect(await source()).toMatchObject({ settings: { dates: { startDate: "MM/DD/YYYY" } } });
    });

    it("the encoding", async () => {
      await writeFile(path, Buffer.from(`${HEADER}\n${PEOPLE[1]}\n`, "latin1"));
      expect((await refusal(whole())).code).toBe("file_encoding");
      done(await desk.run(whole("--set", "settings.encoding=windows-1252")));
    });

    it("and warns of single words without a meaning, whose people are never changed", async () => {
      const some = [
        ...COLUMNS,
        "--set",
        "source.statuses.Aktiv=active",
        "--set",
        "settings.missingRows=left",
      ];
      const run = done(await desk.run(command("--set", "settings.path=people.csv", ...some)));
      expect(run.stderr).toContain('1 person has the status "Elternzeit", whose meaning is not known');
      done(await desk.run(["configure", "--yes", "--include", "all"]));
      expect(await plan()).toMatchObject({ "bea@acme.test": "unknown_status", "dan@acme.test": "create" });
    });
  });

  it.each([
    ["is empty for somebody", "Austritt", "It is empty for 3 of 4."],
    ["is the same for two", "Standort", "It is the same in lines 2 and 4."],
  ])("refuses an id that %s, and names better ones", async (_what, column, why) => {
    const error = await refusal(whole("--set", `settings.columns.id=${column}`));
    expect(error.code).toBe("file_id_column");
    expect(error.message).toContain(why);
    expect(error.hint).toContain('"Personalnummer"');
  });

  it("refuses a status column that holds something else", async () => {
    const many = Array.from(
      { length: 40 },
      (_, index) => `${index};A;B${index};p${index}@acme.test;S${index};;;;`,
    );
    await write([HEADER, ...many]);
    expect((await refusal(whole())).code).toBe("file_status_column");
  });

  it("refuses an export that holds nobody", async () => {
    await write([HEADER]);
    expect(await refusal(whole())).toMatchObject({
      code: "file_empty",
      message: expect.stringContaining("It holds nobody"),
    });
  });

  it("refuses a column that is not there, and a meaning nobody knows", async () => {
    expect((await refusal(whole("--set", "settings.columns.team=Gruppe"))).code).toBe("file_column_missing");
    expect((await refusal(whole("--set", "source.statuses.Aktiv=working"))).code).toBe("status_meaning");
    expect((await refusal(whole("--set", "settings.columns.tem=Gruppe"))).code).toBe("setting_unknown");
  });

  it("reads standard input", async () => {
    const csv = await readFile(path, "utf8");
    const flags = ["--set", "settings.place=stdin", "--set", "settings.format=csv"];
    const argv = command(...flags, ...COLUMNS, ...STATUSES, "--set", "settings.missingRows=left");
    done(await desk.run(argv, { stdin: csv }));
    done(await desk.run(["configure", "--yes", "--include", "all"], { stdin: csv }));
    expect((await desk.run(["preview"], { stdin: csv })).stdout).toContain("Plan: 3 creates");
    const none = await desk.run(["preview"]);
    expect(none.exitCode).toBe(78);
    expect(none.stderr + none.stdout).toContain("Nothing came.");
  });

  describe("somebody who is no longer in it", () => {
    async function applied(missingRows: string): Promise<void> {
      const flags = whole().map((word) => word.replace("missingRows=unknown", `missingRows=${missingRows}`));
      done(await desk.run(flags));
      done(await desk.run(["configure", "--yes", "--include", "all"]));
      done(await desk.run(["apply", "--yes"]));
      await write([HEADER, ...PEOPLE.slice(1)]);
    }

    it("has left where that is what it means, after two complete reads", async () => {
      await applied("left");
      expect(parse(await readFile(desk.configPath, "utf8")).entities["acme-uk"].leavers).toEqual({
        absent: "archive",
      });
      done(await desk.run(["apply", "--yes"]));
      expect(await plan()).toMatchObject({ "ada@acme.test": "archive" });
    });

    it("is never archived where it means nothing, whatever the rest of the configuration says", async () => {
      await applied("unknown");
      const text = await readFile(desk.configPath, "utf8");
      await writeFile(desk.configPath, `${text}    leavers:\n      absent: archive\n`);
      done(await desk.run(["configure", "--yes"]));
      for (const _run of [1, 2, 3]) done(await desk.run(["apply", "--yes"]));
      expect(await plan()).toMatchObject({ "ada@acme.test": "absent" });
    });
  });

  describe("a run", () => {
    beforeEach(async () => {
      done(await desk.run(whole("--set", "settings.maxAgeHours=30")));
      done(await desk.run(["configure", "--yes", "--include", "all"]));
    });

    it.each([
      [
        "an export that nobody renewed",
        () => utimes(path, new Date("2026-01-01"), new Date("2026-01-01")),
        "file_too_old",
        7,
      ],
      ["an export that is gone", () => rm(path), "file_missing", 78],
      ["the first line of something else", () => write(["<!doctype html>"]), "file_column_missing", 78],
      ["an id that comes twice", () => write([HEADER, ...PEOPLE, ...PEOPLE]), "file_duplicate_ids", 78],
      ["an export that is cut off", () => write([HEADER, ...PEOPLE, "1005;Eve"]), "file_rows", 78],
    ])("stops at %s", async (_what, spoil, code, exit) => {
      await spoil();
      const { exitCode, stdout } = await desk.run(["apply", "--yes", "-o", "json"]);
      expect(stdout).toContain(`"${code}"`);
      expect(exitCode).toBe(exit);
      expect(desk.sandbox.control.members("acme-uk")).toEqual([]);
    });

    it("stops when an export has shrunk", async () => {
      done(await desk.run(["apply", "--yes"]));
      await write([HEADER, PEOPLE[0] ?? ""]);
      expect((await desk.run(["apply", "--yes"])).exitCode).toBe(5);
    });
  });

  it("has no host of its own for doctor", async () => {
    done(await desk.run(whole()));
    const { stdout } = await desk.run(["doctor"], {
      env: { ...desk.env, HTTPS_PROXY: "http://proxy.acme.test:3128" },
    });
    expect(stdout).not.toContain("export.invalid");
  });
});
