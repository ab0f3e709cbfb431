import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { done, openConnectedWorkspace } from "../../support/connected-workspace.js";
import { openCuttingProxy } from "../../support/postgres/cutting-proxy.js";
import { keepStatesOn } from "../../support/postgres/place.js";
import { startPostgres, type TestServer } from "../../support/postgres/server.js";
import { APPLY, through } from "./support.js";

let server: TestServer;
beforeAll(async () => {
  server = await startPostgres();
  keepStatesOn(server);
});
afterAll(() => server.stop());

/** An apply that creates everybody: for how many people, and what it asks of its database. */
async function applyOf(employees: number): Promise<{ people: number; statements: number }> {
  const workspace = await openConnectedWorkspace({ employees });
  onTestFinished(() => workspace.close());
  const proxy = await openCuttingProxy(server.port);
  onTestFinished(() => proxy.close());
  done(await workspace.run(APPLY, { env: through(proxy, workspace.env) }));
  return { people: workspace.sandbox.control.members().length, statements: proxy.passed };
}

it("an apply asks its database per call to Spendesk, and not per person", async () => {
  const few = await applyOf(40);
  const many = await applyOf(400);
  const morePeople = many.people - few.people;
  expect(morePeople).toBeGreaterThan(100);
  // Nine rows of each person are stored on the way, in one or two calls more.
  expect(many.statements - few.statements).toBeLessThan(morePeople);
});
