import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { configJsonSchema } from "../../src/config/json-schema.js";
import { draftEntity } from "../../src/config/write.js";
import { FILE, loadText, newWorkspace, rejection } from "./workspace.js";

const GROUP_OF_COMPANIES = `version: 1
defaults:
  spendesk: { environment: demo }
  source:
    provider: personio
    settings: { attributes: { iban: dynamic_1 } }
    statuses: { Sabbatical: active }
  employees: { include: filter, filter: ["'Work Location' is one of: London"] }
  protect: [owner@acme.test]
  safety:
    archives: { percent: 5 }
groups:
  france:
    timezone: Europe/Paris
    leavers: { graceDays: 3 }
    safety: { archives: { atLeast: 2 } }
entities:
  acme-fr: { group: france }
  acme-lyon:
    group: france
    spendesk: { baseUrl: "https://spendesk.example.test" }
    employees: { include: all }
    safety: { archives: { percent: 8 } }
  acme-uk:
    timezone: Europe/London
    source: { provider: deel }
    protect: []
`;

async function entityOf(text: string, id: string) {
  const { entities } = await loadText(text);
  const entity = entities.find((one) => one.id === id);
  if (!entity) throw new Error(`there is no ${id}`);
  return entity;
}

describe("settings that entities have in common", () => {
  it("come from the group, then from the defaults, block by block", async () => {
    const { timezone, spendesk, policy, safety, sources } = await entityOf(GROUP_OF_COMPANIES, "acme-fr");
    expect({
      timezone,
      host: spendesk.environment,
      grace: policy.graceDays,
      protect: policy.protect,
    }).toEqual({
      ...{ timezone: "Europe/Paris", host: "demo", grace: 3, protect: ["owner@acme.test"] },
    });
    expect(safety.archives).toEqual({ percent: 5, atLeast: 2 });
    expect(sources[0]).toMatchObject({
      ...{ provider: "personio", settings: { attributes: { iban: "dynamic_1" } }, configured: true },
      statuses: { Sabbatical: "active" },
    });
  });

  it("give way to the entity's own: a host to a host, a choice of people to a choice", async () => {
    const { spendesk, sources, safety } = await entityOf(GROUP_OF_COMPANIES, "acme-lyon");
    expect(spendesk).toMatchObject({ environment: "custom", baseUrl: "https://spendesk.example.test" });
    expect(sources[0].filter).toBeNull();
    expect(safety.archives).toEqual({ percent: 8, atLeast: 2 });
  });

  it("of one HR tool are not those of another, and a list replaces a list", async () => {
    const { sources, policy } = await entityOf(GROUP_OF_COMPANIES, "acme-uk");
    expect(sources[0]).toMatchObject({ provider: "deel", settings: {}, statuses: {} });
    expect(policy.protect).toEqual([]);
  });

  it("give a block without a word of its own everything", async () => {
    const text = GROUP_OF_COMPANIES.replace("graceDays: 3", "graceDays: 9").replace(
      "defaults:",
      "defaults:\n  timezone: UTC",
    );
    const { entities } = await loadText(`${text}  acme-es:\n`);
    expect(entities.find(({ id }) => id === "acme-es")).toMatchObject({
      timezone: "UTC",
      policy: { graceDays: 0 },
    });
  });

  it("are shown with the line in which they stand", async () => {
    const { origins } = await loadText(GROUP_OF_COMPANIES);
    const originOf = (key: string) => origins.find((one) => one.key === `entities.acme-lyon.${key}`)?.origin;
    expect(originOf("timezone")).toBe(`file ${FILE}:14`);
    expect(originOf("safety.archives.percent")).toBe(`file ${FILE}:23`);
    expect(originOf("safety.archives.atLeast")).toBe(`file ${FILE}:16`);
    expect(originOf("source.settings.attributes.iban")).toBe(`file ${FILE}:6`);
    expect(originOf("spendesk.environment")).toBe(`file ${FILE}:21`);
    expect(originOf("employees.include")).toBe(`file ${FILE}:22`);
    expect(originOf("leavers.absent")).toBe("default");
  });
});

describe("a mistake in them", () => {
  it("is told once, where it stands, whatever number of entities has it", async () => {
    const problem = await rejection(loadText(GROUP_OF_COMPANIES.replace("graceDays: 3", "graceDays: 400")));
    expect(problem.message).toBe(
      `groups.france.leavers.graceDays must be a whole number from 0 to 365 (${FILE}:15:27).`,
    );
    const unknown = await rejection(
      loadText(GROUP_OF_COMPANIES.replace("protect: [owner", "protekt: [owner")),
    );
    expect(unknown.message).toBe(
      `Unknown key \`protekt\` in defaults (${FILE}:9:3). Did you mean \`protect\`?`,
    );
  });

  it("does not hide one of an entity's own", async () => {
    const text = GROUP_OF_COMPANIES.replace("graceDays: 3", "graceDays: 400").replace(
      "percent: 8",
      "percent: 800",
    );
    const { why } = await rejection(loadText(text));
    expect(why).toContain("groups.france.leavers.graceDays");
    expect(why).toContain("entities.acme-lyon.safety.archives.percent");
    expect(why.split("\n")).toHaveLength(2);
  });

  it("such as a rule that can't be read is shown where it is written", async () => {
    const text = GROUP_OF_COMPANIES.replace(
      "'Work Location' is one of: London",
      "'Work Locatoin' is one of: London",
    );
    expect((await rejection(loadText(text))).message).toContain(`${FILE}:8:`);
  });

  it("is a group that the file does not have", async () => {
    const text = GROUP_OF_COMPANIES.replace("{ group: france }", "{ group: frence }");
    expect((await rejection(loadText(text))).message).toContain(
      "entities.acme-fr.group must be the name of a group: france",
    );
  });
});

describe("a change by connect or configure", () => {
  async function changed(id: string, ...[patch]: [Parameters<typeof draftEntity>[2]]) {
    const { write } = await newWorkspace();
    const path = await write(`project/${FILE}`, GROUP_OF_COMPANIES);
    const draft = await draftEntity(path, id, patch);
    await draft.save();
    return { entity: draft.entity, text: await readFile(path, "utf8") };
  }

  it("is written into the entity alone", async () => {
    const { entity, text } = await changed("acme-fr", { leavers: { absent: "archive" } });
    expect(entity.policy).toMatchObject({ absent: "archive", graceDays: 3 });
    expect(text).toContain("groups:\n  france:\n    timezone: Europe/Paris\n    leavers: { graceDays: 3 }");
  });

  it("keeps the HR tool that was inherited when another one comes beside it", async () => {
    const { entity, text } = await changed("acme-fr", {
      source: { provider: "deel", beside: true, settings: {} },
      of: "deel",
    });
    expect(entity.sources.map(({ provider }) => provider)).toEqual(["personio", "deel"]);
    expect(entity.sources[0].filter).not.toBeNull();
    expect(text).toContain("defaults:\n  spendesk: { environment: demo }\n  source:\n    provider: personio");
  });

  it("of what a status means adds to those that are inherited", async () => {
    const { entity } = await changed("acme-fr", { statuses: { "On hold": "ignore" } });
    expect(entity.sources[0].statuses).toEqual({ Sabbatical: "active", "On hold": "ignore" });
    expect(entity.sources[0].provider).toBe("personio");
  });
});

it("the schema for editors asks nothing of an entity that it may have from elsewhere", () => {
  const { properties } = configJsonSchema() as {
    properties: Record<string, { additionalProperties?: { required?: unknown } }>;
  };
  expect(properties.entities?.additionalProperties?.required).toBeUndefined();
  expect(Object.keys(properties)).toEqual(expect.arrayContaining(["defaults", "groups"]));
});
