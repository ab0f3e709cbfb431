import type { Manifest } from "./schema/manifest.js";

/** One way into a tool, as a manifest that knows no other. */
export interface WayIn {
  /** As it stands in the configuration; empty where there is one way only. */
  readonly value: string;
  readonly label: string;
  readonly manifest: Manifest;
}

/** Every way in, the manifest's own first. The setting that chooses is among the settings of each. */
export function waysInto(manifest: Manifest): readonly [WayIn, ...WayIn[]] {
  const { waysIn, ...rest } = manifest;
  if (!waysIn) return [{ value: "", label: manifest.title, manifest }];
  const own = { ...rest, settings: { [waysIn.setting]: choiceOf(waysIn), ...manifest.settings } };
  return [
    { ...waysIn.own, manifest: own },
    ...waysIn.others.map(({ value, label, steps, credentials, auth }) => ({
      ...{ value, label },
      manifest: { ...own, guide: { ...own.guide, steps }, credentials, auth },
    })),
  ];
}

/** The manifest as the settings of a connection choose it. */
export function chosenWay(manifest: Manifest, settings: Readonly<Record<string, unknown>>): Manifest {
  const [own, ...others] = waysInto(manifest);
  const value = manifest.waysIn && settings[manifest.waysIn.setting];
  return (others.find((way) => way.value === value) ?? own).manifest;
}

function choiceOf({ question, own, others }: NonNullable<Manifest["waysIn"]>): Manifest["settings"][string] {
  const ways = [own, ...others];
  const help = ways.map(({ value, label }) => `${value}: ${label}`).join("; ");
  return {
    type: "choice",
    label: question,
    help: `${help}. Without it: ${own.value}.`,
    values: ways.map((way) => way.value),
    default: own.value,
  };
}
