import type { ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";

/** From a question to the first byte of its answer, as within a continent. */
const ROUND_TRIP_MS = 40;
/** What is put on the line at a time: so little that answers under way at the same time take turns. */
const PIECE_BYTES = 16 * 1024;
const BITS_OF_BYTE = 8;

/** Sends the answers of a server. */
export type Line = (response: ServerResponse, bytes: Buffer) => Promise<void>;

/** Sends at once. */
export const loopback: Line = async (response, bytes) => {
  response.end(bytes);
};

/** Sends as over a line of so many Mbit/s, which all answers share. */
export function slowLine(mbits: number): Line {
  const bytesOfMs = (mbits * 1_000) / BITS_OF_BYTE;
  let freeAt = 0;
  return async (response, bytes) => {
    await setTimeout(ROUND_TRIP_MS);
    for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
      const piece = bytes.subarray(from, from + PIECE_BYTES);
      const now = performance.now();
      freeAt = Math.max(freeAt, now) + piece.length / bytesOfMs;
      // Timers know whole milliseconds only: what a piece comes too early, the next one waits for.
      if (freeAt - now >= 1) await setTimeout(freeAt - now);
      response.write(piece);
    }
    response.end();
  };
}
