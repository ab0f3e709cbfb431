import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type Sandbox, startSandbox } from "../../../src/sandbox/sandbox.js";
import type { Loopback } from "../../conformance/loopback.js";
import { startTidepool, TIDEPOOL_KEY, tidepoolPerson } from "../../support/tidepool.js";
import { type Desk, type KeyPlace, keysInFile, sitDown } from "./desk.js";
import { KEYS, type Terminal } from "./terminal.js";

const IBAN = "GB33BUKB20201555555555";

describe("connectors new in a terminal", () => {
  let place: KeyPlace;
  let sandbox: Sandbox;
  let tool: Loopback;
  let desk: Desk;

  beforeAll(async () => {
    place = await keysInFile();
    sandbox = await startSandbox({ employees: 0, rateLimit: null });
  });
  afterAll(async () => {
    await place?.leave();
    await sandbox?.close();
  });
  beforeEach(async () => {
    tool = await startTidepool([
      tidepoolPerson(5001, "Ada", "Lovelace", { payment: { iban: IBAN, bic: "BUKBGB22" } }),
      tidepoolPerson(5002, "Bea", "Bernoulli", {
        managerNumber: 5001,
        employment: { state: "departed", startDate: "03/04/2020", endDate: "05/06/2024" },
      }),
    ]);
    desk = await sitDown(sandbox, place);
  });
  afterEach(async () => {
    await desk?.leave();
    await tool?.close();
  });

  const open = () => desk.open(["connectors", "new", "--set", `source.baseUrl=${tool.url}/v3`]);

  async function answerTool(terminal: Terminal): Promise<void> {
    await terminal.answer("Name of the HR tool", "Tidepool");
    await terminal.answer("Name for the configuration");
    await terminal.type("Address of its API", "http://api.tidepool.example", KEYS.enter);
    await terminal.see("It must be an https address");
    await terminal.answer("Address of its API", KEYS.eraseLine, "https://api.tidepool.example/v3");
    await terminal.answer("Page of the vendor");
  }

  async function answerKey(terminal: Terminal): Promise<void> {
    await terminal.choose("How is a call signed?", "a key in a header of its own");
    await terminal.answer("Name of the header", KEYS.eraseLine, "X-Tidepool-Key");
    await terminal.answer("Word in front of the key");
    await terminal.answer("What is the key called there?");
    await terminal.answer("Where in the HR tool is it made?", "Admin > Keys");
    await terminal.answer("Which right lets it read people?");
  }

  async function answerCall(terminal: Terminal): Promise<void> {
    await terminal.answer("Path of the call that lists people", "/staf");
    await terminal.choose("How does a long list go on?", "by the number of people before it");
    await terminal.answer("Name of that parameter", KEYS.eraseLine, "skip");
    await terminal.answer("Number of the first");
    await terminal.answer("Parameter for how many come at once", KEYS.eraseLine, "take");
    await terminal.answer("How many come at once?", KEYS.eraseLine, "20");
  }

  it("asks the tool for a reply, proposes from it, lets answers be changed, and writes a file without secrets", async () => {
    const terminal = open();
    await answerTool(terminal);
    await answerKey(terminal);
    await answerCall(terminal);
    await terminal.choose("Where do names of fields come from?", "Ask the HR tool once");
    await terminal.answer("Tidepool: API key", TIDEPOOL_KEY);
    // The path was misspelt: nothing that was typed is lost.
    await terminal.see("✘ ");
    await writeFile(
      join(desk.folder, "reply.json"),
      await (await fetch(`${tool.url}/v3/staff`, { headers: { "x-tidepool-key": TIDEPOOL_KEY } })).text(),
    );
    await terminal.choose("Where do names of fields come from?", "A file with a reply");
    await terminal.answer("Path of the file", "reply.json");
    await terminal.answer("Where in the answer are the people?");
    await terminal.answer("Where is it said how many people there are?");
    await terminal.see("By their names, these are:");
    await terminal.answer("Is that right, and is there nothing else?", "n");
    await terminal.choose("Where is: Id of the person", "staffNumber");
    await terminal.choose("Where is: Work e-mail", "mail");
    await terminal.choose("Where is: First name", "name.given");
    await terminal.choose("Where is: Last name", "name.family");
    await terminal.answer("Where is: Display name");
    await terminal.choose("Where is: Status", "employment.state");
    for (const field of ["First day", "Last day"]) await terminal.answer(`Where is: ${field}`);
    await terminal.choose("Where is: Work location", "office.title");
    for (let others = 0; others < 7; others += 1) await terminal.answer("Where is: ");
    await terminal.choose("Where is: Manager, by id", "managerNumber");
    for (let others = 0; others < 3; others += 1) await terminal.answer("Where is: ");
    await terminal.answer("How are dates written?", KEYS.eraseLine, "dd/MM/yyyy");
    await terminal.choose('1 person has the status "employed"', "active: the person works here");
    await terminal.choose('1 person has the status "departed"', "inactive: the person has left");
    await terminal.choose("Whom does this call list?", "everybody, people who have left as well");
    await terminal.choose("What now?", "Change an answer");
    await terminal.choose("Which one?", "Path of the call that lists people");
    await terminal.answer("Path of the call that lists people", "/staff");
    await terminal.choose("What now?", "Write the description");
    expect(await terminal.ended()).toBe(0);
    const shown = terminal.text();
    expect(shown).toContain("It is valid.");
    for (const hidden of [TIDEPOOL_KEY, IBAN]) expect(terminal.raw()).not.toContain(hidden);
    const path = join(desk.folder, "tidepool.yaml");
    const yaml = await readFile(path, "utf8");
    expect(yaml).not.toMatch(/Ada|Lovelace|tp-key/u);
    expect((await stat(path)).mode & 0o777).toBe(0o644);
    expect(parse(yaml)).toMatchObject({
      id: "tidepool",
      auth: { kind: "header", name: "X-Tidepool-Key", value: expect.stringContaining("credentials.apiKey") },
      requests: {
        people: {
          path: "/staff",
          pagination: { kind: "offset", param: "skip", sizeParam: "take", size: 20 },
          records: "response.staff.entries",
          total: "response.staff.count",
        },
      },
      employee: { id: "staffNumber", startDate: "employment.startDate", manager: { id: "managerNumber" } },
      status: {
        from: "employment.state",
        map: { employed: "active", departed: "inactive" },
        unknown: "skip",
      },
      completeness: "full",
    });
    expect(await desk.files()).not.toContain(".spendesk-hr-connector.draft.json");
  });

  it("goes on with the answers of somebody who left with Ctrl-C", async () => {
    const first = open();
    await answerTool(first);
    await first.type("How is a call signed?", KEYS.ctrlC);
    expect(await first.ended()).toBe(130);
    expect(first.text()).toContain("it goes on with the answers so far");
    expect(await desk.files()).toEqual([".spendesk-hr-connector.draft.json"]);
    const again = open();
    await again.answer("Go on with the answers about Tidepool?", "y");
    await answerKey(again);
    await again.type("Path of the call that lists people", KEYS.ctrlC);
    expect(await again.ended()).toBe(130);
    const anew = open();
    await anew.answer("Go on with the answers about Tidepool?", "n");
    await anew.type("Name of the HR tool", KEYS.ctrlC);
    expect(await anew.ended()).toBe(130);
    expect(await desk.files()).toEqual([]);
  });
});
