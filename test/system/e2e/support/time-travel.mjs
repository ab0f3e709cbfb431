/**
 * Preloaded into the program: its clock is ahead of (or behind) the real one by the milliseconds of
 * TIME_TRAVEL_MS. Only `Date` is shifted; timers and `performance` go on as they are.
 */
const shift = Number(process.env.TIME_TRAVEL_MS);
const RealDate = Date;
const now = () => RealDate.now() + shift;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, values, newTarget) =>
    Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget),
  apply: (target) => new target(now()).toString(),
  get: (target, key, receiver) => (key === "now" ? now : Reflect.get(target, key, receiver)),
});
