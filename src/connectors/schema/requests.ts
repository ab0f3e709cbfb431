import * as z from "zod";
import { nameSchema, pathSchema, templateSchema, wholeNumber } from "./values.js";

/** Most entries a page may be asked for; servers that allow more are rare, and larger answers break more often. */
const LARGEST_PAGE = 5000;

const size = wholeNumber(1, LARGEST_PAGE);
const parameter = z.string().min(1).max(60);
const place = z.enum(["query", "body"]).default("query");

/** What most kinds of pages have. */
const sized = { size, sizeParam: parameter.optional(), in: place };

/** A place in the answer that says whether there is more, and what it says then. */
const more = z.strictObject({ path: pathSchema, is: z.union([z.boolean(), z.string(), z.number()]) });

/** Whether an answer without the place of the next page is the last. Else only an empty one is, or a short page. */
const absentEnds = z.boolean().default(false);

/** Whether what the first page was asked for is asked for again where the next address leaves it out. */
const keepQuery = z.boolean().default(false);

/**
 * How a list is paged. What ends it is said, not guessed: `more` (a flag), `pages` (how many there are),
 * `total`, `shortPage`; without any of these the first page with nothing on it.
 */
export const paginationSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  z.strictObject({
    kind: z.literal("page"),
    ...sized,
    param: parameter,
    start: z.union([z.literal(0), z.literal(1)]).default(1),
    more: more.optional(),
    pages: pathSchema.optional(),
    shortPage: z.boolean().default(false),
  }),
  z.strictObject({
    kind: z.literal("offset"),
    ...sized,
    param: parameter,
    start: z.union([z.literal(0), z.literal(1)]).default(0),
    shortPage: z.boolean().default(false),
  }),
  z.strictObject({
    kind: z.literal("cursor"),
    ...sized,
    param: parameter,
    next: pathSchema,
    more: more.optional(),
    absentEnds,
  }),
  z.strictObject({
    kind: z.literal("nextUrl"),
    ...sized,
    next: pathSchema,
    absentEnds,
    keepQuery,
  }),
  /** RFC 8288: `Link: <...>; rel="next"`. */
  z.strictObject({ kind: z.literal("link"), ...sized, keepQuery }),
  /** RFC 7644 §3.4.2.4: `startIndex` from 1, `count`, `totalResults`; fewer may come than were asked for. */
  z.strictObject({ kind: z.literal("scim"), size }),
]);

export type Pagination = z.infer<typeof paginationSchema>;

/** Where the records of an answer are: a list, or an object whose keys are the ids. */
const recordsSchema = z.union([pathSchema, z.strictObject({ path: pathSchema, idKey: nameSchema })]);

/** One call that reads. */
export const requestSchema = z
  .strictObject({
    method: z
      .enum(["GET", "POST"], { error: "must be GET, or POST with reads: true; nothing else is ever sent" })
      .default("GET"),
    /** That a POST changes nothing in the HR tool, as somebody has made sure. */
    reads: z.literal(true, { error: "must be true for a POST" }).optional(),
    path: templateSchema.regex(/^\//u, { error: "must begin with a slash" }),
    query: z.record(parameter, z.union([templateSchema, z.number(), z.array(templateSchema)])).optional(),
    headers: z.record(z.string().regex(/^[A-Za-z0-9-]{1,60}$/u), templateSchema).optional(),
    body: z.record(z.string().max(60), z.unknown()).optional(),
    pagination: paginationSchema.default({ kind: "none" }),
    records: recordsSchema,
    total: pathSchema.optional(),
  })
  .refine(({ method, reads }) => method === "GET" || reads === true, {
    path: ["method"],
    error: "must be GET, or have reads: true beside it when the POST changes nothing",
  });

export type Request = z.infer<typeof requestSchema>;

const onError = z.enum(["fail", "skip"]).default("fail");

/** Records of another list put beside those of the first, where keys agree; the key may stand in an earlier one. */
const joinSchema = z.strictObject({
  from: nameSchema,
  as: nameSchema,
  left: pathSchema,
  right: pathSchema,
  /** Of several with the same key: the only one, or the first that fits. */
  pick: z
    .strictObject({
      where: pathSchema.optional(),
      is: z.union([z.string(), z.boolean(), z.number()]).optional(),
    })
    .optional(),
  /** What it means that the list has no entry with a key: it can't be told, or there is none. */
  absent: z.enum(["unknown", "none"]).default("unknown"),
  onError,
});

/** A call for each record, with `${record.path}` in its path. */
const detailSchema = z.strictObject({ request: nameSchema, as: nameSchema, onError });

/** A call for each so many ids, with `${ids}` in its body. */
const batchSchema = z.strictObject({
  request: nameSchema,
  as: nameSchema,
  ids: pathSchema,
  /** The name under which each id stands in an object of its own; without it they stand in the list as they are. */
  idName: parameter.optional(),
  key: pathSchema,
  size: wholeNumber(2, 1000),
});

/** How people are put together from what the requests give. */
export const assembleSchema = z.strictObject({
  root: nameSchema,
  /** Further lists of other people, such as leavers. */
  union: z.array(nameSchema).max(5).default([]),
  join: z.array(joinSchema).max(10).default([]),
  detail: detailSchema.optional(),
  batch: z.array(batchSchema).max(5).default([]),
});

export type Join = z.infer<typeof joinSchema>;
export type Detail = z.infer<typeof detailSchema>;
export type Batch = z.infer<typeof batchSchema>;
