import { readFile } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../../src/sandbox/sandbox.js";
import { type Desk, type KeyPlace, OWNER, sitDown } from "../../../cli/pty/desk.js";
import type { Terminal } from "../../../cli/pty/terminal.js";
import { keysInKeychain } from "./keys-in-keychain.js";

const ID = { entity: "acme-uk", connection: "lucca" };

describe("connect to an HR tool with two ways in", () => {
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
    await desk?.keys.remove(ID);
    await desk?.leave();
    await sandbox?.close();
  });

  function open(): Terminal {
    return desk.open([
      ...["connect", "lucca", "--entity", "acme-uk", "--set", "timezone=Europe/London"],
      ...["--set", "walletCurrency=GBP", "--set", `owner=${OWNER}`, "--set", "keyExpiresOn=2099-05-31"],
      ...["--set", `spendesk.baseUrl=${sandbox.spendeskUrl()}`],
      ...["--set", `source.baseUrl=${sandbox.providerUrl("lucca")}`],
    ]);
  }

  it("asks which way first, then shows its steps and asks for its credentials only", async () => {
    const { spendesk, lucca } = sandbox.credentials;
    const terminal = open();
    await terminal.choose("Which version of Lucca's API?", "Lucca API");
    await terminal.choose("Where are the keys kept?", "keychain");
    await terminal.choose("Step 1 of 7: done?", "Skip the rest");
    await terminal.answer("May this data be read?", "y");
    expect(terminal.text()).toContain("/identity/admin/integration-keys");
    expect(terminal.text()).not.toContain("Generate a new API key");
    await terminal.answer("Spendesk: API key id", spendesk.clientId);
    await terminal.answer("Spendesk: API key secret", spendesk.clientSecret);
    await terminal.answer("Lucca address", "acme");
    await terminal.answer("Lucca: Client ID", lucca.clientId ?? "");
    await terminal.answer("Lucca: Client secret", lucca.clientSecret ?? "");
    await terminal.answer("Change any of these?");
    await terminal.choose("Connect acme-uk to Lucca?", "Connect");
    expect(await terminal.ended()).toBe(0);
    expect(terminal.text()).not.toContain("Extended data field");
    expect(terminal.raw()).not.toContain(lucca.clientSecret);
    expect(await readFile(desk.configPath, "utf8")).toContain("apiGeneration: lucca-api");
    const fields = ["address", "apiKey", "clientId", "clientSecret"];
    const stored = await desk.keys.origins(ID, fields);
    expect(stored.map(({ field }) => field)).toEqual(["address", "clientId", "clientSecret"]);
  });
});
