import { chmod, lstat, readdir, readFile, stat, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { replaceConfig } from "../../src/config/replace-file.js";
import { draftEntity, type EntityPatch, type GlobalPatch } from "../../src/config/write.js";
import { FILE, newWorkspace, onlyEntity, rejection } from "./workspace.js";

const CONNECTED: EntityPatch = {
  protect: ["owner@acme.test"],
  source: { provider: "personio", settings: {} },
  spendesk: { environment: "demo" },
  timezone: "Europe/London",
};

const COMMENTED = `# Payroll, ask Ada before changing.
version: 1
entities:
  # Our first company.
  acme-uk:
    timezone: Europe/London # office
    spendesk:
      environment: demo
      target: file # until write access is granted
    source:
      provider: personio
      # agreed with HR
      settings:
        attributes: { iban: dynamic_1 } # bank
    employees:
      include: filter
      filter:
        # only the offices
        - "'Work Location' is one of: Remote,London" # no Paris
        - "'Team' is not empty"
    leavers: { graceDays: 3, absent: archive }
    protect:
      - owner@acme.test # owns the account
  # Second.
  acme-fr: { timezone: Europe/Paris }

# The end.
`;

async function upsertEntity(
  path: string,
  id: string,
  patch: EntityPatch,
  globals?: GlobalPatch,
): Promise<void> {
  const draft = await draftEntity(path, id, patch, globals);
  await draft.save();
}

describe("writing the configuration", () => {
  it("creates a file with an explanation that loads again", async () => {
    const { cwd, load } = await newWorkspace();
    const path = join(cwd, FILE);
    await upsertEntity(path, "acme-uk", CONNECTED);
    expect(await readFile(path, "utf8")).toBe(
      `# Configuration of spendesk-hr. Secrets don't belong here: \`spendesk-hr connect\` stores them.
# For help while editing: spendesk-hr config schema > spendesk-hr.schema.json
# yaml-language-server: $schema=./spendesk-hr.schema.json
version: 1
entities:
  acme-uk:
    timezone: Europe/London
    spendesk:
      environment: demo
    source:
      provider: personio
      settings: {}
    protect:
      - owner@acme.test
`,
    );
    expect(onlyEntity(await load()).configured).toBe(false);
  });

  it("creates missing folders and gives a new file to its owner only", async () => {
    const { home } = await newWorkspace();
    const path = join(home, "new", "folder", FILE);
    await upsertEntity(path, "acme-uk", CONNECTED);
    if (process.platform !== "win32") expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it("keeps comments and order, and changes only what is given", async () => {
    const { write } = await newWorkspace();
    const path = await write(`project/${FILE}`, COMMENTED);
    await upsertEntity(path, "acme-uk", {
      employees: {
        include: "filter",
        filter: ["'Work Location' is one of: Remote,London", "'Country' is: GB"],
      },
      leavers: { graceDays: 5 },
      sync: { archive: false },
      protect: ["owner@acme.test", "ada@acme.test"],
    });
    expect(await readFile(path, "utf8")).toBe(
      COMMENTED.replace(`"'Team' is not empty"`, `"'Country' is: GB"`)
        .replace("graceDays: 3", "graceDays: 5")
        .replace(
          "# owns the account\n",
          "# owns the account\n      - ada@acme.test\n    sync:\n      archive: false\n",
        ),
    );
  });

  it("leaves a file alone when nothing changes, however it is laid out", async () => {
    const { write } = await newWorkspace();
    const text = COMMENTED.replaceAll("# ", "    #").replace("leavers: {", "leavers:   {");
    const path = await write(`project/${FILE}`, text);
    await upsertEntity(path, "acme-uk", { timezone: "Europe/London", leavers: { graceDays: 3 } });
    expect(await readFile(path, "utf8")).toBe(text);
  });

  it("replaces the HR tool with its settings, and where Spendesk is but not its target", async () => {
    const { write, load } = await newWorkspace();
    const path = await write(`project/${FILE}`, COMMENTED);
    await upsertEntity(path, "acme-uk", {
      source: { provider: "hibob", baseUrl: "https://hr.example.test", settings: { region: "eu" } },
      spendesk: { baseUrl: "http://127.0.0.1:4010" },
      employees: { include: "all" },
    });
    const { sources, spendesk } = onlyEntity(await load());
    expect(sources).toEqual([
      {
        name: "hibob",
        provider: "hibob",
        baseUrl: "https://hr.example.test",
        settings: { region: "eu" },
        statuses: {},
        filter: null,
        configured: true,
      },
    ]);
    expect(spendesk).toMatchObject({
      environment: "custom",
      baseUrl: "http://127.0.0.1:4010",
      target: "file",
    });

    await upsertEntity(path, "acme-uk", { spendesk: { environment: "production" } });
    expect(onlyEntity(await load()).spendesk).toMatchObject({ environment: "production", target: "file" });
  });

  it("writes where credentials are kept, and keeps the comments around it", async () => {
    const { write, load } = await newWorkspace();
    const path = await write(`project/${FILE}`, COMMENTED);
    await upsertEntity(path, "acme-uk", {}, { credentials: { store: "env" } });
    expect((await load()).credentials.store.value).toBe("env");
    expect(await readFile(path, "utf8")).toBe(
      COMMENTED.replace("\n# The end.\n", "credentials:\n  store: env\n\n# The end.\n"),
    );

    for (const text of ["credentials:\n", "credentials: { store: env } # server\n"]) {
      await write(`project/${FILE}`, `${COMMENTED}${text}`);
      await upsertEntity(path, "acme-uk", {}, { credentials: { store: "keychain" } });
      expect((await load()).credentials.store.value).toBe("keychain");
    }
    expect(await readFile(path, "utf8")).toContain("credentials: { store: keychain } # server\n");
  });

  it("removes the wallet currency when there is none any more", async () => {
    const { write, load } = await newWorkspace();
    const path = await write(`project/${FILE}`, COMMENTED);
    await upsertEntity(path, "acme-uk", { walletCurrency: "GBP" });
    expect(onlyEntity(await load()).policy.walletCurrency).toBe("GBP");
    await upsertEntity(path, "acme-uk", { walletCurrency: null });
    expect(await readFile(path, "utf8")).toBe(COMMENTED);
  });

  it("adds an entity below the others", async () => {
    const { write, load } = await newWorkspace();
    const path = await write(`project/${FILE}`, COMMENTED);
    await upsertEntity(path, "acme-de", CONNECTED);
    expect((await load()).entities.map(({ id }) => id)).toEqual(["acme-uk", "acme-de"]);
    expect(await readFile(path, "utf8")).toContain("# Second.\n");
  });

  it("fills in a file that has only a version, or an empty entity", async () => {
    const { write, load } = await newWorkspace();
    for (const text of ["version: 1\nentities:\n", "version: 1\nentities:\n  acme-uk:\n", "", "# Later.\n"]) {
      const path = await write(`project/${FILE}`, text);
      await upsertEntity(path, "acme-uk", CONNECTED);
      expect(onlyEntity(await load()).timezone).toBe("Europe/London");
    }
  });

  it("writes JSON as JSON", async () => {
    const { cwd, load } = await newWorkspace();
    const path = join(cwd, "spendesk-hr.config.json");
    await upsertEntity(path, "acme-uk", CONNECTED);
    await upsertEntity(path, "acme-uk", { employees: { include: "all" } });
    expect(JSON.parse(await readFile(path, "utf8"))).toEqual({
      version: 1,
      entities: {
        "acme-uk": {
          timezone: "Europe/London",
          spendesk: { environment: "demo" },
          source: { provider: "personio", settings: {} },
          protect: ["owner@acme.test"],
          employees: { include: "all" },
        },
      },
    });
    expect(onlyEntity(await load()).configured).toBe(true);
  });

  it("never writes a file that would not load", async () => {
    const { write, cwd } = await newWorkspace();
    const path = await write(`project/${FILE}`, COMMENTED);
    const wrongZone = await rejection(upsertEntity(path, "acme-uk", { timezone: "Mars" }));
    expect(wrongZone.code).toBe("config_invalid");
    const wrongFilter = await rejection(
      upsertEntity(path, "acme-uk", { employees: { include: "filter", filter: ["'Nothing' is: x"] } }),
    );
    expect(wrongFilter.code).toBe("filter_unknown_field");
    expect(await readFile(path, "utf8")).toBe(COMMENTED);
    expect(await readdir(cwd)).toEqual([FILE]);
  });

  it("refuses a file in which entities share blocks", async () => {
    const { write } = await newWorkspace();
    const text = `version: 1
entities:
  a: { timezone: UTC, leavers: &same { graceDays: 1 } }
  b: { timezone: UTC, leavers: *same }
`;
    const path = await write(`project/${FILE}`, text);
    const problem = await rejection(upsertEntity(path, "a", { leavers: { graceDays: 2 } }));
    expect(problem.code).toBe("config_aliases");
    expect(problem.why).toContain("changing one entity could change another one");
    expect(await readFile(path, "utf8")).toBe(text);
  });

  it("keeps the permissions and the link of an existing file", async () => {
    const { write, cwd } = await newWorkspace();
    const real = await write("real.yaml", COMMENTED);
    await chmod(real, 0o640);
    const link = join(cwd, FILE);
    await symlink(real, link);
    await upsertEntity(link, "acme-uk", { timezone: "Europe/Berlin" });
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect((await stat(real)).mode & 0o777).toBe(0o640);
    expect(await readFile(real, "utf8")).toBe(COMMENTED.replace("Europe/London", "Europe/Berlin"));
  });

  it("writes nothing before the draft is saved, and shows what it would be", async () => {
    const { write, cwd } = await newWorkspace();
    const path = await write(`project/${FILE}`, COMMENTED);
    const { entity } = await draftEntity(path, "acme-uk", { leavers: { graceDays: 9 } });
    expect(entity.policy).toMatchObject({ graceDays: 9, absent: "archive" });
    expect(await readFile(path, "utf8")).toBe(COMMENTED);
    expect((await draftEntity(join(cwd, "new.yaml"), "acme-uk", CONNECTED)).entity.id).toBe("acme-uk");
    expect(await readdir(cwd)).toEqual([FILE]);
  });

  it("refuses to save over what somebody else wrote meanwhile", async () => {
    const { write } = await newWorkspace();
    const path = await write(`project/${FILE}`, COMMENTED);
    const draft = await draftEntity(path, "acme-uk", { leavers: { graceDays: 9 } });
    const theirs = COMMENTED.replace("graceDays: 3", "graceDays: 4");
    await write(`project/${FILE}`, theirs);
    const problem = await rejection(draft.save());
    expect(problem.code).toBe("config_changed");
    expect(problem.next).toBe("Run the same command again.");
    expect(await readFile(path, "utf8")).toBe(theirs);
  });

  it("needs an HR tool for the entity", async () => {
    const { cwd } = await newWorkspace();
    const problem = await rejection(draftEntity(join(cwd, FILE), "acme-uk", { timezone: "UTC" }));
    expect(problem.code).toBe("config_no_source");
    expect(problem.next).toBe("Run `spendesk-hr connect --entity acme-uk`.");
  });

  it("says so when the file can't be read or written", async () => {
    const { write, home } = await newWorkspace();
    await write("file", "");
    const path = join(home, "file", FILE);
    expect((await rejection(upsertEntity(path, "acme-uk", CONNECTED))).code).toBe("config_unreadable");
    const problem = await rejection(replaceConfig(path, "version: 1\n"));
    expect(problem.kind).toBe("configuration");
    expect(problem.code).toBe("config_not_writable");
    expect(problem.message).toBe(`${path} can't be written; it is as it was.`);
    expect(problem.next).toContain("chmod");
  });
});
