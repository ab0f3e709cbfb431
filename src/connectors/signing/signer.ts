import { type GivenToken, keepToken, type TokenKeeper } from "../../http/token-keeper.js";
import type { HttpRequest } from "../../http/types.js";
import { basicAuthorization } from "../../providers/support/credentials.js";
import { renderText } from "../mapping/templates.js";
import { type AuthWay, type OAuth2Way, type SessionWay, waysOf } from "../schema/auth.js";
import { oauth2Token } from "./oauth2.js";
import { type SigningContext, sessionToken } from "./tokens.js";

/** What signing adds to a call. */
type SignatureParts = Required<Pick<HttpRequest, "headers">> & {
  readonly query: Readonly<Record<string, string>>;
};

/** With the tokens that it is made with. */
type Signature = SignatureParts & { readonly tokens: ReadonlyMap<AuthWay, string> };

/** Signs the calls of one read. */
export interface Signer {
  /** @throws Problem when a token is needed and is not given */
  signature(): Promise<Signature>;
  /**
   * To be asked about every answer: whether the call is worth another try with a new token. Once for each
   * signer, since a new token that is refused as well says that the credentials are wrong.
   */
  renew(used: Signature, status: number): boolean;
}

export function createSigner(context: SigningContext): Signer {
  const ways = waysOf(context.manifest);
  const keepers = new Map<OAuth2Way | SessionWay, TokenKeeper<GivenToken>>();
  for (const way of ways) {
    if (way.kind === "session") {
      keepers.set(
        way,
        keepToken(() => sessionToken(way, context)),
      );
    } else if (way.kind === "oauth2" || way.kind === "oauth2Refresh" || way.kind === "oauth2Jwt") {
      keepers.set(
        way,
        keepToken(() => oauth2Token(way, context)),
      );
    }
  }

  /** @param token of the ways that get one */
  function signatureOf(way: AuthWay, token: string): SignatureParts {
    const { connection, scope } = context;
    const text = (template: string) => renderText(template, scope);
    switch (way.kind) {
      case "basic":
        return headerOf(
          "authorization",
          basicAuthorization(connection, text(way.username), text(way.password)),
        );
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
        return headerOf(way.header, renderText(way.value, { ...scope, token }));
    }
  }

  return {
    async signature() {
      const tokens = new Map<AuthWay, string>();
      for (const [way, keeper] of keepers) tokens.set(way, (await keeper.current()).value);
      const parts = ways.map((way) => signatureOf(way, tokens.get(way) ?? ""));
      return {
        headers: Object.assign({}, ...parts.map(({ headers }) => headers)),
        query: Object.assign({}, ...parts.map(({ query }) => query)),
        tokens,
      };
    },
    renew: ({ tokens }, status) =>
      [...keepers]
        .filter(([{ renewAt }]) => renewAt.includes(status))
        .map(([way, keeper]) => keeper.refuse(tokens.get(way) ?? ""))
        .includes(true),
  };
}

function headerOf(name: string, value: string): SignatureParts {
  return { headers: { [name.toLowerCase()]: value }, query: {} };
}
