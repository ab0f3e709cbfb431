/** The same points as those of `change-hooks.mjs`, for a state in PostgreSQL: around every COMMIT. */
import net from "node:net";
import { Duplex } from "node:stream";
import pg from "pg";

/**
 * For the program within a process that shares its driver.
 * @param hooks see `watchCommits`
 */
export function watchClients({ begin, point }) {
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = async function (text, ...more) {
    if (typeof text === "string" && text.startsWith("BEGIN")) begin();
    if (text !== "COMMIT") return query.call(this, text, ...more);
    point("before commit");
    const answer = await query.call(this, text, ...more);
    point("after commit");
    return answer;
  };
}

/** A message of the driver: its kind, its length, its text. */
const COMMIT = Buffer.from("Q\0\0\0\x0bCOMMIT\0");

/** For the real program, which carries its driver in itself: what goes over the wire tells the same. */
export function watchSockets({ point }) {
  net.Socket.prototype.write = function (chunk, ...more) {
    if (Buffer.isBuffer(chunk) && COMMIT.equals(chunk)) {
      point("before commit");
      // Nothing else is asked before this is answered.
      this.prependOnceListener("data", () => point("after commit"));
    }
    return Duplex.prototype.write.call(this, chunk, ...more);
  };
}
