/** Names of parameters that hold a secret: in an address they would stand in the configuration and in logs. */
const SECRET_PARAMETER =
  /^(?:access_?token|token|api_?key|key|secret|password|pass|pwd|sig|signature|auth)$/iu;

/** The loopback hosts, to which http is safe. */
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/u;

/**
 * What is wrong with the address of an export, to end a sentence that begins with "it"; null when nothing
 * is. Never quotes it.
 */
export function addressFault(address: string): string | null {
  const url = URL.parse(address);
  if (!url) return "must be an address such as https://hr.acme.test/people.csv";
  const isSecure = url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.test(url.hostname));
  if (!isSecure) return "must begin with https://";
  if (url.username || url.password) return "must not hold a user or a password; choose place: https-key";
  if ([...url.searchParams.keys()].some((name) => SECRET_PARAMETER.test(name)))
    return "must not hold a key; choose place: https-key, which keeps it with the credentials";
  return null;
}
