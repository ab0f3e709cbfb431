/** The group of companies that is played: every HR account has the people of as many entities. */
export const ENTITIES = 500;
export const ACCOUNTS = 20;
export const PEOPLE_OF_ENTITY = 200;
export const ENTITIES_OF_ACCOUNT = ENTITIES / ACCOUNTS;

export function entityId(entity: number): string {
  return `acme-${String(entity).padStart(3, "0")}`;
}

/** The HR account of an entity. */
export function accountOf(entity: number): number {
  return Math.floor(entity / ENTITIES_OF_ACCOUNT);
}

export function accountId(account: number): string {
  return `account-${String(account).padStart(2, "0")}`;
}

export interface Person {
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

/** Person `index` of an entity, as HR knows them. */
export function person(entity: number, index: number): Person {
  const id = String(entity * PEOPLE_OF_ENTITY + index + 1);
  return { id, firstName: `First${id}`, lastName: `Last${id}`, email: `person.${id}@acme.test` };
}

/** One in ten has another name in Spendesk: an update for each entity's plan. */
export function nameInSpendesk({ lastName }: Person, index: number): string {
  return index % 10 === 0 ? `${lastName}-Before` : lastName;
}
