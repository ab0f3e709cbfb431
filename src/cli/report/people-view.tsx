import { GroupTable } from "./group-table.js";
import { numberText } from "./number-text.js";
import { GROUPS, type GroupId, type PersonRow } from "./person-row.js";
import { type Selection, type ShownGroup, shownGroups, valuesOf } from "./select.js";

interface PeopleViewProps {
  readonly people: readonly PersonRow[];
  readonly selection: Selection;
  /** Called with what is chosen next; never where no script runs. */
  readonly onSelect: (selection: Selection) => void;
}

/**
 * The people of a plan with their search: made once when the page is written, and again by its script at
 * every choice. Plain data in, elements out.
 */
export function PeopleView({ people, selection, onSelect }: PeopleViewProps) {
  const groups = shownGroups(people, selection);
  const hasEntities = valuesOf(people, "entity").length > 1;
  return (
    <>
      <Tools people={people} selection={selection} onSelect={onSelect} hasEntities={hasEntities} />
      <p class="found" role="status">
        {foundText(groups, people.length)}
      </p>
      {groups.map((group) => (
        <GroupTable
          key={group.id}
          group={group}
          hasEntities={hasEntities}
          selection={selection}
          onSelect={onSelect}
        />
      ))}
    </>
  );
}

function foundText(groups: readonly ShownGroup[], all: number): string {
  const found = groups.reduce((sum, group) => sum + group.found, 0);
  if (found === 0) return "Nobody is found.";
  return found === all ? peopleText(all) : `${numberText(found)} of ${peopleText(all)}`;
}

function peopleText(count: number): string {
  return count === 1 ? "1 person" : `${numberText(count)} people`;
}

function Tools({ people, selection, onSelect, hasEntities }: PeopleViewProps & { hasEntities: boolean }) {
  const present = new Set(people.map(({ group }) => group));
  const offices = valuesOf(people, "office");
  return (
    <search class="tools">
      <label>
        Search
        <input
          type="search"
          value={selection.query}
          placeholder="Name, e-mail, reason …"
          onInput={({ currentTarget }) => onSelect({ ...selection, query: currentTarget.value })}
        />
      </label>
      <Choice
        label="Kind"
        all="All kinds"
        value={selection.group}
        values={GROUPS.filter(({ id }) => present.has(id)).map(({ id, title }) => [id, title])}
        onChoose={(group) => onSelect({ ...selection, group: group as GroupId | null })}
      />
      {offices.length > 1 && (
        <Choice
          label="Office"
          all="All offices"
          value={selection.office}
          values={offices.map((office) => [office, office || "No office"])}
          onChoose={(office) => onSelect({ ...selection, office })}
        />
      )}
      {hasEntities && (
        <Choice
          label="Entity"
          all="All entities"
          value={selection.entity}
          values={valuesOf(people, "entity").map((entity) => [entity, entity])}
          onChoose={(entity) => onSelect({ ...selection, entity })}
        />
      )}
    </search>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly all: string;
  readonly value: string | null;
  readonly values: readonly (readonly [value: string, text: string])[];
  readonly onChoose: (value: string | null) => void;
}

/** The first option is "all of them"; the others are known by their place, since a value may be empty. */
function Choice({ label, all, value, values, onChoose }: ChoiceProps) {
  return (
    <label>
      {label}
      <select
        onChange={({ currentTarget }) => onChoose(values[currentTarget.selectedIndex - 1]?.[0] ?? null)}
      >
        <option selected={value === null}>{all}</option>
        {values.map(([one, text]) => (
          <option key={one} selected={value === one}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
