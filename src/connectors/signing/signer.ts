import { Buffer } from "node:buffer";
import type { HttpRequest } from "../../http/types.js";
import { renderText } from "../mapping/templates.js";
import { type AuthWay, type OAuth2Way, type SessionWay, waysOf } from "../schema/auth.js";
import { oauth2Token } from "./oauth2.js";
import { type SigningContext, sessionToken, type Token } from "./tokens.js";

/** What signing adds to a call. */
type Signature = Required<Pick<HttpRequest, "headers">> & {
  readonly query: Readonly<Record<string, string>>;
};

/** Signs the calls of one read. */
export interface Signer {
  /** @throws Problem when a token is needed and is not given */
  signature(): Promise<Signature>;
  /**
   * To be asked after a 401: whether the call is worth another try with a new token. Once for each
   * signer, since a new token that is refused as well says that the credentials are wrong.
   */
  renew(used: Signature): boolean;
}

export function createSigner(context: SigningContext): Signer {
  const ways = waysOf(context.manifest);
  const tokens = new Map<AuthWay, Promise<Token>>();
  let current: Signature | null = null;
  let isRenewed = false;

  async function tokenOf(way: OAuth2Way | SessionWay): Promise<string> {
    const known = tokens.get(way);
    const token = known && (await known);
    if (token && (token.endsAt === null || performance.now() < token.endsAt)) return token.value;
    if (tokens.get(way) === known) {
      tokens.set(way, way.kind === "session" ? sessionToken(way, context) : oauth2Token(way, context));
    }
    return tokenOf(way);
  }

  async function signatureOf(way: AuthWay): Promise<Signature> {
    const { connection, scope } = context;
    const text = (template: string) => renderText(template, scope);
    const secret = (value: string) => {
      connection.registerSecret(value);
      return value;
    };
    switch (way.kind) {
      case "basic": {
        const pair = Buffer.from(`${text(way.username)}:${text(way.password)}`).toString("base64");
        return headerOf("authorization", `Basic ${secret(pair)}`);
      }
      case "bearer":
        return headerOf("authorization", `Bearer ${text(way.token)}`);
      case "header":
        return headerOf(way.name, text(way.value));
      case "query":
        return { headers: {}, query: { [way.name]: text(way.value) } };
      case "clientCertificate":
        // The connection itself shows it.
        return { headers: {}, query: {} };
      case "oauth2":
      case "oauth2Refresh":
      case "oauth2Jwt":
      case "session":
        return headerOf(way.header, renderText(way.value, { ...scope, token: await tokenOf(way) }));
    }
  }

  return {
    async signature() {
      const parts = await Promise.all(ways.map(signatureOf));
      const headers = Object.assign({}, ...parts.map((part) => part.headers));
      const query = Object.assign({}, ...parts.map((part) => part.query));
      current = { headers, query };
      return current;
    },
    renew(used) {
      if (tokens.size === 0) return false;
      // Somebody else got a new one meanwhile.
      if (current && JSON.stringify(current) !== JSON.stringify(used)) return true;
      if (isRenewed) return false;
      isRenewed = true;
      tokens.clear();
      return true;
    },
  };
}

function headerOf(name: string, value: string): Signature {
  return { headers: { [name.toLowerCase()]: value }, query: {} };
}
