import * as z from "zod";
import { canonicalJson, type Employee, type IsoDate, isIsoDate } from "../../sync/model/index.js";

/** What a reply answers, as the engine asks for it: without address and credentials. */
const askedSchema = z.object({
  method: z.enum(["GET", "POST"]),
  path: z.string(),
  query: z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({}),
  body: z.unknown().optional(),
});

const replySchema = z.object({
  /** The request of the manifest. */
  request: z.string(),
  asked: askedSchema,
  status: z.int().min(200).max(499),
  /** The address of the next page, from a `Link` header. */
  link: z.string().nullable().default(null),
  answer: z.unknown().optional(),
});

/** Replies of an HR tool in which nobody is left, to be played offline. */
export const recordingSchema = z.object({
  recording: z.literal(1, { error: "must be 1, the only version there is" }),
  connector: z.string(),
  /** The day on which the replies are read: rules of the status may ask. */
  today: z.string().refine(isIsoDate, { error: "must be a day such as 2026-03-01" }),
  /** Pages of each list of people that are read. */
  pages: z.int().min(1).max(1000),
  replies: z.array(replySchema).max(10_000),
});

export type Recording = z.infer<typeof recordingSchema>;
export type Reply = Recording["replies"][number];
export type Asked = z.infer<typeof askedSchema>;

/** Requests that ask for the same. */
export function askedKey({ method, path, query, body }: Asked): string {
  return canonicalJson({ method, path, query, ...(body !== undefined && { body }) });
}

/** An employee as it stands in a file: with bank details masked. */
export type WrittenEmployee = Readonly<Record<string, unknown>>;

/** What a recording is expected to give. */
export const expectedSchema = z.object({ employees: z.array(z.record(z.string(), z.unknown())) });

/** Employees as they stand in a file. */
export function written(employees: readonly Employee[]): readonly WrittenEmployee[] {
  return JSON.parse(JSON.stringify(employees)) as WrittenEmployee[];
}

/** A recording that is played on a day. */
export type PlayedDay = Pick<Recording, "pages"> & { readonly today: IsoDate };
