import { z } from "zod";

const optionalText = z.string().nullish().catch(null);

/**
 * A refusal. Legacy: a message in either casing. Lucca API: a problem (RFC 7807), whose detail is spelled
 * in two ways (lucca.md §2). Some are no JSON at all.
 */
export const errorSchema = z.object({
  Message: optionalText,
  message: optionalText,
  detail: optionalText,
  details: optionalText,
  title: optionalText,
});
