import {
  idOfSource,
  idWithin,
  type Link,
  type PersonDecision,
  type StateStore,
} from "../sync/model/index.js";

/**
 * A state in which the employee ids of an entity with several sources name their source, as they do in its
 * plans. Stored are the ids as the HR tools have them, so that a source may be added or taken away without
 * anybody's link being lost.
 *
 * @param sourcesOf the names of an entity's sources; of one with a single source, none
 */
export function withSourceNames(
  state: StateStore,
  sourcesOf: (entity: string) => readonly string[],
): StateStore {
  const shown = (entity: string, source: string, id: string) =>
    sourcesOf(entity).includes(source) ? idOfSource(source, id) : id;
  const stored = (entity: string, source: string, id: string) =>
    sourcesOf(entity).includes(source) ? (idWithin(source, id) ?? id) : id;
  const storedLink = (entity: string, link: Link): Link => ({
    ...link,
    employeeId: stored(entity, link.source, link.employeeId),
  });
  const withId = <T extends Pick<PersonDecision, "entity" | "employee">>(
    decision: T,
    idOf: typeof shown,
  ): T => {
    const { entity, employee } = decision;
    if (employee === null) return decision;
    return { ...decision, employee: { ...employee, id: idOf(entity, employee.source, employee.id) } };
  };
  return {
    ...state,
    links: async (entity) => {
      const links = await state.links(entity);
      return links.map((link) => ({ ...link, employeeId: shown(entity, link.source, link.employeeId) }));
    },
    applyLinkChanges: (entity, { upsert, remove }) =>
      state.applyLinkChanges(entity, {
        upsert: upsert.map((link) => storedLink(entity, link)),
        remove: remove.map((link) => storedLink(entity, link)),
      }),
    journalOutcomes: (runId, entity, outcomes, at) =>
      state.journalOutcomes(
        runId,
        entity,
        outcomes.map(({ link, ...rest }) => ({ ...rest, link: link && storedLink(entity, link) })),
        at,
      ),
    personDecisions: async (entity) => (await state.personDecisions(entity)).map((one) => withId(one, shown)),
    addPersonDecision: (decision, at) => state.addPersonDecision(withId(decision, stored), at),
  };
}
