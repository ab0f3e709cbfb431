import { hashText } from "../../random.js";
import type { Person } from "../../world/person.js";

/** Workday ids: 32 hexadecimal digits. The last ones are those of the person. */
const WID_START = "0f1e2d3c4b5a6978";

function workdayId(personId: string): string {
  return `${WID_START}${personId.padStart(16, "0")}`;
}

/** All ids of a worker. Those for people have zeros in front, which a number would lose. */
export function workerIds({ id, employmentType }: Person): Readonly<Record<string, string>> {
  const readable =
    employmentType === "external" ? { Contingent_Worker_ID: `C-${id}` } : { Employee_ID: `00${id}` };
  return { WID: workdayId(id), ...readable };
}

/** True for one person in `period`, always the same ones. */
export function oneIn(period: number, person: Person, topic: string): boolean {
  return hashText(`${topic} ${person.id}`) % period === 0;
}
