import { hashText } from "../../random.js";
import type { Person } from "../../world/person.js";

/** The id of a person's profile: a UUID that starts with digits of no meaning, so that its order has none. */
export function deelId(personId: string): string {
  const start = hashText(`deel ${personId}`).toString(16).padStart(8, "0");
  return `${start}-a90c-4615-ac50-${personId.padStart(12, "0")}`;
}

/** True for one person in `period`, always the same ones. */
export function oneIn(period: number, { id }: Person, topic: string): boolean {
  return hashText(`${topic} ${id}`) % period === 0;
}

/** The UUID of a thing with a name, such as a department. */
export function thingId(kind: string, name: string): string {
  const hex = (topic: string) => hashText(`${topic} ${kind} ${name}`).toString(16).padStart(8, "0");
  const [first, second] = [hex("first"), hex("second")];
  return `${first}-${second.slice(0, 4)}-4${second.slice(5)}-8000-${first}0000`;
}
