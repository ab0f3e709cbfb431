/** The HR tools the sandbox imitates, by the ids of their providers. */
export const VENDOR_IDS = [
  ...(["personio", "bamboohr", "hibob", "workday", "payfit", "lucca", "deel"] as const),
  ...(["factorial", "kombo", "sagehr", "okta", "merge", "humaans", "breathe", "rippling"] as const),
  ...(["scim", "entra", "apideck"] as const),
  ...(["hrworks", "kenjo", "sesame", "afas", "remote", "finch", "ukgpro", "charliehr"] as const),
  ...(["google", "zohopeople", "officient", "gusto", "adp"] as const),
] as const;

export type VendorId = (typeof VENDOR_IDS)[number];

/**
 * Ugly ways that HR tools are known to have, each off unless asked for:
 *
 * - `small-pages`: gives 50 at once whatever is asked for; `refused-page-size`: refuses more than 50
 * - `text-totals`: totals are text; `no-totals`: there are none
 * - `bare-refusals`, `page-refusals`: 401 and 403 come with an empty text/html body, or with a web page
 * - `problem-refusals`: refusals come as problem+json with a trace id
 * - `answers-aliases`: a field asked for by its number comes under its other name (BambooHR)
 * - `announced-end`: every answer announces the end of its endpoint
 * - `silent-lists`: a page tells neither how many there are nor what comes next (Deel, PayFit, Lucca)
 * - `fewer-parameters`: a filter or an order that used to be known is refused (Deel, Lucca)
 * - `contradictions`: some records have parts that exclude each other (Deel, PayFit, Lucca)
 * - `private-emails`: nobody has a work e-mail (PayFit, which shows them for some countries only)
 * - `missing-ids`: every fifth person has no id (Deel, PayFit, Lucca)
 */
export const HABITS = [
  "small-pages",
  "refused-page-size",
  "text-totals",
  "no-totals",
  "bare-refusals",
  "page-refusals",
  "problem-refusals",
  "answers-aliases",
  "announced-end",
  "silent-lists",
  "fewer-parameters",
  "contradictions",
  "private-emails",
  "missing-ids",
] as const;
export type Habit = (typeof HABITS)[number];
