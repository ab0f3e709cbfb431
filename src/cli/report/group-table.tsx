import { numberText } from "./number-text.js";
import type { PersonRow } from "./person-row.js";
import { type Column, MORE_ROWS, type Selection, type ShownGroup } from "./select.js";

interface GroupTableProps {
  readonly selection: Selection;
  readonly onSelect: (selection: Selection) => void;
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

/** The people of one group, with buttons to sort them and to see more. */
export function GroupTable({ group, hasEntities, selection, onSelect }: GroupTableProps) {
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

function Header({
  column,
  selection,
  onSelect,
}: Pick<GroupTableProps, "selection" | "onSelect"> & { column: Column }) {
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
