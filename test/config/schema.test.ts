import { describe, expect, it } from "vitest";
import { LIMITS } from "../support/people.js";
import { entityText, loadText, MINIMAL, onlyEntity, problemOf } from "./workspace.js";

const FILE = "spendesk-hr.config.yaml";

/** The message for one wrong setting of an otherwise valid entity; it stands in line 6. */
async function messageOf(line: string): Promise<string> {
  return (await problemOf(entityText(...MINIMAL, line))).message;
}

describe("configuration schema", () => {
  it("fills in the defaults of the documentation", async () => {
    const entity = onlyEntity(await loadText(entityText(...MINIMAL)));
    expect(entity).toEqual({
      id: "acme-uk",
      timezone: "Europe/London",
      spendesk: {
        environment: "production",
        baseUrl: "https://public-api.spendesk.com",
        target: "api",
        membersUrl: "https://app.spendesk.com/settings/members",
      },
      bulkImport: { template: null, titles: {}, columns: { roles: [], costCenter: [], approvalPolicy: [] } },
      sources: [
        {
          name: "personio",
          provider: "personio",
          baseUrl: null,
          settings: {},
          statuses: {},
          filter: null,
          configured: false,
        },
      ],
      configured: false,
      policy: {
        walletCurrency: null,
        inviteDaysBefore: 0,
        graceDays: 0,
        absent: "keep",
        neverManaged: "archive",
        rehires: "restore",
        rehireGapDays: 7,
        archivedByHand: "report",
        handEdits: "overwrite",
        create: true,
        update: ["email", "name", "bank", "manager"],
        archive: true,
        singleName: "skip",
        deriveBic: false,
        protect: [],
      },
      safety: LIMITS,
    });
  });

  it("reads every setting", async () => {
    const text = entityText(
      "timezone: Europe/Paris",
      "walletCurrency: eur",
      "spendesk:",
      "  baseUrl: http://127.0.0.1:4010/",
      "  target: file",
      "  membersUrl: https://spendesk.example.test/members",
      '  routes: { setMemberStatus: { method: PATCH, path: "/v2/users/{id}/status" } }',
      "source: { provider: hibob, baseUrl: https://hr.example.test/api/, settings: { attributes: { iban: x } } }",
      "employees: { include: all }",
      "joiners: { inviteDaysBefore: 14 }",
      "leavers: { graceDays: 3, absent: archive, neverManaged: keep }",
      "rehires: report",
      "archivedByHand: restore",
      "handEdits: report",
      "sync: { create: false, update: [name], archive: false, singleName: repeat, deriveBic: true }",
      "protect: [owner@acme.test]",
      "safety: { archives: { percent: 1, atLeast: 2 }, updates: { percent: 3, atLeast: 4 }, minEmployeesPercent: 90 }",
    );
    expect(onlyEntity(await loadText(`${text}credentials: { store: env }\n`))).toEqual({
      id: "acme-uk",
      timezone: "Europe/Paris",
      spendesk: {
        environment: "custom",
        baseUrl: "http://127.0.0.1:4010",
        target: "file",
        membersUrl: "https://spendesk.example.test/members",
        routes: { setMemberStatus: { method: "PATCH", path: "/v2/users/{id}/status" } },
      },
      bulkImport: { template: null, titles: {}, columns: { roles: [], costCenter: [], approvalPolicy: [] } },
      sources: [
        {
          name: "hibob",
          provider: "hibob",
          baseUrl: "https://hr.example.test/api",
          settings: { attributes: { iban: "x" } },
          statuses: {},
          filter: null,
          configured: true,
        },
      ],
      configured: true,
      policy: {
        walletCurrency: "EUR",
        inviteDaysBefore: 14,
        graceDays: 3,
        absent: "archive",
        neverManaged: "keep",
        rehires: "report",
        rehireGapDays: 7,
        archivedByHand: "restore",
        handEdits: "report",
        create: false,
        update: ["name"],
        archive: false,
        singleName: "repeat",
        deriveBic: true,
        protect: ["owner@acme.test"],
      },
      safety: {
        ...LIMITS,
        archives: { percent: 1, atLeast: 2 },
        updates: { percent: 3, atLeast: 4 },
        minEmployeesPercent: 90,
      },
    });
  });

  it("parses filters in text form, block form and groups", async () => {
    const text = entityText(
      ...MINIMAL,
      "employees:",
      "  include: filter",
      "  filter:",
      "    - \"'Work Location' is one of: Remote,London\"",
      "    - any:",
      "      - { field: Department, operator: is, values: [Sales] }",
      "      - all: [\"'Team' is not empty\", \"'Country' is: GB\"]",
    );
    const { configured, sources } = onlyEntity(await loadText(text));
    expect(configured).toBe(true);
    expect(sources[0].filter).toMatchObject({
      kind: "all",
      nodes: [
        { field: "Work Location", operator: "is one of", values: ["Remote", "London"] },
        {
          kind: "any",
          nodes: [
            { field: "Department", operator: "is", values: ["Sales"] },
            { kind: "all", nodes: [{ operator: "is not empty" }, { values: ["GB"] }] },
          ],
        },
      ],
    });
  });

  it("leaves out an entity without an HR tool, with a warning", async () => {
    const text = `${entityText(...MINIMAL)}  acme-fr: { timezone: Europe/Paris, spendesk: { environment: demo } }\n`;
    const loaded = await loadText(text);
    expect(onlyEntity(loaded).id).toBe("acme-uk");
    expect(loaded.unconnected).toMatchObject([
      { id: "acme-fr", spendesk: { environment: "demo", baseUrl: "https://public-api.demo.spendesk.com" } },
    ]);
    expect(loaded.warnings).toEqual([
      "Entity acme-fr has no HR tool yet and is left out. Run `spendesk-hr connect --entity acme-fr`.",
    ]);
  });
});

describe("configuration mistakes", () => {
  it("names the nearest key for an unknown one", async () => {
    const problem = await problemOf(entityText(...MINIMAL, "employes: { include: all }"));
    expect(problem.kind).toBe("configuration");
    expect(problem.code).toBe("config_unknown_key");
    expect(problem.message).toBe(
      `Unknown key \`employes\` in entities.acme-uk (${FILE}:6:5). Did you mean \`employees\`?`,
    );
    expect(problem.why).toContain("Nothing is guessed");
    expect(problem.next).toBe("Correct the file, then run `spendesk-hr config validate`.");
  });

  it("knows the keys of inner blocks and of the top", async () => {
    expect(await messageOf("leavers: { graceDay: 3 }")).toBe(
      `Unknown key \`graceDay\` in entities.acme-uk.leavers (${FILE}:6:16). Did you mean \`graceDays\`?`,
    );
    expect(await messageOf("spendesk: { enviroment: demo }")).toContain("Did you mean `environment`?");
    expect(await messageOf("safety: { archives: { percentage: 3 } }")).toContain("Did you mean `percent`?");
    expect(await messageOf("spendesk: { routes: { invite: {} } }")).toContain(
      "Known: createMembers, updateMembers, updateMember, setMemberStatus.",
    );
    const top = await problemOf(`${entityText(...MINIMAL)}entitys: {}\n`);
    expect(top.message).toBe(`Unknown key \`entitys\` (${FILE}:6:1). Did you mean \`entities\`?`);
  });

  it.each([
    ["leavers: { graceDays: 400 }", "leavers.graceDays must be a whole number from 0 to 365 (F:6:27)."],
    ["leavers: { graceDays: soon }", "leavers.graceDays must be a whole number from 0 to 365 (F:6:27)."],
    [
      "joiners: { inviteDaysBefore: 1.5 }",
      "joiners.inviteDaysBefore must be a whole number from 0 to 90 (F:6:34).",
    ],
    ["leavers:", "leavers is empty: give it a value or remove the key (F:6:13)."],
    ["leavers: 3", "leavers must be a block of keys (F:6:14)."],
    ["leavers: { absent: delete }", "leavers.absent must be keep or archive (F:6:24)."],
    [
      "sync: { archive: yes }",
      "sync.archive must be true or false (F:6:22). Write true, without quotes: yes is a text.",
    ],
    [
      "sync: { update: [emails] }",
      "sync.update[0] must be email or name or bank or manager (F:6:22). Did you mean `email`?",
    ],
    [
      "walletCurrency: pounds",
      "walletCurrency must be a currency code of three letters such as GBP (F:6:21).",
    ],
    ["protect: [owner]", "protect[0] must be an e-mail address (F:6:15)."],
    ["employees: {}", "employees.include is missing (F:6:5)."],
    [
      "employees: { include: filter }",
      "employees.filter needs at least one rule, because include is filter (F:6:5).",
    ],
    [
      "employees: { include: filter, filter: [] }",
      "employees.filter needs at least one rule, because include is filter (F:6:43).",
    ],
    [
      "employees: { include: all, filter: [\"'Team' is: A\"] }",
      "employees.filter has rules, but include is all: choose one of both (F:6:40).",
    ],
    [
      "spendesk: { environment: prod }",
      "spendesk.environment must be production or demo (F:6:30). Did you mean `production`?",
    ],
    [
      "spendesk: { environment: demo, baseUrl: https://x.example.test }",
      "spendesk.baseUrl can't stand beside environment: keep one (F:6:45).",
    ],
    ["spendesk: { routes: { updateMember: { method: GET, path: /v1/users } } }", null],
  ])("says what is wrong with %s", async (line, expected) => {
    const problem = await problemOf(entityText(...MINIMAL, line));
    if (expected === null) {
      expect(problem.message).toBe(`${FILE} has 2 mistakes.`);
      expect(problem.why).toContain("routes.updateMember.method must be POST or PUT or PATCH");
      expect(problem.why).toContain("routes.updateMember.path must hold {id} where the member's id goes");
      return;
    }
    expect(problem.code).toBe("config_invalid");
    expect(problem.message).toBe(`entities.acme-uk.${expected.replace("F:", `${FILE}:`)}`);
  });

  it("suggests a time zone", async () => {
    const { message } = await problemOf(
      entityText("timezone: Europe/Lodnon", "source: { provider: personio }"),
    );
    expect(message).toBe(
      `entities.acme-uk.timezone must be a time zone such as Europe/London, or UTC (${FILE}:4:15). Did you mean \`Europe/London\`?`,
    );
    const offset = await problemOf(entityText('timezone: "+01:00"', "source: { provider: personio }"));
    expect(offset.message).toContain("must be a time zone such as Europe/London");
  });

  it("needs a time zone", async () => {
    const { message } = await problemOf(entityText("source: { provider: personio }"));
    expect(message).toBe(`entities.acme-uk.timezone is missing (${FILE}:3:3).`);
  });

  it("refuses addresses without https, except on this computer", async () => {
    const problem = await problemOf(entityText(...MINIMAL, "spendesk: { baseUrl: http://api.example.test }"));
    expect(problem.message).toMatch(
      /^entities\.acme-uk\.spendesk\.baseUrl can't be used \(spendesk-hr\.config\.yaml:6:26\)\. Plain http /,
    );
    const { spendesk } = onlyEntity(
      await loadText(entityText(...MINIMAL, "spendesk: { baseUrl: http://localhost:8080 }")),
    );
    expect(spendesk.baseUrl).toBe("http://localhost:8080");
  });

  it("never quotes an address that holds a password", async () => {
    const problem = await problemOf(
      entityText(
        "timezone: UTC",
        "source: { provider: personio, baseUrl: https://ada:hunter2@hr.example.test }",
      ),
    );
    expect(problem.message).toContain("must not hold a user name, a password");
    expect(`${problem.message}${problem.why}${problem.next}`).not.toContain("hunter2");
  });

  it("explains what an entity may be called", async () => {
    const { message } = await problemOf("version: 1\nentities:\n  Acme UK: {}\n");
    expect(message).toBe(
      `entities.Acme UK is not a name for an entity: use small letters, digits and hyphens, at most 63 (${FILE}:3:3).`,
    );
  });

  it("accepts only stores of credentials that exist", async () => {
    const { message } = await problemOf(`${entityText(...MINIMAL)}credentials: { store: keychian }\n`);
    expect(message).toBe(
      `credentials.store must be keychain or env or file or encrypted-file or systemd or command (${FILE}:6:23). Did you mean \`keychain\`?`,
    );
  });

  it("shows at most ten of many mistakes and counts the rest", async () => {
    const keys = Array.from({ length: 12 }, (_, index) => `zzz${index}: 1`);
    const problem = await problemOf(entityText(...MINIMAL, ...keys));
    expect(problem.code).toBe("config_unknown_key");
    expect(problem.message).toBe(`${FILE} has 12 mistakes.`);
    expect(problem.why.split("\n")).toHaveLength(11);
    expect(problem.why).toContain("… and 2 more.");
  });

  it("refuses filter rules of other forms", async () => {
    expect(await messageOf("employees: { include: filter, filter: [42] }")).toMatch(
      /^entities\.acme-uk\.employees\.filter\[0\] must be a rule such as .*numbers among the values go in quotes/,
    );
  });

  it("names entity and place of a filter rule that can't be parsed", async () => {
    const problem = await problemOf(
      entityText(
        ...MINIMAL,
        "employees:",
        "  include: filter",
        "  filter:",
        "    - \"'Team' is not empty\"",
        "    - \"'Work Lokation' is one of: Remote\"",
      ),
    );
    expect(problem.kind).toBe("configuration");
    expect(problem.code).toBe("filter_unknown_field");
    expect(problem.message).toContain(`Entity acme-uk (${FILE}:10:11): `);
    expect(problem.message).toContain("Work Lokation");
  });
});

describe("secrets in the configuration", () => {
  it.each(["clientSecret", "api_key", "refresh-token", "password", "privateKeyPem", "Authorization"])(
    "refuses the key %s anywhere, without its value",
    async (key) => {
      const problem = await problemOf(
        entityText(
          "timezone: UTC",
          "source:",
          "  provider: personio",
          `  settings: { auth: { ${key}: hunter2 } }`,
        ),
      );
      expect(problem.code).toBe("config_secret");
      expect(problem.message).toBe(
        `Secrets don't belong in the configuration: entities.acme-uk.source.settings.auth.${key} (${FILE}:7:27).`,
      );
      expect(problem.next).toContain("`spendesk-hr connect`");
      expect(`${problem.message}${problem.why}${problem.next}`).not.toContain("hunter2");
    },
  );

  it("takes no offence at addresses of tokens and at entities with such names", async () => {
    const text =
      "version: 1\nentities:\n  token: { timezone: UTC, source: { provider: workday, settings: { tokenUrl: x } } }\n";
    expect(onlyEntity(await loadText(text)).id).toBe("token");
  });
});

describe("source.statuses", () => {
  const withStatuses = (statuses: string) =>
    loadText(entityText("timezone: Europe/London", `source: { provider: personio, statuses: ${statuses} }`));

  it("says what statuses mean", async () => {
    const { sources } = onlyEntity(await withStatuses("{ Sabbatical: active, 'on hold': ignore }"));
    expect(sources[0].statuses).toEqual({ Sabbatical: "active", "on hold": "ignore" });
  });

  it.each([
    ["{ Sabbatical: employed }", "must be active or pending or inactive or ignore"],
    ["{ Sabbatical: active, sabbatical: inactive }", "is the same status as Sabbatical"],
    ["{ '': active }", "it is empty"],
  ])("refuses %s", async (statuses, says) => {
    await expect(withStatuses(statuses)).rejects.toMatchObject({
      kind: "configuration",
      message: expect.stringContaining(says),
    });
  });
});
