import { rm } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { type Sandbox, startSandbox } from "../../../../src/sandbox/sandbox.js";
import {
  answerConnect,
  connectSteps,
  type Desk,
  type KeyPlace,
  OWNER,
  personioKey,
  sitDown,
  WHERE_KEYS,
} from "../../../cli/pty/desk.js";
import { KEYS, type Terminal } from "../../../cli/pty/terminal.js";
import { bareEnvironment } from "../../../support/bare-environment.js";
import { keysInKeychain } from "./keys-in-keychain.js";

const ALL_FIELDS = [
  "spendesk clientId",
  "spendesk clientSecret",
  "personio clientId",
  "personio clientSecret",
];

describe("connect in a terminal with a keychain", () => {
  let place: KeyPlace;
  let sandbox: Sandbox;
  let desk: Desk;

  beforeAll(async () => {
    place = await keysInKeychain();
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
    await answerConnect(terminal, connectSteps(sandbox));
    await terminal.choose("Connect acme-uk to Personio?", "Connect");
    expect(await terminal.ended()).toBe(0);
    return terminal;
  }

  it("offers it first, and stores the typed keys in it, where later runs find them", async () => {
    const terminal = await connect();
    expect(await desk.storedFields()).toEqual(ALL_FIELDS);
    const configure = desk.open(["configure", "--include", "all", "--yes"]);
    expect(await configure.ended()).toBe(0);
    const apply = desk.open(["apply"]);
    await apply.answer("Write these changes to Spendesk?", "y");
    expect(await apply.ended()).toBe(0);
    for (const { clientSecret } of [sandbox.credentials.spendesk, personioKey(sandbox)]) {
      for (const shown of [terminal, configure, apply]) expect(shown.raw()).not.toContain(clientSecret);
    }
  });

  it("keeps what is stored there when it runs again", async () => {
    await connect();
    const again = desk.open(["connect"]);
    await again.choose("Which Spendesk entity?", "acme-uk (personio)");
    await again.answer("Which HR tool?");
    await again.choose("Step 1 of 7: done?", "Skip the rest");
    await again.answer("May this data be read?", "y");
    await again.answer("Time zone of the company");
    await again.answer("Currency of the wallet");
    await again.answer("E-mail of the Account Owner");
    await again.answer("Keep the stored key of Spendesk?");
    await again.answer("Day the key ends");
    await again.answer("Keep the stored key of Personio?");
    await again.answer("Change any of these?");
    await again.choose("Connect acme-uk to Personio?", "Connect");
    expect(await again.ended()).toBe(0);
    expect(await desk.storedFields()).toEqual(ALL_FIELDS);
  });

  it("asks anew for a stored key that can't be right", async () => {
    const personio = { entity: "acme-uk", connection: "personio" };
    await desk.keys.write(personio, { clientId: "two words", clientSecret: "two words" });
    await connect();
    expect(await desk.keys.read(personio, ["clientId"])).toEqual({ clientId: personioKey(sandbox).clientId });
  });

  it.each([
    WHERE_KEYS,
    "Spendesk: API key secret",
    "Personio: Client secret",
    "Connect acme-uk to Personio?",
  ])("stores nothing after Ctrl-C at the question %j", async (question) => {
    const steps = connectSteps(sandbox);
    const index = steps.findIndex((step) => step.question === question);
    const terminal = desk.open(desk.connectCommand);
    await answerConnect(terminal, index === -1 ? steps : steps.slice(0, index));
    await terminal.type(question, KEYS.ctrlC);
    expect(await terminal.ended()).toBe(130);
    expect(await desk.storedFiles()).toEqual([]);
    expect(await desk.storedFields()).toEqual([]);
    for (const { clientSecret } of [sandbox.credentials.spendesk, personioKey(sandbox)])
      expect((await desk.keptAnswers()) ?? "").not.toContain(clientSecret);
  });
});

describe("connect in a terminal without a keychain", () => {
  let bare: Awaited<ReturnType<typeof bareEnvironment>>;
  let desk: Desk;

  beforeEach(async () => {
    const sandbox = await startSandbox({ employees: 20, members: 3, rateLimit: null, ownerEmail: OWNER });
    onTestFinished(() => sandbox.close());
    bare = await bareEnvironment();
    const place = await keysInKeychain();
    onTestFinished(() => place.leave());
    desk = await sitDown(sandbox, place);
  });
  afterEach(async () => {
    await desk.leave();
    await rm(bare.home, { recursive: true, force: true });
  });

  it("says so before it asks for anything secret", async () => {
    const argv = [...desk.connectCommand, "--entity", "acme-uk", "--set", "credentials.store=keychain"];
    const terminal = desk.open(argv, { env: bare.env });
    await terminal.choose("Which HR tool?", "Personio");
    expect(await terminal.ended()).toBe(4);
    expect(terminal.text()).toContain("The system's keychain can't be used. Nothing was asked or stored.");
    const text = terminal.text().replaceAll("\n", "");
    expect(text).toContain("--set credentials.store=env");
    expect(text).toContain("SPENDESK_HR_ACME_UK_SPENDESK_CLIENT_ID");
    expect(text).toContain("SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECRET");
    expect(text).not.toContain("Spendesk: API key");
    expect(await desk.storedFiles()).toEqual([]);
  });

  it("offers other places for the keys, and takes none by itself", async () => {
    const terminal = desk.open([...desk.connectCommand, "--entity", "acme-uk"], { env: bare.env });
    await terminal.choose("Which HR tool?", "Personio");
    await terminal.see("The system's keychain can't be used here.");
    await terminal.type(WHERE_KEYS, KEYS.ctrlC);
    expect(await terminal.ended()).toBe(130);
    expect(terminal.text()).toMatch(/encrypted-file +a file with a passphrase or a key/);
    expect(terminal.text()).toMatch(/env +variables you set yourself/);
    expect(terminal.text()).not.toMatch(/[❯ ] keychain/u);
    expect(await desk.files()).toEqual([]);
  });
});
