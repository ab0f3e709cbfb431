import { type ConfigDocument, type ConfigPath, isBlock } from "./document.js";

/** One of the blocks that an entity's settings come from. */
interface Layer {
  readonly at: ConfigPath;
  readonly value: unknown;
}

/** Blocks that only make sense whole. */
const WHOLE: ReadonlySet<PropertyKey> = new Set(["employees", "credentials", "rehires"]);

/** Keys of one block of which the nearer one takes the place of the other one. */
const INSTEAD: ReadonlyMap<PropertyKey, string> = new Map([
  ["source", "sources"],
  ["sources", "source"],
  ["environment", "baseUrl"],
  ["baseUrl", "environment"],
]);

/**
 * The document with everything that entities have from their group and from the defaults: its values stand in
 * the entities, and its places are where they are written. The entity's own words come first, then those of its
 * group, then the defaults. Blocks are put together key by key; a list, a choice of employees, where credentials
 * are kept and another HR tool take the place of what is farther away.
 */
export function withInheritance(document: ConfigDocument): ConfigDocument {
  const { value } = document;
  if (!isBlock(value) || !isBlock(value.entities) || !(isBlock(value.defaults) || isBlock(value.groups)))
    return document;
  const entities = Object.keys(value.entities).map((id) => [id, merged(layersOf(value, id))]);
  const written = (path: ConfigPath): ConfigPath => writtenPlace(value, path);
  return {
    ...document,
    value: { ...value, entities: Object.fromEntries(entities) },
    has: (path) => document.has(written(path)),
    origin: written,
    position: (path, of) => document.position(written(path), of),
    place: (path, of) => document.place(written(path), of),
    written: (path, of) => document.written(written(path), of),
  };
}

/** What an entity has from its group and from the defaults alone. */
export function inheritedBlock(value: unknown, id: string): Readonly<Record<string, unknown>> {
  const inherited = merged(layersOf(value, id).slice(1));
  return isBlock(inherited) ? inherited : {};
}

/** Nearest first; the first one is the entity's own. */
function layersOf(value: unknown, id: string): readonly Layer[] {
  const { entities, groups, defaults } = isBlock(value) ? value : {};
  const own = isBlock(entities) ? entities[id] : undefined;
  const group = isBlock(own) && typeof own.group === "string" ? own.group : undefined;
  const layers: Layer[] = [{ at: ["entities", id], value: own }];
  if (group !== undefined && isBlock(groups) && Object.hasOwn(groups, group))
    layers.push({ at: ["groups", group], value: groups[group] });
  if (defaults !== undefined) layers.push({ at: ["defaults"], value: defaults });
  // An entity without a word of its own (`acme-fr:`) has everything from the others.
  return layers.filter((layer, index) => index === 0 || isBlock(layer.value));
}

function merged(layers: readonly Layer[]): unknown {
  const [nearest, another] = layers;
  const blocks = layers.filter(({ value }) => isBlock(value));
  if (!another || blocks.length === 0 || (nearest?.value !== null && !isBlock(nearest?.value)))
    return nearest?.value;
  const keys = new Set(blocks.flatMap(({ value }) => Object.keys(value as object)));
  return Object.fromEntries(
    [...keys].flatMap((key) => {
      const inner = layersOfKey(blocks, key);
      return inner.length === 0 ? [] : [[key, merged(inner)]];
    }),
  );
}

/** The layers that the value of a key is put together from. */
function layersOfKey(layers: readonly Layer[], key: PropertyKey): readonly Layer[] {
  const instead = INSTEAD.get(key);
  const deciding = layers.find(
    (layer) => holds(layer, key) || (instead !== undefined && holds(layer, instead)),
  );
  if (!deciding || !holds(deciding, key)) return [];
  const holders = layers
    .filter((layer) => holds(layer, key))
    .map(({ at, value }) => ({ at: [...at, key], value: Reflect.get(value as object, key) as unknown }));
  const [nearest] = holders;
  if (!nearest || WHOLE.has(key) || !isBlock(nearest.value)) return holders.slice(0, 1);
  const end = holders.findIndex(({ value }) => !isBlock(value));
  const blocks = end === -1 ? holders : holders.slice(0, end);
  return key === "source" ? ofOneTool(blocks) : blocks;
}

function holds({ value }: Layer, key: PropertyKey): boolean {
  return isBlock(value) && Object.hasOwn(value, key);
}

/** Settings and statuses of one HR tool have no meaning for another one. */
function ofOneTool(sources: readonly Layer[]): readonly Layer[] {
  const providerOf = ({ value }: Layer) => (isBlock(value) ? value.provider : undefined);
  const provider = sources.map(providerOf).find((one) => one !== undefined);
  const other = sources.findIndex((one) => ![undefined, provider].includes(providerOf(one) as undefined));
  return other === -1 ? sources : sources.slice(0, other);
}

/** Where the value of a place is written: in the entity, its group or the defaults. */
function writtenPlace(value: unknown, path: ConfigPath): ConfigPath {
  const [entities, id, ...rest] = path;
  if (entities !== "entities" || id === undefined || rest.length === 0) return path;
  let layers = layersOf(value, String(id));
  for (const [index, key] of rest.entries()) {
    const inner = layersOfKey(layers, key);
    const [nearest] = inner;
    if (!nearest) return index === 0 ? path : [...(layers[0]?.at ?? []), ...rest.slice(index)];
    // Inside a list, places are numbers: the rest of the way is the same.
    if (!isBlock(nearest.value)) return [...nearest.at, ...rest.slice(index + 1)];
    layers = inner;
  }
  return layers[0]?.at ?? path;
}
