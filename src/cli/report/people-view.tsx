import { GROUPS, type GroupId, type PersonRow } from "./person-row.js";
import { type Column, MORE_ROWS, type Selection, type ShownGroup, shownGroups, valuesOf } from "./select.js";

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

export function numberText(count: number): string {
  return count.toLocaleString("en");
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

interface GroupTableProps extends Omit<PeopleViewProps, "people"> {
  readonly group: ShownGroup;
  readonly hasEntities: boolean;
}

const TITLES: Readonly<Record<Column, string>> = {
  name: "Name",
  email: "E-mail",
  office: "Office",
  entity: "Entity",
  changes: "What changes",
  reason: "Why",
};

function columnsOf({ rows, reason }: ShownGroup, hasEntities: boolean): readonly Column[] {
  return [
    "name",
    "email",
    "office",
    ...(hasEntities ? (["entity"] as const) : []),
    ...(rows.some(({ changes }) => changes !== "") ? (["changes"] as const) : []),
    ...(reason === null ? (["reason"] as const) : []),
  ];
}

function GroupTable({ group, hasEntities, selection, onSelect }: GroupTableProps) {
  const columns = columnsOf(group, hasEntities);
  const rest = group.found - group.rows.length;
  const heading = `group-${group.id}`;
  return (
    <section class={`group ${group.id}`} aria-labelledby={heading}>
      <h3 id={heading}>
        {group.title} <span class="count">{numberText(group.found)}</span>
      </h3>
      <p class="meaning">
        {group.meaning} {group.reason !== null && <>Why: {group.reason}</>}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reached by the keyboard */}
      <section class="scroll" aria-label={`Table of ${group.title.toLowerCase()}`} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <Header key={column} column={column} selection={selection} onSelect={onSelect} />
              ))}
            </tr>
          </thead>
          <tbody>
            {group.rows.map((row, index) => (
              <Person key={index} row={row} columns={columns} />
            ))}
          </tbody>
        </table>
      </section>
      {rest > 0 && (
        <p class="rest">
          {numberText(rest)} more {rest === 1 ? "is" : "are"} not shown; the search looks through all.{" "}
          <button
            type="button"
            class="more"
            onClick={() =>
              onSelect({
                ...selection,
                limits: { ...selection.limits, [group.id]: group.rows.length + MORE_ROWS },
              })
            }
          >
            Show {numberText(Math.min(rest, MORE_ROWS))} more of {group.title.toLowerCase()}
          </button>
        </p>
      )}
    </section>
  );
}

function Header({ column, selection, onSelect }: Omit<PeopleViewProps, "people"> & { column: Column }) {
  const { sort } = selection;
  const isSorted = sort?.column === column;
  const order = !isSorted ? undefined : sort.descending ? "descending" : "ascending";
  return (
    <th scope="col" aria-sort={order}>
      <button
        type="button"
        onClick={() => onSelect({ ...selection, sort: { column, descending: isSorted && !sort.descending } })}
      >
        {TITLES[column]}
        <span class="arrow" aria-hidden="true">
          {order === undefined ? "↕" : order === "ascending" ? "↑" : "↓"}
        </span>
      </button>
    </th>
  );
}

function Person({ row, columns }: { row: PersonRow; columns: readonly Column[] }) {
  return (
    <tr>
      {columns.map((column) => {
        if (column === "name") {
          return (
            <th key={column} scope="row">
              <bdi>{row.name}</bdi>
            </th>
          );
        }
        return (
          <td key={column} class={column}>
            {column === "email" ? <Address text={row.email} /> : <bdi>{row[column]}</bdi>}
            {column === "reason" && row.warnings.map((text) => <Warned key={text} text={text} />)}
          </td>
        );
      })}
    </tr>
  );
}

/** Long addresses break after the @ and between words, and nowhere else unless they must. */
function Address({ text }: { text: string }) {
  const parts = text.split(/(?<=@|\.|-)/u);
  return (
    <>
      {parts.map((part, index) => (
        <>
          {index > 0 && <wbr />}
          {part}
        </>
      ))}
    </>
  );
}

function Warned({ text }: { text: string }) {
  return (
    <span class="warned">
      <span aria-hidden="true">⚠ </span>
      {text}
    </span>
  );
}
