/** A manager as reports refer to them. */
interface Manager {
  readonly id: string;
  email: string | null;
}

/** Lucca names managers by id; their e-mails are found in their own records, on whatever page those are. */
export interface ManagerBook {
  /** The manager of that id: one object for all reports, whose e-mail is there once the list is read. */
  find(id: string): Readonly<Manager>;
  /** Tells a person's work e-mail, who may be somebody's manager. */
  note(id: string, email: string | null | undefined): void;
}

/** Starts an empty book. Nothing from it may be handed out before the whole list was noted. */
export function createManagerBook(): ManagerBook {
  const emails = new Map<string, string>();
  const managers = new Map<string, Manager>();
  return {
    find(id) {
      const known = managers.get(id);
      if (known) return known;
      const manager = { id, email: emails.get(id) ?? null };
      managers.set(id, manager);
      return manager;
    },
    note(id, email) {
      if (!email) return;
      emails.set(id, email);
      const manager = managers.get(id);
      if (manager) manager.email = email;
    },
  };
}
