import * as z from "zod";
import { GUIDE_FIELDS, nameSchema, pathSchema, templateSchema, textSchema, wholeNumber } from "./values.js";

const headerName = z.string().regex(/^[A-Za-z0-9-]{1,60}$/u, { error: "must be the name of a header" });

const basic = z.strictObject({
  kind: z.literal("basic"),
  username: templateSchema,
  password: templateSchema,
});

/** Statuses with which a token is refused that has ended, and for which a new one is tried. */
const renewAt = z.array(wholeNumber(400, 499)).min(1).max(5).default([401]);

const bearer = z.strictObject({ kind: z.literal("bearer"), token: templateSchema });

/** `SSWS ${credentials.token}` */
const header = z.strictObject({ kind: z.literal("header"), name: headerName, value: templateSchema });

const query = z.strictObject({
  kind: z.literal("query"),
  name: z.string().min(1).max(60),
  value: templateSchema,
});

/** What a token is sent as, with `${token}` in it. */
const sent = {
  header: headerName.default("authorization"),
  value: templateSchema.default("Bearer ${token}"),
};

/** A JSON Web Token that is signed with a private key of the account (RFC 7523). */
const assertion = z.strictObject({
  algorithm: z.enum(["RS256", "PS256", "ES256"]).default("RS256"),
  /** The credential with the key, of the form `privateKey` or `serviceAccount`. */
  key: nameSchema,
  header: z.record(z.string().max(60), templateSchema).default({}),
  /** Besides `iat`, `exp` and `jti`. May hold `${tokenUrl}`, and `${now}` in seconds. */
  claims: z.record(z.string().max(60), templateSchema),
  lifetimeSeconds: wholeNumber(60, 3600).default(300),
});

/** Names of RFC 6749 and RFC 7523 that servers have others for. */
const RENAMED = [
  ...(["grant_type", "client_id", "client_secret", "refresh_token", "scope", "audience"] as const),
  ...(["assertion", "client_assertion", "client_assertion_type", "access_token", "expires_in"] as const),
] as const;

/** What calls for a token have in common. */
const tokenCall = {
  tokenUrl: templateSchema,
  body: z.enum(["form", "json"]).default("form"),
  scope: templateSchema.optional(),
  audience: templateSchema.optional(),
  extra: z.record(z.string().max(60), templateSchema).optional(),
  rename: z.partialRecord(z.enum(RENAMED), z.string().min(1).max(60)).optional(),
  ...sent,
  renewAt,
};

/** How the client says who it is: with a secret in a Basic header or in the body, or with an assertion. */
const client = {
  client: z.enum(["basic", "body", "assertion"]).default("basic"),
  clientId: templateSchema,
  clientSecret: templateSchema.optional(),
  assertion: assertion.optional(),
};

/** RFC 6749 §4.4: a token for the client itself. */
const oauth2 = z.strictObject({ kind: z.literal("oauth2"), ...tokenCall, ...client });

/** RFC 6749 §6: a token for a refresh token. */
const oauth2Refresh = z.strictObject({
  kind: z.literal("oauth2Refresh"),
  ...tokenCall,
  ...client,
  /** The credential with it. */
  refreshToken: nameSchema,
  /** Whether each use gives another one, which alone is valid from then on. */
  afterUse: z.enum(["kept", "replaced"], {
    error: "must be kept (one refresh token serves for good) or replaced (each use gives another one)",
  }),
  /** Error codes besides `invalid_grant` that say that the refresh token is not valid any more. */
  expiredCodes: z.array(z.string().min(1).max(60)).max(10).default([]),
});

/** RFC 7523 §2.1: a token for an assertion. */
const oauth2Jwt = z.strictObject({ kind: z.literal("oauth2Jwt"), ...tokenCall, assertion });

/** What the server is shown while the connection is made; each part is a credential. */
const clientCertificate = z.strictObject({
  kind: z.literal("clientCertificate"),
  certificate: nameSchema,
  key: nameSchema,
  /** Where the key has one. */
  passphrase: nameSchema.optional(),
});

/** A call that gives a token, which every other call carries. */
const session = z.strictObject({
  kind: z.literal("session"),
  request: z.strictObject({
    path: templateSchema,
    headers: z.record(headerName, templateSchema).optional(),
    body: z.record(z.string().max(60), templateSchema),
    as: z.enum(["json", "form"]).default("json"),
  }),
  token: pathSchema,
  ...sent,
  lifetimeSeconds: wholeNumber(30, 86_400).optional(),
  renewAt,
});

const one = z.discriminatedUnion("kind", [
  basic,
  bearer,
  header,
  query,
  oauth2,
  oauth2Refresh,
  oauth2Jwt,
  session,
  clientCertificate,
]);

/** How calls are signed: not at all, in one way, or in several at once. */
export const authSchema = z.union([z.literal("none"), one, z.array(one).min(1).max(5)], {
  error:
    "must be none, one way of signing with its kind (basic, bearer, header, query, oauth2, oauth2Refresh, oauth2Jwt, session, clientCertificate), or a list of them",
});

export type AuthWay = z.infer<typeof one>;
export type OAuth2Way = z.infer<typeof oauth2 | typeof oauth2Refresh | typeof oauth2Jwt>;
export type RefreshWay = z.infer<typeof oauth2Refresh>;
export type SessionWay = z.infer<typeof session>;
export type CertificateWay = z.infer<typeof clientCertificate>;
export type Assertion = z.infer<typeof assertion>;

/** The ways in which calls are signed, in the order in which they are written. */
export function waysOf({ auth }: { readonly auth: z.infer<typeof authSchema> }): readonly AuthWay[] {
  if (auth === "none") return [];
  return Array.isArray(auth) ? auth : [auth];
}

/** What an admin types in; the key is its name in templates and in the environment. */
export const credentialSchema = z.strictObject({
  label: textSchema,
  secret: z.boolean().default(true),
  help: textSchema,
  /**
   * What it is: one word without blanks; any text, as a password may be; the first label of a host
   * (`acme` of acme.example.test); a whole host; or a whole address with its path. Hosts are taken out of
   * an address that was pasted. `privateKey` and `certificate` are PEM, `serviceAccount` is the JSON file that
   * Google makes for one.
   */
  form: z
    .enum(["token", "text", "hostLabel", "host", "address", "privateKey", "certificate", "serviceAccount"])
    .default("token"),
});

const settingBase = {
  label: textSchema,
  help: textSchema,
  /** Data that it may take to be found; the wizard asks for it when one of them is missing. */
  decides: z.array(z.enum(GUIDE_FIELDS)).min(1).optional(),
};

/** What differs from one account to the next. */
export const settingSchema = z.discriminatedUnion("type", [
  z.strictObject({
    ...settingBase,
    type: z.literal("text"),
    default: z.string().min(1).max(200).optional(),
  }),
  z.strictObject({
    ...settingBase,
    type: z.literal("choice"),
    values: z.array(z.string().min(1).max(60)).min(1).max(60),
    default: z.string().optional(),
  }),
  z.strictObject({ ...settingBase, type: z.literal("yesNo"), default: z.boolean().default(false) }),
]);

export type Setting = z.infer<typeof settingSchema>;
