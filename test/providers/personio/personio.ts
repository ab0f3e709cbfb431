import { toEmployee } from "../../../src/connectors/mapping/employee.js";
import { providerFrom } from "../../../src/connectors/provider-from.js";
import { personio as connector } from "../../../src/connectors/tools/personio/index.js";
import type { Employee } from "../../../src/sync/model/employee.js";

export const personio = providerFrom(connector);

/** Turns items of the employee list into employees; null for those without a usable id. */
export function createMapper(settings: Readonly<Record<string, string>>): (item: unknown) => Employee | null {
  const { manifest, hooks } = connector;
  return (item) => {
    const record = hooks.prepareRecord?.(item, settings);
    const found = { record, list: "employees", expressions: new Map() };
    return toEmployee(found, { manifest, hooks, today: "2026-09-30", onOddDate: () => {} });
  };
}
