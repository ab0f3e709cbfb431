import { once } from "node:events";
import type { Server } from "node:http";
import { Problem } from "../../sync/errors.js";

const LOOPBACK = "127.0.0.1";

/**
 * Listens on loopback; port 0 is a free one.
 * @returns the URL
 * @throws Problem of kind `usage` when the port is taken.
 */
export async function listen(server: Server, port: number): Promise<string> {
  server.listen(port, LOOPBACK);
  try {
    await once(server, "listening");
  } catch (cause) {
    throw portRefused(port, cause);
  }
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The sandbox got no port.");
  return `http://${LOOPBACK}:${address.port}`;
}

function portRefused(port: number, cause: unknown): Problem {
  const details = {
    kind: "usage",
    code: "sandbox_port_refused",
    what: `The sandbox can't listen on port ${port}.`,
    why: cause instanceof Error ? cause.message : "The system refused it.",
    next: "Choose another port, or port 0 for a free one.",
  } as const;
  return new Problem(details, { cause });
}

/** Stops at once, whoever is still connected. */
export async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((done) => server.close(() => done()));
  server.closeAllConnections();
  await closed;
}
