import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take seconds. Begun last, one of them would keep a single processor busy in the end. */
const SLOW =
  /\/test\/(?:properties\/|faults\/(?:crash|http)|cli\/(?:whole-run|pty\/)|sync\/hand-off\/|system\/(?:e2e|spendesk|credentials)\/)/;

/** The usual order of files, but for the slow ones, which come first. */
export default class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isSlow = ({ moduleId }: TestSpecification) => SLOW.test(moduleId);
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))];
  }
}
