import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { configJsonSchema } from "../../src/config/json-schema.js";
import { loadText, onlyEntity } from "./workspace.js";

describe("JSON Schema of the configuration", () => {
  it("describes the keys, choices and limits for editors", () => {
    const schema = JSON.parse(JSON.stringify(configJsonSchema()));
    expect(schema).toMatchObject({
      $schema: "http://json-schema.org/draft-07/schema#",
      title: "Configuration of spendesk-hr",
      required: ["version", "entities"],
      additionalProperties: false,
    });
    const entity = schema.properties.entities.additionalProperties;
    expect(entity.additionalProperties).toBe(false);
    expect(entity.properties.leavers.properties.graceDays).toMatchObject({
      type: "integer",
      minimum: 0,
      maximum: 365,
      default: 0,
    });
    expect(entity.properties.spendesk.properties.environment.enum).toEqual(["production", "demo"]);
    expect(entity.properties.employees.required).toEqual(["include"]);
    expect(schema.properties.credentials.properties.store.enum).toEqual([
      "keychain",
      "env",
      "file",
      "encrypted-file",
      "systemd",
      "command",
    ]);
  });
});

describe("example configuration", () => {
  it("loads and shows the settings of the documentation", async () => {
    const text = await readFile(join(import.meta.dirname, "../../spendesk-hr.config.example.yaml"), "utf8");
    const loaded = await loadText(text);
    expect(loaded.warnings).toEqual([]);
    expect(loaded.credentials.store.value).toBe("keychain");
    const entity = onlyEntity(loaded);
    expect(entity).toMatchObject({
      id: "acme-uk",
      configured: true,
      sources: [
        {
          provider: "personio",
          baseUrl: null,
          settings: {},
          filter: {
            kind: "all",
            nodes: [
              { field: "Work Location", operator: "is one of", values: ["Remote", "London", "Paris"] },
              { field: "Employment Type", operator: "is not one of", values: ["external"] },
            ],
          },
        },
      ],
      policy: {
        walletCurrency: "GBP",
        protect: ["owner@acme.test"],
      },
    });
    expect(loaded.origins.filter(({ origin }) => origin === "default").map(({ key }) => key)).toEqual([
      "stateDir",
    ]);
  });

  it("shows defaults as they are", async () => {
    const text = await readFile(join(import.meta.dirname, "../../spendesk-hr.config.example.yaml"), "utf8");
    const shown = onlyEntity(await loadText(text));
    const bare = onlyEntity(
      await loadText("version: 1\nentities: { a: { timezone: UTC, source: { provider: personio } } }\n"),
    );
    expect(shown.safety).toEqual(bare.safety);
    expect(shown.spendesk).toEqual(bare.spendesk);
    const { walletCurrency, protect, ...rest } = shown.policy;
    expect(bare.policy).toMatchObject(rest);
  });
});
