import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { createFileStore } from "../../../src/credentials/file-store.js";
import { FIELDS, newFolder, newRegistry, PERSONIO, problemOf } from "../../credentials/stores.js";
import { giveAway } from "../support/rights.js";

it("a credentials file that belongs to another user is refused", async () => {
  const folder = await newFolder();
  onTestFinished(() => folder.remove());
  const path = join(folder.path, "credentials.json");
  await writeFile(path, JSON.stringify({ "acme-uk": { personio: { clientId: "papi-id" } } }), {
    mode: 0o600,
  });
  const store = createFileStore(path, newRegistry());
  expect(await store.read(PERSONIO, FIELDS)).toEqual({ clientId: "papi-id" });
  giveAway(path, 12_345);
  const { problem } = await problemOf(store.read(PERSONIO, FIELDS));
  expect(problem.code).toBe("credentials_file_owner");
  expect(problem.why).toContain("uid 12345");
});
