import { readFile, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type Sandbox, startSandbox } from "../../../src/sandbox/sandbox.js";
import { type Desk, type KeyPlace, keysInFile, OWNER, sitDown } from "./desk.js";
import type { Terminal } from "./terminal.js";

const IBAN = "DE89370400440532013000";
const HEADER = "Matricule;Nom complet;Courriel;Statut;Date d'entrée;Site;IBAN;Salaire;Note";
const PEOPLE = [
  `1;Lovelace Ada;ada@acme.test;Actif;03/04/2020;Paris;${IBAN};51234;a`,
  "2;Bernoulli Bea;bea@acme.test;Actif;05/06/2021;Lyon;;52345;a",
  "3;Curie Cleo;cleo@acme.test;Parti;07/08/2019;Paris;;53456;b",
];

describe("connect file in a terminal", () => {
  let place: KeyPlace;
  let sandbox: Sandbox;
  let desk: Desk;

  beforeAll(async () => {
    place = await keysInFile();
  });
  afterAll(() => place?.leave());
  beforeEach(async () => {
    sandbox = await startSandbox({ employees: 0, members: 3, rateLimit: null, ownerEmail: OWNER });
    desk = await sitDown(sandbox, place);
  });
  afterEach(async () => {
    await desk?.leave();
    await sandbox?.close();
  });

  async function write(name: string, bytes: string | Uint8Array): Promise<void> {
    const path = join(desk.folder, name);
    await writeFile(path, bytes);
    const then = new Date(Date.now() - 3_600_000);
    await utimes(path, then, then);
  }

  function open(): Terminal {
    const address = `spendesk.baseUrl=${sandbox.spendeskUrl()}`;
    return desk.open(["connect", "file", "--set", address, ...place.flags]);
  }

  /** Everything before the first question about the export. */
  async function answerFirst(terminal: Terminal): Promise<void> {
    const { clientId, clientSecret } = sandbox.credentials.spendesk;
    await terminal.answer("Name for the entity", "acme-uk");
    await terminal.choose("Where is the export?", "a file on this computer");
    await terminal.choose("Step 1 of 3: done?", "Skip the rest");
    await terminal.answer("May this data be read?", "y");
    await terminal.answer("Time zone of the company", "Europe/Paris");
    await terminal.answer("Currency of the wallet", "eur");
    await terminal.answer("E-mail of the Account Owner", OWNER);
    await terminal.answer("Spendesk: API key id", clientId);
    await terminal.answer("Spendesk: API key secret", clientSecret);
    await terminal.answer("Day the key ends", "2099-05-31");
  }

  async function source(): Promise<Record<string, unknown>> {
    return parse(await readFile(desk.configPath, "utf8")).entities["acme-uk"].source;
  }

  it("shows what is in it, proposes, and asks only for what it does not tell", async () => {
    await write("people.csv", Buffer.from([HEADER, ...PEOPLE].join("\n"), "latin1"));
    const terminal = open();
    await answerFirst(terminal);
    await terminal.answer("Path", "people.csv");
    await terminal.choose("What is it written in?", "windows-1252");
    await terminal.see("The separator is the semicolon.");
    await terminal.see("By their names, the columns hold:");
    await terminal.answer("Is that right?", "y");
    await terminal.choose("How is the full name written?", "the last word is the first name");
    await terminal.choose('Start date: how is "03/04/2020" meant?', "DD/MM/YYYY");
    await terminal.answer('2 people have the status "Actif"');
    await terminal.answer('1 person has the status "Parti"');
    await terminal.choose("Somebody is no longer in the export", "the person has left");
    await terminal.answer("How old may an export be", "30");
    await terminal.see("HR file answers: 3 employees.");
    await terminal.choose("Connect acme-uk to HR file?", "Connect");
    expect(await terminal.ended()).toBe(0);
    const shown = terminal.text();
    expect(shown).toMatch(/Site +3 +Paris, Lyon/u);
    expect(shown).toMatch(/Salaire +3 +••••/u);
    for (const hidden of [IBAN, "51234", "DE89"]) expect(terminal.raw()).not.toContain(hidden);
    expect(await source()).toEqual({
      provider: "file",
      settings: {
        place: "path",
        path: join(desk.folder, "people.csv"),
        encoding: "windows-1252",
        separator: "semicolon",
        columns: {
          ...{ id: "Matricule", workEmail: "Courriel", fullName: "Nom complet", status: "Statut" },
          ...{ startDate: "Date d'entrée", workLocation: "Site", iban: "IBAN" },
        },
        nameOrder: "last-first",
        dates: { startDate: "DD/MM/YYYY" },
        missingRows: "left",
        maxAgeHours: 30,
      },
      statuses: { Actif: "active", Parti: "inactive" },
    });
    expect(await readFile(desk.configPath, "utf8")).not.toMatch(/Lovelace|ada@|Lyon/u);
  });

  it("shows what is configured when it is run again, and lets it be changed", async () => {
    await write("people.csv", [HEADER, ...PEOPLE].join("\n"));
    const columns = { id: "Matricule", workEmail: "Courriel", fullName: "Nom complet", status: "Statut" };
    const settings = {
      path: join(desk.folder, "people.csv"),
      separator: "semicolon",
      nameOrder: "last-first",
    };
    const first = desk.open([
      ...[
        "connect",
        "file",
        "--entity",
        "acme-uk",
        "--yes",
        "--set",
        "timezone=Europe/Paris",
        ...place.flags,
      ],
      ...[
        "--set",
        `spendesk.baseUrl=${sandbox.spendeskUrl()}`,
        "--no-input",
        "--set",
        "settings.missingRows=left",
      ],
      ...Object.entries(columns).flatMap(([key, name]) => ["--set", `settings.columns.${key}=${name}`]),
      ...Object.entries(settings).flatMap(([key, value]) => ["--set", `settings.${key}=${value}`]),
      ...["--set", "source.statuses.Actif=active", "--set", "source.statuses.Parti=inactive"],
      ...["--credentials-file", await credentialsFile()],
    ]);
    expect(await first.ended()).toBe(0);
    const terminal = desk.open(["connect"]);
    await terminal.choose("Which Spendesk entity?", "acme-uk");
    await terminal.choose("Which HR tool?", "HR file");
    await terminal.choose("Where is the export?", "a file on this computer");
    await terminal.choose("Step 1 of 3: done?", "Skip the rest");
    await terminal.answer("May this data be read?", "y");
    await terminal.answer("Time zone of the company");
    await terminal.answer("Currency of the wallet");
    await terminal.answer("E-mail of the Account Owner", OWNER);
    await terminal.answer("Keep the stored key of Spendesk?", "y");
    await terminal.answer("Day the key ends");
    await terminal.answer("Is that right?", "n");
    for (let asked = 0; asked < 8; asked += 1) await terminal.answer("Which column holds");
    await terminal.choose("Which column holds: Work location?", "Site");
    for (let asked = 0; asked < 11; asked += 1) await terminal.answer("Which column holds");
    await terminal.choose("Connect acme-uk to HR file?", "Connect");
    expect(await terminal.ended()).toBe(0);
    expect((await source()).settings).toMatchObject({ columns: { ...columns, workLocation: "Site" } });
  });

  /** The key of Spendesk in a file. */
  async function credentialsFile(): Promise<string> {
    const path = join(desk.folder, "secrets.json");
    await writeFile(path, JSON.stringify({ spendesk: sandbox.credentials.spendesk }), { mode: 0o600 });
    return path;
  }

  it("asks column by column where the proposal is wrong, and for what no header word tells", async () => {
    const row = (k: string) => ({ k, mail: `p${k}@acme.test`, vor: "Ada", nach: "L", zz: "x" });
    await write(
      "people.json",
      JSON.stringify({
        staff: [row("1"), row("2")],
        old: [{ k: "0" }],
      }),
    );
    const terminal = open();
    await answerFirst(terminal);
    await terminal.answer("Path", "peple.json");
    await terminal.see("There is no file");
    await terminal.choose("What now?", "Name another place");
    await terminal.answer("Path", "people.json");
    await terminal.choose("Where are the people?", "staff");
    await terminal.answer("Is that right?", "y");
    await terminal.choose("Which column holds: Id?", "vor");
    await terminal.choose("Which column holds: First name?", "vor");
    await terminal.choose("Which column holds: Last name?", "nach");
    await terminal.choose("Which column holds: Status?", "zz");
    await terminal.see('The column "vor" can\'t be the id. It is the same in records 1 and 2.');
    await terminal.choose("Which column holds: Id?", "k");
    await terminal.choose('2 people have the status "x"', "decide later");
    await terminal.choose("Somebody is no longer in the export", "nothing");
    await terminal.answer("How old may an export be");
    await terminal.choose("Connect acme-uk to HR file?", "Connect");
    expect(await terminal.ended()).toBe(0);
    expect((await source()).settings).toMatchObject({
      list: "staff",
      columns: { id: "k" },
      missingRows: "unknown",
    });
  });
});
