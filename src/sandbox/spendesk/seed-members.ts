import { type MemberBook, OWNER_ROLE } from "./members.js";

/** Name and e-mail of somebody an HR tool knows. */
export interface Contact {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

/** Adds `count` members who were there before any integration: four of five are also in the HR tool. */
export function seedMembers(book: MemberBook, contacts: readonly Contact[], count: number): void {
  const known = contacts.values();
  for (let index = 0; index < count; index += 1) {
    const next = index % 5 === 4 ? undefined : known.next().value;
    const email = next?.email ?? "";
    book.add(next === undefined || book.byEmail(email) !== null ? outsider(index) : next);
  }
}

/** Adds the owner, or makes the contact with this e-mail one. */
export function seedOwner(book: MemberBook, contacts: readonly Contact[], email: string): void {
  const roles = [OWNER_ROLE, "administrator"];
  const present = book.byEmail(email);
  if (present !== null) {
    book.patch(present.id, { roles });
    return;
  }
  const contact = contacts.find((candidate) => candidate.email.toLowerCase() === email.toLowerCase());
  book.add({
    firstName: contact?.firstName ?? "Olive",
    lastName: contact?.lastName ?? "Owner",
    email,
    roles,
  });
}

function outsider(index: number): Contact {
  return {
    firstName: "Guest",
    lastName: `Number ${index + 1}`,
    email: `guest${index + 1}@partner.example.test`,
  };
}
