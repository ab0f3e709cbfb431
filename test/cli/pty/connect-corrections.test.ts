import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { deskForEachTest, secretsOf } from "./connect-support.js";
import { answerConnect, OWNER, personioKey, STEPS, stepsAfterFlags } from "./desk.js";
import { flat, KEYS, type Terminal } from "./terminal.js";

const LAST = "Connect acme-uk to Personio?";
const WRONG = "mistyped-secret-0189";

describe("what can be corrected in connect", () => {
  const test = deskForEachTest();

  /** A `connect` that stands at its last question. */
  async function openLast(): Promise<Terminal> {
    const terminal = test.desk.open(test.desk.connectCommand);
    await answerConnect(terminal, stepsAfterFlags(test.sandbox));
    await terminal.see(LAST);
    return terminal;
  }

  const written = () => readFile(test.desk.configPath, "utf8");

  it("tells both failures when both ends fail, and takes both keys again", async () => {
    const { sandbox, desk } = test;
    const terminal = desk.open(desk.connectCommand);
    const steps = stepsAfterFlags(sandbox, { spendeskSecret: WRONG, providerSecret: WRONG });
    await answerConnect(terminal, steps);
    await terminal.see("✘ Spendesk does not accept the API key.");
    await terminal.see("✘ Personio does not accept the Client ID and Client secret.");
    await terminal.see("? What now?");
    expect(flat(terminal)).toContain(
      "Let the Account Owner make a key in Spendesk (Settings > Integrations > API access), then check again.",
    );
    expect(flat(terminal)).toContain("Give the client ID and secret of the integration;");
    const sinceCheck = terminal.text().split("Checking both connections")[1];
    expect(sinceCheck).not.toMatch(/spendesk-hr |the same command|run the command/u);
    await terminal.choose("What now?", "Type both keys again");
    await terminal.answer("Spendesk: API key id");
    await terminal.answer("Spendesk: API key secret", sandbox.credentials.spendesk.clientSecret);
    await terminal.answer("Personio: Client ID");
    await terminal.answer("Personio: Client secret", personioKey(sandbox).clientSecret);
    await terminal.choose(LAST, "Connect");
    expect(await terminal.ended()).toBe(0);
    for (const secret of [WRONG, ...secretsOf(sandbox)]) expect(terminal.raw()).not.toContain(secret);
  });

  it("tells what the other end gave when only one fails", async () => {
    const { sandbox, desk } = test;
    const terminal = desk.open(desk.connectCommand);
    await answerConnect(terminal, stepsAfterFlags(sandbox, { spendeskSecret: WRONG }));
    await terminal.see("✔ Personio answers: 20 employees.");
    await terminal.see("✘ Spendesk does not accept the API key.");
    await terminal.choose("What now?", "Stop; nothing is stored");
    expect(await terminal.ended()).toBe(4);
  });

  it("changes the company's facts alone, checks again and comes back", async () => {
    const terminal = await openLast();
    await terminal.choose(LAST, "Change something");
    await terminal.see("Time zone, currency, Account Owner (Europe/London, GBP, olivia.owner@acme.test)");
    await terminal.choose("What is to be changed?", "Time zone, currency");
    await terminal.answer("Time zone of the company", "Europe/Paris");
    await terminal.answer("Currency of the wallet", "EUR");
    await terminal.answer("E-mail of the Account Owner");
    await terminal.choose(LAST, "Connect");
    expect(await terminal.ended()).toBe(0);
    expect(terminal.text().match(/Checking both connections …/gu)).toHaveLength(2);
    expect(await written()).toContain("timezone: Europe/Paris\n    walletCurrency: EUR\n");
    expect(await written()).toContain(`- ${OWNER}\n`);
  });

  it("changes each other part alone, and stores what was changed last", async () => {
    const { sandbox, desk } = test;
    const terminal = await openLast();
    const change = async (part: string) => {
      await terminal.choose(LAST, "Change something");
      await terminal.choose("What is to be changed?", part);
    };
    await change("Key of Spendesk");
    await terminal.answer("Spendesk: API key id");
    await terminal.answer("Spendesk: API key secret", sandbox.credentials.spendesk.clientSecret);
    await change("Day the key of Spendesk ends (2099-05-31)");
    await terminal.answer("Day the key ends", "2098-04-30");
    await change("Key of Personio");
    await terminal.answer("Personio: Client ID");
    await terminal.answer("Personio: Client secret", personioKey(sandbox).clientSecret);
    await change("Settings of Personio (none)");
    await terminal.tick("Which ones?", "Attribute with the BIC");
    await terminal.answer("Attribute with the BIC", "BIC");
    await change("Nothing");
    await terminal.choose(LAST, "Change something");
    await terminal.see("Day the key of Spendesk ends (2098-04-30)");
    await terminal.see("Settings of Personio (Attribute with the BIC BIC)");
    await terminal.choose("What is to be changed?", "Nothing");
    await terminal.choose(LAST, "Connect");
    expect(await terminal.ended()).toBe(0);
    expect(await written()).toContain("bicAttribute: BIC\n");
    expect(await desk.storedFields()).toHaveLength(4);
    const status = desk.open(["status"]);
    expect(await status.ended()).toBe(0);
    expect(status.text()).toContain("2098-04-30");
  });

  it("keeps keys elsewhere when that is changed", async () => {
    const { desk } = test;
    const terminal = await openLast();
    await terminal.choose(LAST, "Change something");
    await terminal.choose("What is to be changed?", "Where keys are kept (file)");
    await terminal.choose("Where are the keys kept?", "variables you set yourself");
    await terminal.choose(LAST, "Connect");
    expect(await terminal.ended()).toBe(0);
    expect(await desk.storedFields()).toEqual([]);
    expect(await written()).toContain("store: env\n");
    expect(flat(terminal)).toContain("Next: Set SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_SECRET");
  });

  it("asks for the settings whose data the live check misses", async () => {
    const { sandbox, desk } = test;
    const { companyDomain = "", apiKey = "" } = sandbox.credentials.bamboohr;
    const { clientId, clientSecret } = sandbox.credentials.spendesk;
    const terminal = desk.open([
      ...["connect", "bamboohr", "--entity", "acme-uk", "--set", "timezone=Europe/London"],
      ...["--set", "walletCurrency=GBP", "--set", `owner=${OWNER}`, "--set", "keyExpiresOn=2099-05-31"],
      ...["--set", `spendesk.baseUrl=${sandbox.spendeskUrl()}`],
      ...["--set", `source.baseUrl=${sandbox.providerUrl("bamboohr")}`],
      ...["--set", "credentials.store=file", "--set", "credentials.file.path=keys.json"],
    ]);
    await terminal.choose(STEPS, "Skip the rest");
    await terminal.answer("May this data be read?", "y");
    await terminal.answer("Spendesk: API key id", clientId);
    await terminal.answer("Spendesk: API key secret", clientSecret);
    await terminal.answer("BambooHR: Company domain", companyDomain);
    await terminal.answer("BambooHR: API key", apiKey);
    await terminal.answer("Change any of these?");
    await terminal.see("IBAN can't be read.");
    // The next question stands behind all that is said about it.
    await terminal.see("Answer them now, so that");
    expect(flat(terminal)).toContain('Set "Field with the IBAN" to the number, alias or label');
    await terminal.answer("Answer them now, so that", "y");
    await terminal.answer("Field with the IBAN", "customIBAN");
    await terminal.answer("Field with the BIC", "customBIC");
    await terminal.answer("Table with the bank details");
    await terminal.answer("Field with the legal entity");
    await terminal.answer("Field with the cost center");
    await terminal.choose("Connect acme-uk to BambooHR?", "Connect");
    expect(await terminal.ended()).toBe(0);
    const second = terminal.text().split("Checking both connections …")[2] ?? "no second check";
    expect(second).toMatch(/✔ Readable: [^.]*IBAN, BIC\./u);
    expect(terminal.text()).not.toMatch(/source\.settings|in the configuration|YAML/u);
    expect(await written()).toContain("ibanField: customIBAN\n        bicField: customBIC\n");
    await expect(readFile(join(desk.folder, "keys.json"), "utf8")).resolves.toContain(apiKey);
  });

  it.each(["Spendesk", "demo", "stored"])(
    "keeps its own words readable when %j is typed as a secret",
    async (word) => {
      const { sandbox, desk } = test;
      const terminal = desk.open(desk.connectCommand);
      const steps = stepsAfterFlags(sandbox);
      const secret = steps.findIndex(({ question }) => question === "Spendesk: API key secret");
      await answerConnect(terminal, steps.slice(0, secret));
      await terminal.type("Spendesk: API key secret", word, KEYS.enter);
      await terminal.see("It is a word of this program's own messages");
      await terminal.answer(
        "Spendesk: API key secret",
        KEYS.eraseLine,
        sandbox.credentials.spendesk.clientSecret,
      );
      await answerConnect(terminal, steps.slice(secret + 1));
      await terminal.see("✔ Spendesk answers: 4 members.");
      await terminal.choose(LAST, "Cancel; nothing is stored");
      expect(await terminal.ended()).toBe(5);
      expect(terminal.text()).not.toContain("[secret]");
    },
  );
});
