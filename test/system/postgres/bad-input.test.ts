import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { MIGRATIONS } from "../../../src/state/migrations/index.js";
import { openPostgresState } from "../../../src/state/postgres/open.js";
import { openConnectedWorkspace } from "../../support/connected-workspace.js";
import { keepStatesOn } from "../../support/postgres/place.js";
import { startPostgres, type TestServer } from "../../support/postgres/server.js";
import { inSchema, keyPlaceFor, schemaOf, serverFor } from "../../support/postgres/state.js";
import { refusal } from "../../support/refusal.js";
import type { SandboxWorkspace } from "../../support/sandbox-workspace.js";
import { APPLY } from "./support.js";

const PASSWORD = "SPENDESK_HR_INSTALLATION_STATE_PASSWORD";
const SECRET = "p4ssw0rd-of-nobody";

let server: TestServer;
let workspace: SandboxWorkspace;

beforeAll(async () => {
  server = await startPostgres();
  keepStatesOn(server);
  workspace = await openConnectedWorkspace({ employees: 12 });
});
afterAll(async () => {
  await workspace.close();
  await server.stop();
});

/** The address of the state, with a part in another way; `schema` is one that is not there. */
function url({
  user = server.user,
  host = "localhost",
  port = server.port,
  more = "?schema=nowhere",
  ...rest
}) {
  return `postgres://${user}@${host}:${port}/${rest.database ?? "postgres"}${more}`;
}

/** All schemas with their tables, and databases. */
async function inventory(): Promise<object> {
  const tables = await server.query(
    `SELECT n.nspname, c.relname FROM pg_namespace n LEFT JOIN pg_class c ON c.relnamespace = n.oid
     WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ORDER BY 1, 2`,
  );
  return { tables, databases: await server.query("SELECT datname FROM pg_database ORDER BY 1") };
}

/** Runs the program with bad input: it says so and leaves everything as it was. */
async function refused(env: Readonly<Record<string, string | undefined>>) {
  const before = await inventory();
  const { what, why, next, exitCode } = await refusal(workspace, APPLY, {
    env: { ...workspace.env, ...env },
  });
  expect(await inventory()).toEqual(before);
  expect(`${what}${why}${next}`).not.toContain(SECRET);
  return { exitCode, what, text: `${what}\n${why}\n${next}` };
}

type Row = readonly [
  what: string,
  exitCode: number,
  says: RegExp,
  env: () => Readonly<Record<string, string | undefined>>,
];

const ROWS: readonly Row[] = [
  [
    "a URL of something else",
    78,
    /not one of a PostgreSQL database/,
    () => ({ SPENDESK_HR_STATE_URL: "mysql://db.acme.test/x" }),
  ],
  [
    "a URL without a database",
    78,
    /names no database/,
    () => ({ SPENDESK_HR_STATE_URL: "postgres://localhost" }),
  ],
  [
    "a URL with an unknown option",
    78,
    /Only host, schema, sslmode/,
    () => ({ SPENDESK_HR_STATE_URL: url({ more: "?sslmode=verify-full&pool=1" }) }),
  ],
  [
    "a URL that asks for less than a check of the certificate",
    78,
    /only be verify-full/,
    () => ({ SPENDESK_HR_STATE_URL: url({ more: "?sslmode=require" }) }),
  ],
  [
    "a password in the URL of the environment",
    78,
    /holds a password/,
    () => ({ SPENDESK_HR_STATE_URL: url({ user: `hr:${SECRET}` }) }),
  ],
  [
    "a password as an option of the URL",
    78,
    /holds a password/,
    () => ({ SPENDESK_HR_STATE_URL: url({ more: `?password=${SECRET}` }) }),
  ],
  [
    "a host that does not exist",
    7,
    /does not answer/,
    () => ({ SPENDESK_HR_STATE_URL: url({ host: "db.acme.test", port: 5432 }) }),
  ],
  ["a port where nobody listens", 7, /does not answer/, () => ({ SPENDESK_HR_STATE_URL: url({ port: 1 }) })],
  [
    "another password",
    4,
    /does not let this program in/,
    () => ({ SPENDESK_HR_STATE_URL: url({}), [PASSWORD]: SECRET }),
  ],
  [
    "no password",
    4,
    /does not let this program in/,
    () => ({ SPENDESK_HR_STATE_URL: url({}), [PASSWORD]: undefined }),
  ],
  [
    "another user",
    4,
    /does not let this program in/,
    () => ({ SPENDESK_HR_STATE_URL: url({ user: "somebody" }) }),
  ],
  [
    "a database that is not there",
    78,
    /is not there/,
    () => ({ SPENDESK_HR_STATE_URL: url({ database: "nowhere" }) }),
  ],
];

describe("apply, with a state that can't be used because of", () => {
  it.each(ROWS)("%s", async (_what, exitCode, says, env) => {
    const told = await refused(env());
    expect(told).toMatchObject({ exitCode });
    expect(told.text).toMatch(says);
  });

  it("a password in the URL of the file, whose line it names", async () => {
    const text = readFileSync(workspace.configPath, "utf8");
    onTestFinished(() => writeFileSync(workspace.configPath, text));
    writeFileSync(workspace.configPath, `${text}state:\n  url: postgres://hr:${SECRET}@localhost/postgres\n`);
    const line = text.split("\n").length + 1;
    const told = await refused({ SPENDESK_HR_STATE_URL: undefined });
    expect(told).toMatchObject({ exitCode: 78 });
    expect(told.text).toContain("must not hold a password");
    expect(told.text).toMatch(new RegExp(`\\b${line}\\b`));
  });

  it("a missing right to make its schema, or to use the one of another user", async () => {
    await server.query(`CREATE ROLE guest LOGIN PASSWORD '${server.password}'`);
    const none = await refused({ SPENDESK_HR_STATE_URL: url({ user: "guest" }) });
    expect(none).toMatchObject({ exitCode: 78 });
    expect(none.text).toContain('CREATE SCHEMA nowhere AUTHORIZATION "guest";');
    await server.query("CREATE SCHEMA of_another");
    const empty = await refused({
      SPENDESK_HR_STATE_URL: url({ user: "guest", more: "?schema=of_another" }),
    });
    expect(empty).toMatchObject({ exitCode: 78 });
    expect(empty.text).toContain('ALTER SCHEMA of_another OWNER TO "guest";');
    const own = `?schema=${schemaOf(workspace.stateDir)}`;
    const full = await refused({ SPENDESK_HR_STATE_URL: url({ user: "guest", more: own }) });
    expect(full).toMatchObject({ exitCode: 78 });
    expect(full.text).toContain("may not be used as it must be");
  });

  it("what another program keeps in the schema", async () => {
    await server.query("CREATE SCHEMA shop; CREATE TABLE shop.invoices (id integer)");
    const told = await refused({ SPENDESK_HR_STATE_URL: url({ more: "?schema=shop" }) });
    expect(told).toMatchObject({ exitCode: 78 });
    expect(told.text).toContain("not one of spendesk-hr");
  });

  it("a version of it that is newer than this program", async () => {
    const dir = "newer";
    await (await open(dir)).close();
    await inSchema(
      server,
      dir,
      "UPDATE about SET format = 99; UPDATE meta SET value = '9.0.0' WHERE key = 'tool_version'",
    );
    const told = await refused({ SPENDESK_HR_STATE_URL: url({ more: `?schema=${schemaOf(dir)}` }) });
    expect(told).toMatchObject({ exitCode: 78 });
    expect(told.text).toContain("9.0.0");
    expect(await inSchema(server, dir, "SELECT format FROM about")).toEqual([{ format: 99 }]);
  });
});

describe("a state of an earlier format", () => {
  it.each(MIGRATIONS.slice(0, -1).map(({ version }) => version))(
    "%i is upgraded in its place by the first command, and keeps its rows",
    async (version) => {
      const dir = `format ${version}`;
      await (await open(dir, version)).close();
      await inSchema(
        server,
        dir,
        "INSERT INTO runs (number, id, kind, entities, counts, started_at) VALUES (1, 'first', 'apply', '[\"acme-uk\"]', '{}', '2026-01-01T00:00:00.000Z')",
      );
      const env = { ...workspace.env, SPENDESK_HR_STATE_URL: url({ more: `?schema=${schemaOf(dir)}` }) };
      const { exitCode, stdout, stderr } = await workspace.run(["history", "-o", "json"], { env });
      expect(exitCode, stderr).toBe(0);
      expect(JSON.parse(stdout).runs).toMatchObject([{ id: "first" }]);
      const newest = MIGRATIONS.at(-1)?.version;
      expect(await inSchema(server, dir, "SELECT format FROM about")).toEqual([{ format: newest }]);
    },
  );
});

/** A state as the first steps of the format make it. */
function open(dir: string, formats = MIGRATIONS.length) {
  return openPostgresState({
    ...{ dir: workspace.folder, clock: { now: () => new Date() }, toolVersion: "0.1.0" },
    ...{ server: serverFor(server, dir), key: keyPlaceFor(dir), migrations: MIGRATIONS.slice(0, formats) },
  });
}
