import type { Employee } from "../../sync/model/index.js";

type Manager = NonNullable<Employee["manager"]>;

/**
 * HR tools name managers by id; their e-mails, which rules can ask for, are found in their own records, on
 * whatever page those are.
 */
export interface ManagerBook {
  /**
   * Somebody's manager with the e-mail of the manager's own record, where the HR tool gave the id alone: one
   * object for all reports, whose e-mail is there once everybody was noted.
   */
  complete(manager: Employee["manager"] | undefined): Employee["manager"] | undefined;
  /** Tells a person's work e-mail, who may be somebody's manager. */
  note(id: string | null, email: string | null | undefined): void;
}

/**
 * Starts a book. Nothing from it may be handed out before the whole list was noted.
 * @param people ids and work e-mails of those who are known already
 */
export function createManagerBook(
  people: Iterable<readonly [id: string | null, email: string | null | undefined]> = [],
): ManagerBook {
  const emails = new Map<string, string>();
  const managers = new Map<string, { readonly id: string; email: string | null }>();

  function find(id: string): Manager {
    const known = managers.get(id);
    if (known) return known;
    const manager = { id, email: emails.get(id) ?? null };
    managers.set(id, manager);
    return manager;
  }

  function note(id: string | null, email: string | null | undefined): void {
    if (!email || id === null) return;
    emails.set(id, email);
    const manager = managers.get(id);
    if (manager) manager.email = email;
  }

  for (const [id, email] of people) note(id, email);
  return {
    note,
    complete: (manager) =>
      manager && manager.id !== null && manager.email === null ? find(manager.id) : manager,
  };
}
