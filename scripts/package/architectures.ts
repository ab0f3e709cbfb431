/** Architectures by the names that Node.js has for them. */
export const ARCHITECTURES = ["x64", "arm64"] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

export function isArchitecture(text: string): text is Architecture {
  return ARCHITECTURES.some((one) => one === text);
}
