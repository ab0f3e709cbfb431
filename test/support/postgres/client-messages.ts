/** Kinds of a client's packets that end what it asks: a simple query, a sync, a password, the farewell. */
const ENDS = new Set(["Q", "S", "p", "X"]);

/** What stands in the place of a version in the request for an encrypted connection. */
const TLS_REQUEST = 80_877_103;

const LENGTH = 4;

/**
 * Cuts what a client of PostgreSQL sends into one message for each thing it asks, however the pieces come: it
 * asks several things without waiting for an answer. What is encrypted stays in the pieces in which it came.
 */
export function messagesOfClient(): (data: Buffer) => readonly Buffer[] {
  let rest = Buffer.alloc(0);
  /** Its very first packet, and the one after a refused request for encryption, have no kind. */
  let hasBegun = false;
  let isEncrypted = false;
  /** Where the packet ends that begins here; null when it has not come to its end. */
  const endOf = (start: number): number | null => {
    const lengthAt = hasBegun ? start + 1 : start;
    if (rest.length < lengthAt + LENGTH) return null;
    const end = lengthAt + rest.readUInt32BE(lengthAt);
    return end > rest.length ? null : end;
  };
  return (data) => {
    if (isEncrypted) return [data];
    rest = Buffer.concat([rest, data]);
    const messages: Buffer[] = [];
    let start = 0;
    for (let end = endOf(start); end !== null; end = endOf(start)) {
      const kind = String.fromCharCode(rest[start] ?? 0);
      if (hasBegun && !ENDS.has(kind)) {
        start = end;
        continue;
      }
      isEncrypted = !hasBegun && rest.readUInt32BE(LENGTH) === TLS_REQUEST;
      hasBegun = true;
      messages.push(rest.subarray(0, end));
      rest = rest.subarray(end);
      start = 0;
    }
    return messages;
  };
}
