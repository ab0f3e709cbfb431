import type { TestProject } from "vitest/node";
import { startPostgres, type TestServerAddress } from "./server.js";

declare module "vitest" {
  interface ProvidedContext {
    /** The server on which the tests of this project keep their states; none: SQLite. */
    readonly postgres: TestServerAddress | undefined;
  }
}

/** One server for all files of a project; each state has a schema of its own. */
export default async function provide(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres(["max_connections = 300"]);
  const { port, socket, user, password } = server;
  project.provide("postgres", { port, socket, user, password });
  return () => server.stop();
}
