import { readFile } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../src/sandbox/sandbox.js";
import {
  answerConnect,
  type Desk,
  type KeyPlace,
  keysInFile,
  OWNER,
  personioKey,
  STEPS,
  sitDown,
  stepsAfterFlags,
} from "./desk.js";
import { answerPolicy } from "./policy-answers.js";
import { KEYS, type Terminal } from "./terminal.js";

const ALL_FIELDS = [
  "spendesk clientId",
  "spendesk clientSecret",
  "personio clientId",
  "personio clientSecret",
];
const COLOR = /\u001b\[[\d;]*m/u;

describe("connect in a terminal", () => {
  let place: KeyPlace;
  let sandbox: Sandbox;
  let desk: Desk;

  beforeAll(async () => {
    place = await keysInFile();
  });
  afterAll(() => place?.leave());
  beforeEach(async () => {
    sandbox = await startSandbox({ employees: 20, members: 3, rateLimit: null, ownerEmail: OWNER });
    desk = await sitDown(sandbox, place);
  });
  afterEach(async () => {
    await desk?.leave();
    await sandbox?.close();
  });

  /** A whole `connect` with good answers. */
  async function connect(): Promise<Terminal> {
    const terminal = desk.open(desk.connectCommand);
    await answerConnect(terminal, stepsAfterFlags(sandbox));
    await terminal.choose("Connect acme-uk to Personio?", "Connect");
    expect(await terminal.ended()).toBe(0);
    return terminal;
  }

  function expectNoSecret(text: string): void {
    for (const { clientSecret } of [sandbox.credentials.spendesk, personioKey(sandbox)]) {
      expect(text).not.toContain(clientSecret);
    }
  }

  it("leads from the first question to members in Spendesk, with the typed keys where they belong", async () => {
    const terminal = await connect();
    expect(terminal.text()).toContain("acme-uk is connected to Personio. Status: awaiting actions.");
    expect(terminal.text()).toContain("Next: spendesk-hr configure --entity acme-uk");
    expect(terminal.text()).toContain("  1. Sign in to Personio");
    expect(terminal.text()).toMatch(/Finds the person's Spendesk member.* Email \(needed\)/);
    expect(await desk.storedFields()).toEqual(ALL_FIELDS);
    const file = await readFile(desk.configPath, "utf8");
    expect(file).toContain("timezone: Europe/London\n    walletCurrency: GBP\n");
    expect(file).toContain(`protect:\n      - ${OWNER}\n`);

    const configure = desk.open(["configure"]);
    await configure.choose("Which employees become members?", "only those who match rules");
    await configure.choose("Which field?", "Work Location");
    await configure.choose("which condition?", "is one of");
    await configure.tick("Work Location is one of", "London", "Remote");
    await configure.answer("What now?");
    await answerPolicy(configure);
    await configure.answer("Are they right in Spendesk today?");
    await configure.answer("Confirm this configuration of acme-uk?", "y");
    expect(await configure.ended()).toBe(0);
    expect(configure.text()).toContain("acme-uk is configured. Status: connected.");

    const preview = desk.open(["preview", "--detailed-exitcode"]);
    expect(await preview.ended()).toBe(2);
    const before = sandbox.control.members().length;
    const apply = desk.open(["apply"]);
    await apply.answer("Write these changes to Spendesk?", "y");
    expect(await apply.ended()).toBe(0);
    expect(sandbox.control.members().length).toBeGreaterThan(before);

    const status = desk.open(["status"]);
    expect(await status.ended()).toBe(0);
    expect(status.text()).toContain("✔ connected");
    expect(status.text()).toContain("2099-05-31");

    for (const shown of [terminal, configure, preview, apply, status]) expectNoSecret(shown.raw());
    expectNoSecret(await readFile(desk.configPath, "utf8"));
  });

  it("lets a wrong secret be typed again and keeps all other answers", async () => {
    const terminal = desk.open(desk.connectCommand);
    await answerConnect(terminal, stepsAfterFlags(sandbox, { spendeskSecret: "mistyped-secret-0189" }));
    await terminal.see("✘ Spendesk does not accept the API key.");
    await terminal.choose("What now?", "Type the key of Spendesk again");
    await terminal.answer("Spendesk: API key id");
    await terminal.answer("Spendesk: API key secret", sandbox.credentials.spendesk.clientSecret);
    await terminal.choose("Connect acme-uk to Personio?", "Connect");
    expect(await terminal.ended()).toBe(0);
    expect(terminal.raw()).not.toContain("mistyped-secret-0189");
    expectNoSecret(terminal.raw());

    const preview = desk.open(["configure", "--include", "all", "--yes"]);
    expect(await preview.ended()).toBe(0);
  });

  it("stores nothing when the person gives up after a wrong secret", async () => {
    const terminal = desk.open(desk.connectCommand);
    await answerConnect(terminal, stepsAfterFlags(sandbox, { spendeskSecret: "mistyped-secret-0189" }));
    await terminal.choose("What now?", "Stop; nothing is stored");
    expect(await terminal.ended()).toBe(4);
    expect(await desk.storedFiles()).toEqual([]);
    expect(await desk.storedFields()).toEqual([]);
  });

  it("checks again after a missing permission was given, and names the tick box", async () => {
    sandbox.control.setOptions({ vendors: { personio: { hiddenAttributes: ["email", "team"] } } });
    const terminal = desk.open(desk.connectCommand);
    await answerConnect(terminal, stepsAfterFlags(sandbox));
    await terminal.see("can't read what the sync needs: Email.");
    await terminal.see("tick Email.");
    sandbox.control.setOptions({ vendors: { personio: { hiddenAttributes: ["team"] } } });
    await terminal.choose("What now?", "Check again");
    await terminal.see("⚠ Team can't be read. It is for: Filter by Team.");
    await terminal.see("tick Team.");
    await terminal.choose("Connect acme-uk to Personio?", "Connect");
    expect(await terminal.ended()).toBe(0);
  });

  it("warns when nobody in Spendesk has the Account Owner's e-mail", async () => {
    const terminal = desk.open(desk.connectCommand);
    await answerConnect(terminal, stepsAfterFlags(sandbox, { owner: "olivia.onwer@acme.test" }));
    await terminal.see("⚠ No member has the Account Owner's e-mail olivia.onwer@acme.test");
    await terminal.choose("Connect acme-uk to Personio?", "Cancel");
    expect(await terminal.ended()).toBe(5);
    expect(await desk.files()).toEqual([]);
  });

  it("says what is wrong with an answer and asks on", async () => {
    const terminal = desk.open(desk.connectCommand);
    await terminal.type("Name for the entity", "Acme UK", KEYS.enter);
    await terminal.see("Use small letters, digits and hyphens");
    await terminal.type("Name for the entity", KEYS.eraseLine, "acme-uk", KEYS.enter);
    await terminal.choose("Which HR tool?", "Personio");
    await terminal.choose(STEPS, "Skip the rest");
    await terminal.answer("May this data be read?", "y");
    await terminal.type("Time zone of the company", "Europe/Lodnon", KEYS.enter);
    await terminal.see("Did you mean `Europe/London`?");
    await terminal.type("Time zone of the company", KEYS.ctrlC);
    expect(await terminal.ended()).toBe(130);
  });

  it("offers present answers as defaults and keeps stored keys when it runs again", async () => {
    await connect();
    const again = desk.open(["connect"]);
    await again.choose("Which Spendesk entity?", "acme-uk (personio)");
    await again.answer("Which HR tool?");
    await again.choose(STEPS, "Skip the rest");
    await again.answer("May this data be read?", "y");
    await again.answer("Time zone of the company");
    await again.answer("Currency of the wallet", "EUR");
    await again.answer("E-mail of the Account Owner");
    await again.answer("Keep the stored key of Spendesk?");
    await again.answer("Day the key ends");
    await again.answer("Keep the stored key of Personio?", "n");
    await again.answer("Personio: Client ID");
    await again.answer("Personio: Client secret", personioKey(sandbox).clientSecret);
    await again.answer("Change any of these?");
    await again.choose("Connect acme-uk to Personio?", "Connect");
    expect(await again.ended()).toBe(0);
    expectNoSecret(again.raw());
    const file = await readFile(desk.configPath, "utf8");
    expect(file).toContain("timezone: Europe/London\n    walletCurrency: EUR\n");
    expect(file.match(new RegExp(OWNER, "g"))).toHaveLength(1);
  });

  it("asks only for the HR tool's part when Spendesk's key is there already", async () => {
    const { clientId, clientSecret } = sandbox.credentials.spendesk;
    const env = {
      ...desk.env,
      SPENDESK_HR_ACME_UK_SPENDESK_CLIENT_ID: clientId,
      SPENDESK_HR_ACME_UK_SPENDESK_CLIENT_SECRET: clientSecret,
    };
    const terminal = desk.open(desk.connectCommand, { env });
    const asked = stepsAfterFlags(sandbox).filter(({ question }) => !question.startsWith("Spendesk:"));
    await answerConnect(terminal, asked);
    await terminal.choose("Connect acme-uk to Personio?", "Connect");
    expect(await terminal.ended()).toBe(0);
    expect(terminal.text()).toContain("Using the key of Spendesk that is already there.");
    expect(await desk.storedFields()).toEqual(ALL_FIELDS);
  });

  it("asks anew for a stored key that can't be right", async () => {
    const personio = { entity: "acme-uk", connection: "personio" };
    await desk.keys.write(personio, { clientId: "two words", clientSecret: "three other words" });
    const terminal = desk.open(desk.connectCommand);
    await answerConnect(terminal, stepsAfterFlags(sandbox));
    await terminal.choose("Connect acme-uk to Personio?", "Connect");
    expect(await terminal.ended()).toBe(0);
    expect(await desk.keys.read(personio, ["clientId"])).toEqual({
      clientId: personioKey(sandbox).clientId,
    });
  });

  it("changes settings of the provider only for those who ask for it", async () => {
    const terminal = desk.open(desk.connectCommand);
    await answerConnect(terminal, stepsAfterFlags(sandbox).slice(0, -1));
    await terminal.answer("Change any of these?", "y");
    await terminal.tick("Which ones?", "Attribute with the IBAN");
    await terminal.answer("Attribute with the IBAN", "dynamic_81001");
    await terminal.choose("Connect acme-uk to Personio?", "Connect");
    expect(await terminal.ended()).toBe(0);
    expect(await readFile(desk.configPath, "utf8")).toContain(
      "settings:\n        ibanAttribute: dynamic_81001\n",
    );
  });

  const QUESTIONS = [
    "Name for the entity",
    "Which HR tool?",
    STEPS,
    "May this data be read?",
    "Time zone of the company",
    "Currency of the wallet",
    "E-mail of the Account Owner",
    "Spendesk: API key id",
    "Spendesk: API key secret",
    "Day the key ends",
    "Personio: Client ID",
    "Personio: Client secret",
    "Change any of these?",
    "Connect acme-uk to Personio?",
  ];

  it.each(QUESTIONS)("stores nothing after Ctrl-C at the question %j", async (question) => {
    const steps = stepsAfterFlags(sandbox);
    const index = steps.findIndex((step) => step.question === question);
    const terminal = desk.open(desk.connectCommand);
    await answerConnect(terminal, index === -1 ? steps : steps.slice(0, index));
    await terminal.type(question, KEYS.ctrlC);
    expect(await terminal.ended()).toBe(130);
    expect(terminal.text()).toContain("Cancelled; nothing was changed.");
    expect(await desk.storedFiles()).toEqual([]);
    expect(await desk.storedFields()).toEqual([]);
    expectNoSecret(terminal.raw());
  });

  it("knows every question of a first connect", () => {
    expect([...stepsAfterFlags(sandbox).map(({ question }) => question), QUESTIONS.at(-1)]).toEqual(
      QUESTIONS,
    );
  });

  it("ends at Ctrl-D too, half-way through a secret", async () => {
    const terminal = desk.open(desk.connectCommand);
    await answerConnect(terminal, stepsAfterFlags(sandbox).slice(0, 8));
    await terminal.type("Spendesk: API key secret", "half-a-secret", KEYS.ctrlD);
    expect(await terminal.ended()).toBe(130);
    expect(terminal.raw()).not.toContain("half-a-secret");
    expect(await desk.storedFiles()).toEqual([]);
  });

  it("never shows a secret, whatever key is pressed", async () => {
    const terminal = desk.open(desk.connectCommand);
    await answerConnect(terminal, stepsAfterFlags(sandbox).slice(0, 8));
    await terminal.type("Spendesk: API key secret", "half-a-secret", KEYS.ctrlT, "x");
    await terminal.see("**************");
    await terminal.type("Spendesk: API key secret", KEYS.ctrlC);
    expect(await terminal.ended()).toBe(130);
    expect(terminal.raw()).not.toContain("half-a-secret");
  });

  it("stores nothing after Ctrl-C during the live check", async () => {
    sandbox.control.setOptions({ latencyMs: 400 });
    const terminal = desk.open(desk.connectCommand);
    await answerConnect(terminal, stepsAfterFlags(sandbox));
    await terminal.see("Checking both connections …");
    terminal.press(KEYS.ctrlC);
    expect(await terminal.ended()).toBe(130);
    expect(await desk.storedFiles()).toEqual([]);
    expect(await desk.storedFields()).toEqual([]);
  });

  it("does not ask for keys that it could not store", async () => {
    const argv = [...desk.bareCommand, "--entity", "acme-uk", "--set", "credentials.store=env"];
    const terminal = desk.open(argv);
    await terminal.choose("Which HR tool?", "Personio");
    expect(await terminal.ended()).toBe(4);
    const text = terminal.text().replaceAll("\n", "");
    expect(text).toContain('They are kept in the source "env", which this command can\'t write to');
    expect(text).toContain("SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECRET");
    expect(await desk.files()).toEqual([]);
  });

  it("takes no credentials from a terminal as standard input, where they would be shown", async () => {
    const terminal = desk.open([...desk.connectCommand, "--entity", "acme-uk", "--credentials-file", "-"]);
    await terminal.choose("Which HR tool?", "Personio");
    expect(await terminal.ended()).toBe(64);
    expect(terminal.text()).toContain("Credentials can't be typed into standard input.");
  });

  it("can be read in a narrow terminal", async () => {
    const columns = 60;
    const terminal = desk.open(desk.connectCommand, { columns });
    await answerConnect(terminal, stepsAfterFlags(sandbox));
    await terminal.see("Spendesk answers");
    await terminal.type("Connect acme-uk to Personio?", KEYS.ctrlC);
    expect(await terminal.ended()).toBe(130);
    expect(terminal.text()).toContain(
      "  Finds the person's Spendesk member and is where the\n  invitation goes\n      Data: Email (needed)\n",
    );
    // The messages of an error are three lines that the terminal may break.
    const [wizard = ""] = terminal.text().split("Cancelled");
    expect(Math.max(...wizard.split("\n").map((row) => row.length))).toBeLessThanOrEqual(columns);
    expect(terminal.brokenRows().filter((row) => wizard.includes(row))).toEqual([]);
  });

  it.each([
    [{ NO_COLOR: "1" }, []],
    [{ TERM: "dumb" }, []],
    [{}, ["--no-color"]],
  ])("sends no colours with %j and %j", async (variables, flags) => {
    const env = { ...desk.env, ...variables };
    const terminal = desk.open([...desk.connectCommand, ...flags], { env });
    await answerConnect(terminal, stepsAfterFlags(sandbox));
    await terminal.choose("Connect acme-uk to Personio?", "Connect");
    expect(await terminal.ended()).toBe(0);
    expect(terminal.raw()).not.toMatch(COLOR);
    expectNoSecret(terminal.raw());
    const status = desk.open(["status", ...flags], { env });
    expect(await status.ended()).toBe(0);
    expect(status.raw()).not.toMatch(COLOR);
  });

  it("sends colours to other terminals", async () => {
    expect((await connect()).raw()).toMatch(COLOR);
  });
});
