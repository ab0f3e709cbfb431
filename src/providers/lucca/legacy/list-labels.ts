/** A field of the extended data: where it is in a record, and its own key. */
export interface FieldName {
  /** With the group it is in: `e_RIB.e_bank`. */
  readonly path: string;
  readonly key: string;
}

/** Labels of a list by the ids of its entries; null when the field is no list, or that may not be known. */
type LookUp = (key: string) => Promise<ReadonlyMap<string, string> | null>;

/**
 * Lucca gives the entries of a list field by their ids. Which of the fields with whole numbers are lists
 * tell only their definitions, so those are asked once everybody was read.
 */
export interface ListLabels {
  /**
   * Notes what a record has in a field.
   * @param custom the record's attributes, in which the labels will stand
   * @param ids null for a value that is no entry of a list
   */
  note(custom: Record<string, string | null>, field: FieldName, ids: readonly number[] | null): void;
  /** Puts the labels in place of the ids, with one call per field that may be a list. */
  fillIn(lookUp: LookUp): Promise<void>;
}

interface Use {
  readonly custom: Record<string, string | null>;
  readonly ids: readonly number[];
}

export function createListLabels(): ListLabels {
  const fields = new Map<string, { readonly key: string; readonly uses: Use[] }>();
  const noLists = new Set<string>();
  return {
    note(custom, { path, key }, ids) {
      if (ids === null) {
        noLists.add(path);
        return;
      }
      const field = fields.get(path) ?? { key, uses: [] };
      fields.set(path, field);
      field.uses.push({ custom, ids });
    },
    async fillIn(lookUp) {
      for (const [path, { key, uses }] of fields) {
        const labels = noLists.has(path) ? null : await lookUp(key);
        if (labels === null) continue;
        for (const { custom, ids } of uses) {
          custom[path] = ids.map((id) => labels.get(String(id)) ?? String(id)).join(",");
        }
      }
    },
  };
}
