import type { EventKind } from "./events.js";

/** Which channels are used, and what for. */
export interface NotifySettings {
  readonly on: readonly EventKind[];
  readonly webhook?: { readonly url: string } | undefined;
  readonly slack: boolean;
  readonly email?:
    | {
        readonly host: string;
        readonly port: number;
        readonly from: string;
        readonly to: readonly string[];
        readonly username?: string | undefined;
      }
    | undefined;
  readonly healthchecks: boolean;
}
