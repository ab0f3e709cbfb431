import fc from "fast-check";
import { it } from "vitest";
import { planWorld, randomWorld } from "../support/worlds.js";
it("counts", () => {
  const c: Record<string, number> = {};
  const add = (k: string) => { c[k] = (c[k] ?? 0) + 1; };
  for (const w of fc.sample(randomWorld, 5000)) {
    const p = planWorld(w);
    for (const x of p.changes) { add(`${x.action} ${x.code}`); if (x.level > 0) add(`level ${x.level} ${x.action}`); x.warnings.forEach((y) => add(`warn ${y.code}`)); }
    for (const x of p.notes) add(`${x.kind} ${x.code}`);
    for (const x of p.unchanged) add(`unchanged ${x.code}`);
    add(`employees ${w.employees.length}`); 
  }
  console.log(Object.entries(c).sort().map(([k, v]) => `${k}: ${v}`).join("\n"));
});
