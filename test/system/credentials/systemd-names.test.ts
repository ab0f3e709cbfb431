import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { systemdName } from "../../../src/credentials/names.js";
import { guidesOf } from "../../../src/providers/provider.js";
import { PROVIDERS } from "../../../src/providers/registry.js";
import { newFolder } from "../../credentials/stores.js";

it("the names of systemd credentials are such that systemd accepts a unit with all of them", async () => {
  const folder = await newFolder();
  onTestFinished(() => folder.remove());
  const providers = await Promise.all(PROVIDERS.map((entry) => entry.load()));
  const names = providers.flatMap((provider) =>
    guidesOf(provider).flatMap(({ credentialFields }) =>
      credentialFields.map(({ key }) =>
        systemdName({ entity: "a".repeat(63), connection: provider.id }, key),
      ),
    ),
  );
  expect(names.length).toBeGreaterThan(10);
  const unit = join(folder.path, "test.service");
  const lines = names.map((name) => `LoadCredential=${name}:/run/${name}`);
  await writeFile(unit, ["[Service]", "ExecStart=/bin/true", ...lines, ""].join("\n"));
  const { status, stdout, stderr } = spawnSync("systemd-analyze", ["verify", "--man=no", unit], {
    encoding: "utf8",
  });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "", stderr: "" });
});
