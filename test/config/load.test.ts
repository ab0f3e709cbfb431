import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { entityText, FILE, loadText, MINIMAL, newWorkspace, rejection } from "./workspace.js";

describe("precedence", () => {
  it("takes the state directory from the flag, then the environment, then the file, then the default", async () => {
    const { load, write, cwd, home } = await newWorkspace();
    const env = { SPENDESK_HR_STATE_DIR: "/srv/state", XDG_STATE_HOME: join(home, "xdg") };
    const byFlag = await load({ env, flags: { stateDir: "here" } });
    expect(byFlag.stateDir).toBe(join(cwd, "here"));
    expect(byFlag.origins).toContainEqual({
      key: "stateDir",
      value: join(cwd, "here"),
      origin: "flag --state-dir",
    });
    const byVariable = await load({ env });
    expect(byVariable.stateDir).toBe("/srv/state");
    expect(byVariable.origins).toContainEqual({
      key: "stateDir",
      value: "/srv/state",
      origin: "environment SPENDESK_HR_STATE_DIR",
    });
    const byDefault = await load({ env: { XDG_STATE_HOME: join(home, "xdg") } });
    expect(byDefault.origins[1]?.origin).toBe("default");
    if (process.platform === "linux") expect(byDefault.stateDir).toBe(join(home, "xdg", "spendesk-hr"));
    await write(`project/${FILE}`, `${entityText(...MINIMAL)}state:\n  dir: memory\n`);
    const byFile = await load({ env: { XDG_STATE_HOME: join(home, "xdg") } });
    expect(byFile.stateDir).toBe(join(dirname(byFile.writePath), "memory"));
    expect(byFile.origins[1]).toEqual({
      key: "stateDir",
      value: byFile.stateDir,
      origin: expect.stringContaining(FILE),
    });
    expect((await load({ env })).stateDir).toBe("/srv/state");
  });

  it("takes the store of credentials from the environment, then the file, then the default", async () => {
    const { load, write } = await newWorkspace();
    await write(`project/${FILE}`, entityText(...MINIMAL));
    expect(storeOf(await load())).toEqual(["keychain", "default"]);

    await write(`project/${FILE}`, `${entityText(...MINIMAL)}credentials:\n  store: env\n`);
    expect(storeOf(await load())).toEqual(["env", `file ${FILE}:7`]);

    const env = { SPENDESK_HR_CREDENTIALS_STORE: "keychain" };
    expect(storeOf(await load({ env }))).toEqual(["keychain", "environment SPENDESK_HR_CREDENTIALS_STORE"]);
  });

  it("refuses an unknown store of credentials in the environment", async () => {
    const { load } = await newWorkspace();
    const problem = await rejection(load({ env: { SPENDESK_HR_CREDENTIALS_STORE: "vault" } }));
    expect(problem.kind).toBe("configuration");
    expect(problem.code).toBe("credentials_store_unknown");
    expect(problem.message).toBe(
      'SPENDESK_HR_CREDENTIALS_STORE is "vault", which is not a store of credentials.',
    );
    expect(problem.next).toBe("Set it to one of: keychain, env, file, encrypted-file, systemd, command.");
  });
});

function storeOf({ credentials, origins }: Awaited<ReturnType<typeof loadText>>) {
  return [credentials.store.value, origins.find(({ key }) => key === "credentials.store")?.origin];
}

describe("origins", () => {
  it("says for every value of an entity which line or default it comes from", async () => {
    const { origins } = await loadText(
      entityText(
        ...MINIMAL,
        "spendesk: { environment: demo }",
        "leavers:",
        "  graceDays: 3",
        "protect: [owner@acme.test]",
      ),
    );
    const rows = origins.filter(({ key }) => key.startsWith("entities.acme-uk."));
    const find = (key: string) => rows.find((row) => row.key === `entities.acme-uk.${key}`);
    expect(find("timezone")).toMatchObject({ value: "Europe/London", origin: `file ${FILE}:4` });
    expect(find("leavers.graceDays")).toMatchObject({ value: 3, origin: `file ${FILE}:8` });
    expect(find("leavers.absent")).toMatchObject({ value: "keep", origin: "default" });
    expect(find("protect")).toMatchObject({ value: ["owner@acme.test"], origin: `file ${FILE}:9` });
    expect(find("safety.archives.percent")).toMatchObject({ value: 10, origin: "default" });
    expect(find("source.settings")).toMatchObject({ value: {}, origin: "default" });
    // The host follows from the environment, so that line decides both.
    expect(find("spendesk.environment")).toMatchObject({ value: "demo", origin: `file ${FILE}:6` });
    expect(find("spendesk.baseUrl")).toMatchObject({
      value: "https://public-api.demo.spendesk.com",
      origin: `file ${FILE}:6`,
    });
    expect(find("spendesk.target")).toMatchObject({ value: "api", origin: "default" });
  });
});

describe("warnings", () => {
  it("warns about unknown variables once the names of the credentials are known", async () => {
    const { load, write } = await newWorkspace();
    await write(`project/${FILE}`, entityText(...MINIMAL));
    const { warnings } = await load({
      env: { SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_ID: "id", SPENDESK_HR_OUTPT: "json" },
      credentialVariables: async (entities) =>
        entities.map(
          ({ sources: [source] }) => `SPENDESK_HR_ACME_UK_${source.provider.toUpperCase()}_CLIENT_ID`,
        ),
    });
    expect(warnings).toEqual([
      "The environment variable SPENDESK_HR_OUTPT is not known and has no effect. Did you mean SPENDESK_HR_OUTPUT?",
    ]);
  });

  it("says nothing about variables that may belong to an entity to come", async () => {
    const { load } = await newWorkspace();
    const options = {
      env: { SPENDESK_HR_ACME_UK_PERSONIO_CLIENT_ID: "id" },
      credentialVariables: async () => [],
    };
    expect((await load(options)).warnings).toHaveLength(1);
    expect((await load({ ...options, mayCreate: true })).warnings).toEqual([]);
  });
});
