import { createServer, type IncomingMessage, request } from "node:http";
import type { Sandbox } from "../../../../src/sandbox/sandbox.js";
import { close, listen } from "../../../../src/sandbox/server/serve.js";

/** A key of Spendesk as people get it. */
export interface ApiKey {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** An imitated Spendesk whose API keys can be taken away and made anew. */
export interface KeyOffice {
  readonly url: string;
  /** All keys there ever were. */
  readonly issued: readonly ApiKey[];
  /** Makes a key; the one before is worth nothing from now on. */
  issue(): ApiKey;
  /** Takes the key away; there is no other. */
  revoke(): void;
  /** Holds back all calls. `arrived` resolves with the first of them. */
  pause(): { readonly arrived: Promise<void>; resume(): void };
  close(): Promise<void>;
}

/** Stands in front of the sandbox's Spendesk, which has one key for ever: only its own keys get through. */
export async function openKeyOffice(sandbox: Sandbox): Promise<KeyOffice> {
  const issued: ApiKey[] = [];
  let door: (incoming: IncomingMessage) => Promise<void> = async () => {};
  let valid: ApiKey | null = null;
  const basic = ({ clientId, clientSecret }: ApiKey) =>
    `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`;

  /** What Spendesk gets to see instead; a key that is not valid is none of Spendesk's. */
  function translate({ authorization }: IncomingMessage["headers"]): string | undefined {
    const isValid = valid !== null && authorization === basic(valid);
    return isValid ? basic(sandbox.credentials.spendesk) : authorization;
  }

  const server = createServer(async (incoming, response) => {
    await door(incoming);
    const { host: _, ...headers } = incoming.headers;
    const onward = request(
      `${sandbox.spendeskUrl()}${incoming.url}`,
      { method: incoming.method, headers: { ...headers, authorization: translate(headers) }, agent: false },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on("error", () => response.destroy());
    incoming.pipe(onward);
  });
  return {
    url: await listen(server, 0),
    issued,
    issue() {
      const number = issued.length + 1;
      valid = { clientId: `key-${number}-of-acme`, clientSecret: `s3cret/of+key=${number}-Vf8Kq2` };
      issued.push(valid);
      return valid;
    },
    revoke() {
      valid = null;
    },
    pause() {
      let resume = () => {};
      const opened = new Promise<void>((resolve) => {
        resume = () => {
          door = async () => {};
          resolve();
        };
      });
      const arrived = new Promise<void>((resolve) => {
        door = () => {
          resolve();
          return opened;
        };
      });
      return { arrived, resume };
    },
    close: () => close(server),
  };
}
