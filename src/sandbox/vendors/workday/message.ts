import { XMLParser } from "fast-xml-parser";
import { z } from "zod";

/** A SOAP request, opened. */
export interface Message {
  readonly username: string;
  readonly password: string;
  /** Name of the element in the body: `Get_Workers_Request`. */
  readonly operation: string;
  readonly request: Request;
  /** Names of the request's elements, in the order they came. */
  readonly order: readonly string[];
}

const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  htmlEntities: true,
});

const flags = z.record(z.string(), z.unknown()).catch({});

const request = z.object({
  Request_Criteria: flags.optional(),
  Response_Filter: z
    .object({
      As_Of_Effective_Date: z.string().optional(),
      As_Of_Entry_DateTime: z.string().optional(),
      Page: z.coerce.number().int().default(1),
      Count: z.coerce.number().int().default(100),
    })
    .prefault({}),
  Response_Group: flags.optional(),
});

type Request = z.infer<typeof request>;

const message = z.object({
  Envelope: z.object({
    Header: z.object({
      Security: z.object({ UsernameToken: z.object({ Username: z.string(), Password: z.string() }) }),
    }),
    Body: z.record(z.string(), z.unknown()),
  }),
});

/** Opens a request; null when it is no SOAP message with a user name token. */
export function openMessage(body: string): Message | null {
  const parsed = message.safeParse(parse(body));
  if (!parsed.success) return null;
  const { Header, Body } = parsed.data.Envelope;
  const [operation, content] = Object.entries(Body)[0] ?? [];
  const opened = request.safeParse(content || {});
  if (operation === undefined || !opened.success) return null;
  const { Username, Password } = Header.Security.UsernameToken;
  return {
    username: Username,
    password: Password,
    operation,
    request: opened.data,
    order: Object.keys(content || {}),
  };
}

/** The name of the first element of a request that is not where the schema has it. */
export function misplaced(present: readonly string[], schema: readonly string[]): string | null {
  const places = present.map((name) => schema.indexOf(name));
  const wrong = places.findIndex((place, index) => place <= (places[index - 1] ?? -1));
  return present[wrong] ?? null;
}

function parse(body: string): unknown {
  try {
    return parser.parse(body);
  } catch {
    return null;
  }
}
