import { ALLOWED, ONLY_IN } from "../../test/architecture/rooms.js";
import { code, table } from "./table.js";

/** What each folder of src/ may import, as the test of the architecture has it. */
export function importTable(): string {
  return table(
    ["Folder", "May import"],
    Object.entries(ALLOWED).map(([folder, others]) => [
      code(folder),
      others.map(code).join(", ") || "no other folder",
    ]),
  );
}

export function packageTable(): string {
  const places = [...new Set(Object.values(ONLY_IN))];
  return table(
    ["Place", "Packages"],
    places.map((place) => {
      const names = Object.keys(ONLY_IN).filter((name) => ONLY_IN[name] === place);
      return [code(place), names.map(code).join(", ")];
    }),
  );
}
