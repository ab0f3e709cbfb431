import { createHash } from "node:crypto";
import { emailKey, foldText } from "../shared/text.js";
import type { ValueRule } from "../sync/filter/index.js";
import { canonicalJson, type FilterNode, type SyncPolicy } from "../sync/model/index.js";
import type { BulkImportConfig, EntityConfig, SourceConfig } from "./entity-config.js";

/**
 * Fingerprint of everything in an entity's configuration that decides who is touched and how: SHA-256,
 * hex. A run whose fingerprint differs from the one a person confirmed stops (docs/rules.md §6).
 *
 * The rules for the columns of the import file are part of it, since a role decides what somebody may
 * do. Safety limits are compared apart, since only loosening them needs a confirmation. Not part of it: how changes are delivered (`target`, `routes`, `membersUrl`, the
 * import template). The order of filter rules and their values, of `sync.update` and of `protect` has no
 * meaning and no influence; of column rules the first that fits decides, so their order counts.
 */
export function configFingerprint(entity: EntityConfig): string {
  const { timezone, spendesk, bulkImport, sources, configured, policy } = entity;
  const [first, second] = sources;
  const decisive = {
    timezone,
    spendesk: spendesk.baseUrl,
    ...(second ? { sources: sources.map(decisiveListed) } : { source: decisiveSource(first) }),
    // Without it, an entity nobody configured yet would equal one with all employees.
    configured,
    ...(hasColumnRules(bulkImport) && { columns: decisiveColumns(bulkImport) }),
    policy: {
      ...withoutLaterDefaults(policy),
      filter: second ? null : first.filter && sortedFilter(first.filter),
      update: sortedSet(policy.update),
      protect: sortedSet(policy.protect.map(emailKey)),
    },
  };
  return createHash("sha256").update(canonicalJson(decisive)).digest("hex");
}

/**
 * Settings that came later count only where they differ from their default: an upgrade alone must not
 * ask for a new confirmation.
 */
function withoutLaterDefaults(policy: SyncPolicy): Partial<SyncPolicy> {
  const { rehireGapDays, archivedByHand, handEdits, singleName, deriveBic, ...rest } = policy;
  return {
    ...rest,
    ...(rehireGapDays !== 7 && { rehireGapDays }),
    ...(archivedByHand !== "report" && { archivedByHand }),
    ...(handEdits !== "overwrite" && { handEdits }),
    ...(singleName !== "skip" && { singleName }),
    ...(deriveBic && { deriveBic }),
  };
}

/** Of several, each with its name and its filter; their order counts, since the earlier one does. */
function decisiveListed(source: SourceConfig): unknown {
  const { name, filter } = source;
  return { name, filter: filter && sortedFilter(filter), source: decisiveSource(source) };
}

/** As `columns`: a key without content would change the fingerprint of everybody for nothing. */
function decisiveSource(all: SourceConfig): unknown {
  const { name: _ofTheFile, filter: _apart, configured: _whole, statuses, connector, ...rest } = all;
  // A changed description reads other people, or asks elsewhere; where its file lies says nothing.
  const source = connector ? { ...rest, connector: connector.hash } : rest;
  const rules = Object.entries(statuses).map(([raw, means]) => [foldText(raw), means]);
  return rules.length === 0 ? source : { ...source, statuses: Object.fromEntries(rules) };
}

/** Most entities have none, and a key without content would change the fingerprint for nothing. */
function hasColumnRules({ columns }: BulkImportConfig): boolean {
  return Object.values(columns).some((rules) => rules.length > 0);
}

function decisiveColumns({ columns: { roles, costCenter, approvalPolicy } }: BulkImportConfig): unknown {
  const decisive = (rules: readonly ValueRule[]) =>
    rules.map(({ filter, gives }) => ({ filter: filter && sortedFilter(filter), gives }));
  return {
    roles: decisive(roles),
    costCenter: decisive(costCenter),
    approvalPolicy: decisive(approvalPolicy),
  };
}

function sortedFilter(node: FilterNode): unknown {
  if (node.kind === "rule") return { ...node, values: sortedSet(node.values) };
  return { kind: node.kind, nodes: sortedSet(node.nodes.map((inner) => canonicalJson(sortedFilter(inner)))) };
}

function sortedSet(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}
