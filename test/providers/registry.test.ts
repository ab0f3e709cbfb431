import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { guidesOf } from "../../src/providers/provider.js";
import { findProvider, PROVIDERS } from "../../src/providers/registry.js";
import { isProblem } from "../../src/shared/errors.js";

const FOLDER = new URL("../../src/providers/", import.meta.url);

describe("provider registry", () => {
  it("has every folder with an index.ts, every connector, and nothing else", () => {
    const folders = readdirSync(FOLDER).filter((name) => existsSync(new URL(`${name}/index.ts`, FOLDER)));
    const offered = folders.filter((name) => !name.startsWith("_"));
    const connectors = readdirSync(new URL("../connectors/tools/", FOLDER)).map((name) =>
      name.replace(/\.ts$/, ""),
    );
    expect(PROVIDERS.map((entry) => entry.id).sort()).toEqual([...offered, ...connectors].sort());
  });

  it("finds a provider by its id", async () => {
    expect((await findProvider("personio")).title).toBe("Personio");
  });

  it("names the nearest and all providers for an unknown one", async () => {
    await expect(findProvider("Persono")).rejects.toMatchObject({
      kind: "usage",
      code: "unknown_provider",
      why: expect.stringContaining("personio"),
      next: expect.stringContaining("Did you mean personio?"),
    });
    await expect(findProvider("oracle")).rejects.toMatchObject({ next: expect.not.stringContaining("mean") });
  });

  it("loads no schemas until a provider is used", async () => {
    const { metafile } = await build({
      entryPoints: [fileURLToPath(new URL("registry.ts", FOLDER))],
      absWorkingDir: fileURLToPath(FOLDER),
      bundle: true,
      format: "esm",
      packages: "external",
      write: false,
      metafile: true,
    });
    const loaded = new Set<string>(["registry.ts"]);
    for (const file of loaded) {
      const imports = metafile.inputs[file]?.imports ?? [];
      for (const { path, kind } of imports) if (kind === "import-statement") loaded.add(path);
    }
    expect(loaded).not.toContain("zod");
    expect([...loaded].filter((file) => file.includes("personio"))).toEqual([]);
  });

  describe.each(PROVIDERS.map((entry) => [entry.id, entry] as const))("%s", (id, entry) => {
    it("is what its entry says", async () => {
      const provider = await entry.load();
      expect({ id: provider.id, title: provider.title }).toEqual({ id, title: entry.title });
    });

    it("tells the admin what to do, what is read and why", async () => {
      const provider = await entry.load();
      const texts = [
        provider.bankDetails,
        provider.requests.formula,
        ...provider.setupSteps,
        ...provider.notVerified,
        ...provider.dataRead.flatMap(({ label, purpose, permission }) => [label, purpose, permission]),
        ...provider.credentialFields.flatMap(({ key, label, help }) => [key, label, help]),
        ...provider.settingFields.flatMap(({ key, label, help }) => [key, label, help]),
      ];
      expect(texts.filter((text) => text.trim() === "")).toEqual([]);
      expect(provider.setupSteps.length).toBeGreaterThan(0);
      expect(provider.notVerified.length).toBeGreaterThan(0);
    });

    it("links the vendor's own page, where there is a vendor", async () => {
      for (const { link } of guidesOf(await entry.load())) {
        if (id === "file") expect(link).toBeNull();
        else expect(new URL(link ?? "").protocol).toBe("https:");
      }
    });

    it("says which data a setting decides, where an advice names it", async () => {
      for (const { dataRead, settingFields } of guidesOf(await entry.load())) {
        const fields = dataRead.map(({ field }) => field);
        for (const { decides = [] } of settingFields)
          expect(fields).toEqual(expect.arrayContaining([...decides]));
        const named = dataRead.flatMap(({ field, ifEmpty = "" }) =>
          [...ifEmpty.matchAll(/source\.settings\.([\w.]*\w)/gu)].map(([, key]) => ({ field, key })),
        );
        for (const { field, key } of named) {
          expect(settingFields.find((setting) => setting.key === key)?.decides).toContain(field);
        }
      }
    });

    it("asks for nothing that is used for nothing", async () => {
      const provider = await entry.load();
      const asked = guidesOf(provider).flatMap(({ dataRead, settingFields }) => [
        ...dataRead.flatMap(({ field, label }) => [field, label]),
        ...settingFields.flatMap(({ key, label }) => [key, label]),
      ]);
      expect(
        asked.filter((text) => /personal.?e-?mail|private.?e-?mail|holder|account name/iu.test(text)),
      ).toEqual([]);
    });

    it("needs at least names, work e-mail and status, each field once", async () => {
      const { dataRead } = await entry.load();
      const fields = dataRead.map((data) => data.field);
      expect(new Set(fields).size).toBe(fields.length);
      const required = dataRead.filter((data) => data.required).map((data) => data.field);
      expect(required).toEqual(expect.arrayContaining(["workEmail", "firstName", "lastName", "status"]));
    });

    it("has a secret credential and refuses empty ones without repeating them", async () => {
      const provider = await entry.load();
      const credentialFields = guidesOf(provider).flatMap((guide) => guide.credentialFields);
      expect(credentialFields.some((field) => field.secret)).toBe(true);
      for (const field of credentialFields) {
        expect(field.key).toMatch(/^[a-z][A-Za-z0-9]*$/);
        expect(field.validate(" ")).toBeTruthy();
        // Some secrets may hold blanks: no message at all.
        expect(field.validate("two words-of-secret") ?? "").not.toContain("words-of-secret");
      }
    });

    it("refuses settings it does not know", async () => {
      const { settings } = await entry.load();
      expect(settings.safeParse({ surely: "unknown" }).success).toBe(false);
    });

    it("talks to its vendor over https", async () => {
      const { settings, baseUrl } = await entry.load();
      const example = settings.safeParse({});
      if (example.success)
        expect(addressOrProblem(() => baseUrl(example.data, {}))).toMatch(/^https:\/\/|^credentials$/);
    });
  });
});

/** A host that is part of the credentials can't be told without them: that is a problem of its own kind. */
function addressOrProblem(baseUrl: () => string): string {
  try {
    return baseUrl();
  } catch (error) {
    if (isProblem(error)) return error.kind;
    throw error;
  }
}
