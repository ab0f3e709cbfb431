/** The password leaves this machine, so it goes nowhere else. */
const WORKDAY_HOST = /\.(?:workday|myworkday|myworkdaygov)\.com$/u;

/**
 * An address at Workday that was pasted, or a sentence saying what is wrong; the value is not repeated.
 * @param name of the address, for the sentence: `REST endpoint`
 * @param whereToCopy sentence for something that is no address at all
 */
export function readWorkdayUrl(text: string, name: string, whereToCopy: string): URL | string {
  const trimmed = text.trim();
  if (!trimmed) return `The ${name} is empty.`;
  if (!URL.canParse(trimmed)) return `That is not an address. ${whereToCopy}`;
  const url = new URL(trimmed);
  if (url.protocol !== "https:") return `The ${name} must start with https://.`;
  if (url.username || url.password) return `The ${name} must not hold a user name or password.`;
  if (!WORKDAY_HOST.test(url.hostname) || url.port) {
    return `The host of the ${name} must end in .workday.com, .myworkday.com or .myworkdaygov.com.`;
  }
  return url;
}
