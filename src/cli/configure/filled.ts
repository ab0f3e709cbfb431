import type { EntityConfig } from "../../config/load.js";
import { findProvider } from "../../providers/registry.js";
import { dataEmpty, emptyForEverybody } from "../../providers/support/readable.js";
import { providerWith } from "../../providers/variants.js";
import type { Employee } from "../../sync/employee.js";

/**
 * Stops before an entity is confirmed whose people all lack what the sync needs: nobody could ever be
 * invited, and it would look like a company without joiners.
 * @throws Problem `data_empty`
 */
export async function requireFilled(
  { source }: Pick<EntityConfig, "source">,
  employees: readonly Employee[],
): Promise<void> {
  const provider = providerWith(await findProvider(source.provider), source.settings);
  const empty = emptyForEverybody(employees, provider.dataRead);
  if (empty.length === 0) return;
  throw dataEmpty(
    provider.title,
    empty,
    employees.length,
    empty.flatMap(({ ifEmpty }) => ifEmpty ?? []),
  );
}
