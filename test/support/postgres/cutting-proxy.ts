import { connect, createServer, type Socket } from "node:net";

/** Stands before a server and cuts the connection at a chosen message of the client. */
export interface CuttingProxy {
  readonly port: number;
  /** Messages of the client that were passed on so far. */
  readonly passed: number;
  /** Cuts when as many more have come: before it is passed on, or after, so that nobody hears the answer. */
  cutAfter(messages: number, when: "before" | "after"): void;
  close(): Promise<void>;
}

/** Each piece that arrives counts as a message: the driver sends one for each thing it wants to know. */
export async function openCuttingProxy(target: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  let passed = 0;
  let cut: { readonly at: number; readonly when: "before" | "after" } | null = null;
  const end = (...pair: readonly Socket[]) => {
    for (const socket of pair) socket.destroy();
  };
  const server = createServer((client) => {
    const upstream = connect(target, "127.0.0.1");
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => end(client, upstream));
      socket.on("close", () => end(client, upstream));
    }
    upstream.on("data", (data) => client.write(data));
    client.on("data", (data) => {
      passed += 1;
      const isLast = cut !== null && passed >= cut.at;
      if (!isLast) {
        upstream.write(data);
        return;
      }
      const { when } = cut ?? { when: "before" };
      cut = null;
      if (when === "before") {
        end(client, upstream);
        return;
      }
      client.destroy();
      upstream.removeAllListeners("data");
      // The server gets it whole and sees only then that nobody waits for the answer.
      upstream.end(data);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : 0,
    get passed() {
      return passed;
    },
    cutAfter(messages, when) {
      cut = { at: passed + messages, when };
    },
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
