import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { openPostgresState } from "../../../src/state/postgres/open.js";
import { entityRecord, link } from "../../state/fixtures.js";
import { problemOf, tempDir } from "../../state/helpers.js";
import { everyRow } from "../../state/rich-state.js";
import { openCuttingProxy } from "../../support/postgres/cutting-proxy.js";
import { moveOptions, openHere, openThere, toFolder, toPostgres } from "../../support/postgres/move.js";
import { startPostgres, type TestServer } from "../../support/postgres/server.js";
import { inSchema } from "../../support/postgres/state.js";

let server: TestServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

const optionsFor = (dir: string, more: Parameters<typeof moveOptions>[2] = {}) =>
  moveOptions(server, dir, more);

/** Only an end to what hangs: some hundred moves take their time. */
const LONG_MS = 1_800_000;

/** All that a small state holds, in one row. */
const CONTENT = `SELECT (SELECT string_agg(entity || confirmed_config, ',') FROM entities) AS entities,
  (SELECT string_agg(entity || employee_id || member_id, ',') FROM links) AS links,
  (SELECT string_agg(key, ',' ORDER BY key) FROM meta WHERE key NOT IN ('fingerprint_key_check')) AS meta`;

/** Where both ends are told what became of the move. */
const LAST = 16;

function isNearEnd(message: number, messages: number): boolean {
  return message > messages - LAST;
}

/** Every message once, before and after it arrived by turns; those near the end both ways. */
function cuts(messages: number): readonly { readonly message: number; readonly when: "before" | "after" }[] {
  return Array.from({ length: messages }, (_, index) => index + 1).flatMap((message) => {
    const both = [
      { message, when: "before" as const },
      { message, when: "after" as const },
    ];
    return isNearEnd(message, messages) ? both : both.filter((_, index) => index === message % 2);
  });
}

describe("a connection that is cut at any message", () => {
  it(
    "leaves the state in its folder until all of it is in the database",
    async () => {
      const proxy = await openCuttingProxy(server.port);
      onTestFinished(() => proxy.close());
      const throughProxy = { port: proxy.port, waits: { patienceMs: 0 } };
      const folder = async () => {
        const dir = join(tempDir(), "state");
        const store = await openHere(dir);
        await store.saveEntity(entityRecord("acme-uk"));
        await store.applyLinkChanges("acme-uk", { upsert: [link("e1", "m1")], remove: [] });
        await store.fingerprintKey();
        await store.close();
        return dir;
      };
      const first = await folder();
      await toPostgres(optionsFor(first, throughProxy));
      const content = await inSchema(server, first, CONTENT);
      const messages = proxy.passed;
      expect(messages).toBeGreaterThan(40);
      for (const { message, when } of cuts(messages)) {
        const dir = await folder();
        proxy.cutAfter(message, when);
        const outcome = await problemOf(() => toPostgres(optionsFor(dir, throughProxy))).catch(() => null);
        proxy.cutAfter(Number.MAX_SAFE_INTEGER, when);
        if (outcome !== null && isNearEnd(message, messages)) await expectOneAtMost(dir, outcome.code);
        const direct = optionsFor(dir);
        if (outcome !== null) {
          // The very last message may have got through although nobody heard so.
          const again = await problemOf(() => toPostgres(direct)).catch(() => null);
          expect([undefined, "state_moved"], `message ${message}`).toContain(again?.code);
        }
        expect(await inSchema(server, dir, CONTENT), `message ${message}`).toEqual(content);
      }
    },
    LONG_MS,
  );

  it(
    "leaves it in the database until all of it is in a folder",
    async () => {
      const proxy = await openCuttingProxy(server.port);
      onTestFinished(() => proxy.close());
      const throughProxy = { port: proxy.port, waits: { patienceMs: 0 } };
      const inDatabase = async () => {
        const dir = join(tempDir(), "state");
        const store = await openThere(optionsFor(dir));
        await store.saveEntity(entityRecord("acme-uk"));
        await store.applyLinkChanges("acme-uk", { upsert: [link("e1", "m1")], remove: [] });
        await store.fingerprintKey();
        await store.close();
        return dir;
      };
      const first = await inDatabase();
      await toFolder(optionsFor(first, throughProxy));
      const { links, entities } = everyRow(first);
      const messages = proxy.passed;
      for (const { message, when } of cuts(messages)) {
        const dir = await inDatabase();
        proxy.cutAfter(message, when);
        const outcome = await problemOf(() => toFolder(optionsFor(dir, throughProxy))).catch(() => null);
        proxy.cutAfter(Number.MAX_SAFE_INTEGER, when);
        if (outcome !== null) {
          await expectOneAtMost(dir, outcome.code);
          const again = await problemOf(() => toFolder(optionsFor(dir))).catch(() => null);
          expect([undefined, "state_moved"], `message ${message}`).toContain(again?.code);
        }
        expect(everyRow(dir), `message ${message}`).toMatchObject({ links, entities });
        await (await openHere(dir)).close();
      }
    },
    LONG_MS,
  );
});

/** Two places are never worked with at once. */
async function expectOneAtMost(dir: string, code: string): Promise<void> {
  expect(code).toMatch(/^state_(?:unreachable|failed)$/u);
  const here = existsSync(join(dir, "state.sqlite"))
    ? await openHere(dir).then(
        async (store) => store.close().then(() => true),
        () => false,
      )
    : false;
  const there = await openPostgresState({ ...optionsFor(dir), dir: tempDir() }).then(
    async (store) => {
      const hasRows = (await store.entities()).length > 0;
      await store.close();
      return hasRows;
    },
    () => false,
  );
  expect(here && there).toBe(false);
}
