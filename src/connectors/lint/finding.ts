import type { Manifest } from "../schema/manifest.js";

/** Something in a manifest that must not stay. */
export interface Finding {
  /** Keys from the top. */
  readonly path: readonly (string | number)[];
  /** Completes a sentence that begins with the key: `must be ...`. */
  readonly says: string;
}

export function finding(path: readonly (string | number)[], says: string): Finding {
  return { path, says };
}

/** Where one of the ways of signing stands: alone, or in a list. */
export function wayPath({ auth }: Pick<Manifest, "auth">, index: number): readonly (string | number)[] {
  return Array.isArray(auth) ? ["auth", index] : ["auth"];
}
