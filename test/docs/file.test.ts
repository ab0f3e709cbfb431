import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { everySettingField } from "../../src/providers/provider.js";
import { findProvider } from "../../src/providers/registry.js";
import { textOf } from "./pages.js";

const PAGE = textOf("docs/file.md");

/** All source text of some folders. */
function sourceOf(...folders: readonly string[]): string {
  const files = folders.flatMap((folder) => {
    const url = new URL(`../../src/${folder}/`, import.meta.url);
    const names = readdirSync(url, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".ts"),
    );
    return names.map((name) => readFileSync(new URL(name, url), "utf8"));
  });
  return files.join("\n");
}

describe("the page on HR exports", () => {
  it("has every setting, and none that is not there", async () => {
    const keys = everySettingField(await findProvider("file")).map(({ key }) => key);
    const [, table = ""] = PAGE.split("## 3. Settings");
    for (const key of keys) expect(table, key).toContain(`\`${key.replace(/^columns\./u, "")}\``);
  });

  it("has every code of a problem, and none that is not there", () => {
    const source = sourceOf("providers/file", "cli/connect/file");
    const codes = new Set(source.match(/(?<=")file_[a-z_]+(?=")/gu));
    const listed = new Set(PAGE.match(/(?<=`)file_[a-z_]+(?=`)/gu));
    expect([...listed].sort()).toEqual([...codes].sort());
  });
});
