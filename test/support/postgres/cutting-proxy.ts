import { connect, createServer, type Socket } from "node:net";
import { messagesOfClient } from "./client-messages.js";

/** Stands before a server: cuts the connection at a chosen message, stalls, or leads to another server. */
export interface CuttingProxy {
  readonly port: number;
  /** Connections that were asked for so far. */
  readonly connections: number;
  /** Messages of the client that were passed on so far. */
  readonly passed: number;
  /** Everything that clients sent, as it came. */
  readonly heard: Buffer;
  /** Cuts when as many more have come: before it is passed on, or after, so that nobody hears the answer. */
  cutAfter(messages: number, when: "before" | "after"): void;
  /** Keeps every connection open, also new ones, and passes nothing in either direction. */
  stall(): void;
  /** The same as soon as one more message was passed on; resolves then, with that message. */
  stallAfterNext(): Promise<Buffer>;
  /** Passes on what was kept back, in its order. */
  resume(): void;
  /** Ends all connections; what was kept back is lost. */
  sever(): void;
  /** Connections from now on lead to another server; null: nobody is there. */
  leadTo(port: number | null): void;
  close(): Promise<void>;
}

/** A message is one thing that the driver wants to know. */
export async function openCuttingProxy(firstTarget: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  const heard: Buffer[] = [];
  let target: number | null = firstTarget;
  let connections = 0;
  let passed = 0;
  let cut: { readonly at: number; readonly when: "before" | "after" } | null = null;
  let keptBack: (() => void)[] | null = null;
  let beforeStall: ((message: Buffer) => void) | null = null;
  /** At once, or once the stall is over. */
  const pass = (work: () => void) => {
    if (keptBack) keptBack.push(work);
    else work();
  };
  const end = (...pair: readonly Socket[]) => {
    for (const socket of pair) socket.destroy();
  };
  const serve = (client: Socket, upstream: Socket) => {
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => end(client, upstream));
      socket.on("close", () => {
        sockets.delete(socket);
        end(client, upstream);
      });
    }
    upstream.on("data", (data) => pass(() => void client.write(data)));
    const messagesOf = messagesOfClient();
    const forward = (data: Buffer) => {
      // Several messages may have come in one piece, one of which was the last.
      if (client.destroyed) return;
      passed += 1;
      const { when } = cut ?? {};
      if (cut === null || passed < cut.at) {
        upstream.write(data);
        if (beforeStall) keptBack = [];
        beforeStall?.(data);
        beforeStall = null;
        return;
      }
      cut = null;
      if (when === "before") {
        end(client, upstream);
        return;
      }
      client.destroy();
      upstream.removeAllListeners("data");
      // The server gets it whole and sees only then that nobody waits for the answer.
      upstream.end(data);
    };
    client.on("data", (data) => {
      heard.push(data);
      for (const message of messagesOf(data)) pass(() => forward(message));
    });
  };
  const server = createServer((client) => {
    connections += 1;
    if (target === null) client.destroy();
    else serve(client, connect(target, "127.0.0.1"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const sever = () => {
    if (keptBack) keptBack = [];
    end(...sockets);
  };
  return {
    port: typeof address === "object" && address ? address.port : 0,
    get connections() {
      return connections;
    },
    get passed() {
      return passed;
    },
    get heard() {
      return Buffer.concat(heard);
    },
    cutAfter(messages, when) {
      cut = { at: passed + messages, when };
    },
    stall() {
      keptBack = [];
    },
    stallAfterNext: () =>
      new Promise((resolve) => {
        beforeStall = resolve;
      }),
    resume() {
      const waiting = keptBack ?? [];
      keptBack = null;
      for (const work of waiting) work();
    },
    sever,
    leadTo(port) {
      target = port;
    },
    close() {
      sever();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
