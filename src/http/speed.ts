/** Below this, an answer only drips: no connection that works is so slow. */
const LEAST_BYTES = 1024;
export const SPEED_WINDOW_MS = 30_000;

/** Watches how fast an answer comes. */
export interface SpeedCheck {
  /** Notes bytes of the body. */
  count(bytes: number): void;
  end(): void;
}

/**
 * Calls `onDrip` when a body has begun and less than 1 KiB of it came within the window. A limit for the
 * pause between two pieces is no help against a byte a second, and the limit for the whole call is long
 * where honest answers take minutes to begin.
 */
export function startSpeedCheck(windowMs: number, onDrip: () => void): SpeedCheck {
  let inWindow = 0;
  let timer: NodeJS.Timeout | null = null;

  function check(): void {
    if (inWindow < LEAST_BYTES) onDrip();
    inWindow = 0;
  }

  return {
    count(bytes) {
      inWindow += bytes;
      // Not before the first byte: until then the server may be at work.
      timer ??= setInterval(check, windowMs);
    },
    end() {
      if (timer) clearInterval(timer);
    },
  };
}
