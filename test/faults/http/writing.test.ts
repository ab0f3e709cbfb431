import { afterAll, beforeAll, describe, it } from "vitest";
import { disturb, titleOf } from "./disturb.js";
import { WRITING } from "./expected.js";
import { type FaultLab, openFaultLab } from "./lab.js";

let lab: FaultLab;
beforeAll(async () => {
  lab = await openFaultLab();
});
afterAll(() => lab.close());

for (const section of WRITING) {
  describe(`apply while ${section.where} is disturbed`, () => {
    for (const row of section.cases) {
      it(titleOf(row), () => disturb(lab, section, row));
    }
  });
}
