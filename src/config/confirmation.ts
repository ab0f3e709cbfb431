import { createHash } from "node:crypto";
import { canonicalJson } from "../sync/canonical-json.js";
import type { FilterNode } from "../sync/filter/ast.js";
import { emailKey } from "../sync/member.js";
import type { EntityConfig } from "./entity-config.js";

/**
 * Fingerprint of everything in an entity's configuration that decides who is touched and how: SHA-256,
 * hex. A run whose fingerprint differs from the one a person confirmed stops (design §6).
 *
 * Not part of it: safety limits, and how changes are delivered (`target`, `routes`). The order of
 * filter rules and their values, of `sync.update` and of `protect` has no meaning and no influence.
 */
export function configFingerprint(entity: EntityConfig): string {
  const { timezone, spendesk, source, configured, policy } = entity;
  const decisive = {
    timezone,
    spendesk: spendesk.baseUrl,
    source,
    // Without it, an entity nobody configured yet would equal one with all employees.
    configured,
    policy: {
      ...policy,
      filter: policy.filter && sortedFilter(policy.filter),
      update: sortedSet(policy.update),
      protect: sortedSet(policy.protect.map(emailKey)),
    },
  };
  return createHash("sha256").update(canonicalJson(decisive)).digest("hex");
}

function sortedFilter(node: FilterNode): unknown {
  if (node.kind === "rule") return { ...node, values: sortedSet(node.values) };
  return { kind: node.kind, nodes: sortedSet(node.nodes.map((inner) => canonicalJson(sortedFilter(inner)))) };
}

function sortedSet(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}
