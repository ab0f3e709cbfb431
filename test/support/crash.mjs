/**
 * Loaded into the real program with `--import`: makes it fail as only a defect can, with an error that
 * is full of secrets. `CRASH` says how: `throw` and `reject` where nobody catches it, `inside` where the
 * program does. `CRASH_TEXT` is what the error says.
 */
import { Socket } from "node:net";

const { CRASH, CRASH_TEXT = "" } = process.env;

function defect() {
  const request = { headers: { authorization: `Bearer ${CRASH_TEXT}` }, body: CRASH_TEXT };
  const cause = Object.assign(new Error(`request failed: ${CRASH_TEXT}`), { request });
  return Object.assign(new TypeError(`can't read ${CRASH_TEXT}`, { cause }), { request });
}

if (CRASH === "inside") {
  Intl.DateTimeFormat.prototype.formatToParts = () => {
    throw defect();
  };
} else {
  const { connect } = Socket.prototype;
  Socket.prototype.connect = function (...values) {
    // The keys have been read by now.
    if (CRASH === "throw")
      process.nextTick(() => {
        throw defect();
      });
    else void Promise.reject(defect());
    return connect.apply(this, values);
  };
}
