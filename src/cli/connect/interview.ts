import type { EntityConfig, UnconnectedEntity } from "../../config/entity-config.js";
import type { Provider } from "../../providers/provider.js";
import type { CliContext } from "../cli-context.js";
import type { Prompter } from "../prompts/prompter.js";
import type { SettingFlags } from "./flags.js";

/** What `connect` works on, known before its first real question. Present values are the defaults. */
export interface Interview {
  readonly context: CliContext;
  /** Null when there is nobody to ask. */
  readonly prompter: Prompter | null;
  /** With the guide of the chosen way in. */
  readonly provider: Provider;
  /** The setting that chose it, where the HR tool has several. */
  readonly decided: Readonly<Record<string, unknown>>;
  readonly entityId: string;
  /** The entity as it is configured now; null for a new one. */
  readonly present: PresentEntity | null;
  readonly flags: SettingFlags;
}

/** An entity of the configuration, with an HR tool or without. */
export type PresentEntity = EntityConfig | UnconnectedEntity;
