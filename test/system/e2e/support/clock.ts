/** The time of the story. It runs as fast as the real one; `travelTo` makes it jump. */
export interface StoryClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** How far it is from the real time, milliseconds: TIME_TRAVEL_MS of `time-travel.mjs`. */
  shift(): number;
  travelTo(instant: string | number): void;
}

export function createStoryClock(start: string): StoryClock {
  let shift = 0;
  const clock: StoryClock = {
    now: () => Date.now() + shift,
    shift: () => shift,
    travelTo(instant) {
      shift = new Date(instant).getTime() - Date.now();
    },
  };
  clock.travelTo(start);
  return clock;
}
