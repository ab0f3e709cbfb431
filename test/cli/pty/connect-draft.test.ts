import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { deskForEachTest, secretsOf } from "./connect-support.js";
import { answerConnect, DRAFT, OWNER, personioKey, STEPS, stepsAfterFlags } from "./desk.js";
import { flat, KEYS, type Terminal } from "./terminal.js";

const LAST = "Connect acme-uk to Personio?";
const GO_ON = "Go on with what you answered at";
const WRONG = "mistyped-secret-0189";

describe("a connect that is left", () => {
  const test = deskForEachTest();

  /** Answers all questions before this one. */
  async function openAt(question: string): Promise<Terminal> {
    const terminal = test.desk.open(test.desk.connectCommand);
    const steps = stepsAfterFlags(test.sandbox);
    const index = steps.findIndex((step) => step.question === question);
    await answerConnect(terminal, index === -1 ? steps : steps.slice(0, index));
    await terminal.see(question);
    return terminal;
  }

  /** The same command again, up to the question whether to go on. */
  async function openAgain(): Promise<Terminal> {
    const terminal = test.desk.open(test.desk.connectCommand);
    await answerConnect(terminal, stepsAfterFlags(test.sandbox).slice(0, 2));
    return terminal;
  }

  async function typeKeys(terminal: Terminal): Promise<void> {
    const { credentials } = test.sandbox;
    const { clientId, clientSecret } = personioKey(test.sandbox);
    await terminal.answer("Spendesk: API key id", credentials.spendesk.clientId);
    await terminal.answer("Spendesk: API key secret", credentials.spendesk.clientSecret);
    await terminal.answer("Personio: Client ID", clientId);
    await terminal.answer("Personio: Client secret", clientSecret);
  }

  it("is gone on with after Ctrl-C: only keys are asked for again", async () => {
    const { desk } = test;
    const left = await openAt(LAST);
    await left.type(LAST, KEYS.ctrlC);
    expect(await left.ended()).toBe(130);
    expect(left.text()).toContain("Cancelled; nothing was changed.");
    expect(flat(left)).toContain(
      "What you answered is kept, without keys: `spendesk-hr connect personio --entity acme-uk` goes on with it.",
    );

    const terminal = await openAgain();
    await terminal.see("just now)");
    await terminal.answer(GO_ON);
    await terminal.see("Time zone of the company");
    await typeKeys(terminal);
    await terminal.answer("Change any of these?");
    await terminal.choose(LAST, "Connect");
    expect(await terminal.ended()).toBe(0);
    expect(terminal.text()).not.toContain("May this data be read?");
    expect(terminal.text()).not.toContain("✔ Time zone of the company");
    const file = await readFile(desk.configPath, "utf8");
    expect(file).toContain("timezone: Europe/London\n    walletCurrency: GBP\n");
    expect(file).toContain(`- ${OWNER}\n`);
    const status = desk.open(["status"]);
    expect(await status.ended()).toBe(0);
    expect(status.text()).toContain("2099-05-31");
    expect(await desk.keptAnswers()).toBeNull();
  });

  it("keeps no secret and no key, in a file of this user's own", async () => {
    const { desk, sandbox } = test;
    const left = await openAt(LAST);
    await left.type(LAST, KEYS.ctrlC);
    expect(await left.ended()).toBe(130);
    const kept = (await desk.keptAnswers()) ?? "nothing";
    const keys = [
      ...secretsOf(sandbox),
      sandbox.credentials.spendesk.clientId,
      personioKey(sandbox).clientId,
    ];
    for (const key of keys) expect(kept).not.toContain(key);
    expect(JSON.parse(kept)).toEqual({
      version: 1,
      at: expect.any(String),
      provider: "personio",
      answers: {
        timezone: "Europe/London",
        walletCurrency: "GBP",
        owner: OWNER,
        keyExpiresOn: "2099-05-31",
      },
      steps: 7,
      isAgreed: true,
    });
    expect((await stat(join(desk.folder, DRAFT))).mode & 0o777).toBe(0o600);
    expect((await stat(join(desk.folder, "state"))).mode & 0o777).toBe(0o700);
  });

  it("keeps no IBAN and no secret that somebody typed as a setting", async () => {
    const { desk, sandbox } = test;
    const terminal = await openAt("Change any of these?");
    await terminal.answer("Change any of these?", "y");
    await terminal.tick("Which ones?", "Attribute with the IBAN", "Attribute with the BIC");
    await terminal.answer("Attribute with the IBAN", "GB33BUKB20201555555555");
    await terminal.answer("Attribute with the BIC", personioKey(sandbox).clientSecret);
    await terminal.type("Answer them now", KEYS.ctrlC);
    expect(await terminal.ended()).toBe(130);
    const kept = (await desk.keptAnswers()) ?? "nothing";
    expect(kept).toContain("Europe/London");
    expect(kept).not.toContain("GB33BUKB20201555555555");
    expect(kept).not.toContain(personioKey(sandbox).clientSecret);
  });

  it("goes on in the middle of the set-up steps", async () => {
    const left = await openAt(STEPS);
    await left.answer(STEPS);
    await left.answer("Step 2 of 7: done?");
    await left.type("Step 3 of 7: done?", KEYS.ctrlD);
    expect(await left.ended()).toBe(130);
    const terminal = await openAgain();
    await terminal.answer(GO_ON);
    await terminal.see("2 of 7 steps were done before.");
    await terminal.type("Step 3 of 7: done?", KEYS.ctrlC);
    expect(await terminal.ended()).toBe(130);
    expect(terminal.text()).not.toContain("  1. Sign in to Personio");
  });

  it("is kept when the program is told to stop while it asks", async () => {
    const left = await openAt("Spendesk: API key secret");
    left.terminate();
    expect(await left.ended()).toBe(130);
    expect(await test.desk.keptAnswers()).toContain('"owner": "olivia.owner@acme.test"');
  });

  it("is kept when somebody stops because a key does not work", async () => {
    const terminal = test.desk.open(test.desk.connectCommand);
    await answerConnect(terminal, stepsAfterFlags(test.sandbox, { spendeskSecret: WRONG }));
    await terminal.choose("What now?", "Stop; nothing is stored");
    expect(await terminal.ended()).toBe(4);
    expect(flat(terminal)).toContain("What you answered is kept, without keys:");
    expect(await test.desk.keptAnswers()).not.toContain(WRONG);
  });

  it("is gone when somebody cancels at the last question", async () => {
    const left = await openAt(LAST);
    await left.type(LAST, KEYS.ctrlC);
    expect(await left.ended()).toBe(130);
    const terminal = await openAgain();
    await terminal.answer(GO_ON);
    await typeKeys(terminal);
    await terminal.answer("Change any of these?");
    await terminal.choose(LAST, "Cancel; nothing is stored");
    expect(await terminal.ended()).toBe(5);
    expect(await test.desk.keptAnswers()).toBeNull();
    expect(await test.desk.storedFiles()).toEqual([]);
  });

  it("is gone when somebody starts over", async () => {
    const left = await openAt("Spendesk: API key id");
    await left.type("Spendesk: API key id", KEYS.ctrlC);
    expect(await left.ended()).toBe(130);
    const terminal = await openAgain();
    await terminal.answer(GO_ON, "n");
    await terminal.type(STEPS, KEYS.ctrlC);
    expect(await terminal.ended()).toBe(130);
    expect(await test.desk.keptAnswers()).toBeNull();
  });
});
