import type { EntityConfig } from "../config/load.js";
import type { Provider } from "../providers/provider.js";
import { Problem } from "../sync/errors.js";

/**
 * An entity's settings for its provider, checked by the provider's own schema.
 * @throws Problem `provider_settings`
 */
export function parseSettings(provider: Provider, entity: Pick<EntityConfig, "id" | "source">): unknown {
  const parsed = provider.settings.safeParse(entity.source.settings ?? {});
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(
    (issue) => `${issue.path.join(".") || "settings"}: ${issue.message}.`,
  );
  throw new Problem({
    kind: "configuration",
    code: "provider_settings",
    what: `The settings of ${provider.title} in entities.${entity.id}.source.settings are not valid.`,
    why: issues.join(" "),
    next: `Correct the configuration file, or run \`spendesk-hr connect ${provider.id} --entity ${entity.id}\` again.`,
  });
}
