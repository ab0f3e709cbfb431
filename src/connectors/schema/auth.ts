import { z } from "zod";
import { pathSchema, templateSchema, textSchema, wholeNumber } from "./values.js";

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

/** RFC 6749 §4.4, with what servers want besides. */
const oauth2 = z.strictObject({
  kind: z.literal("oauth2"),
  tokenUrl: templateSchema,
  body: z.enum(["form", "json"]).default("form"),
  /** Where the client names itself: in a Basic header or in the body. */
  client: z.enum(["basic", "body"]).default("basic"),
  clientId: templateSchema,
  clientSecret: templateSchema,
  scope: templateSchema.optional(),
  audience: templateSchema.optional(),
  extra: z.record(z.string().max(60), templateSchema).optional(),
  renewAt,
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
  header: headerName.default("authorization"),
  /** With `${token}` in it. */
  value: templateSchema.default("Bearer ${token}"),
  lifetimeSeconds: wholeNumber(30, 86_400).optional(),
  renewAt,
});

const one = z.discriminatedUnion("kind", [basic, bearer, header, query, oauth2, session]);

/** How calls are signed: not at all, in one way, or in several at once. */
export const authSchema = z.union([z.literal("none"), one, z.array(one).min(1).max(5)], {
  error:
    "must be none, one way of signing with its kind (basic, bearer, header, query, oauth2, session), or a list of them",
});

export type AuthWay = z.infer<typeof one>;
export type OAuth2Way = z.infer<typeof oauth2>;
export type SessionWay = z.infer<typeof session>;

/** What an admin types in; the key is its name in templates and in the environment. */
export const credentialSchema = z.strictObject({
  label: textSchema,
  secret: z.boolean().default(true),
  help: textSchema,
  /**
   * What it is: one word without blanks; any text, as a password may be; the first label of a host
   * (`acme` of acme.example.test); a whole host; or a whole address with its path. Hosts are taken out of
   * an address that was pasted.
   */
  form: z.enum(["token", "text", "hostLabel", "host", "address"]).default("token"),
});

const settingBase = { label: textSchema, help: textSchema };

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
