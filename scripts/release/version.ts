const VERSION = /^(\d+)\.(\d+)\.(\d+)$/;

/**
 * The version to release.
 * @param wanted `patch`, `minor`, `major`, or the version itself
 * @throws Error for anything else, and for a version that is not later than the present one
 */
export function nextVersion(present: string, wanted: string): string {
  const [major, minor, patch] = numbersOf(present);
  switch (wanted) {
    case "major":
      return `${major + 1}.0.0`;
    case "minor":
      return `${major}.${minor + 1}.0`;
    case "patch":
      return `${major}.${minor}.${patch + 1}`;
  }
  if (!isLater(numbersOf(wanted), [major, minor, patch])) {
    throw new Error(`${wanted} is not later than ${present}.`);
  }
  return wanted;
}

type Numbers = readonly [major: number, minor: number, patch: number];

function numbersOf(version: string): Numbers {
  const [, major, minor, patch] = VERSION.exec(version) ?? [];
  if (major === undefined || minor === undefined || patch === undefined) {
    throw new Error(`"${version}" is no version. Give patch, minor, major, or one such as 1.2.3.`);
  }
  return [Number(major), Number(minor), Number(patch)];
}

function isLater(one: Numbers, other: Numbers): boolean {
  const difference = one.map((number, place) => number - (other[place] ?? 0)).find((left) => left !== 0);
  return (difference ?? 0) > 0;
}

/** package.json or package-lock.json with another version of this package; the form of the text stays. */
export function withVersion(json: string, version: string): string {
  const content = JSON.parse(json);
  content.version = version;
  // The lock file says it twice: the second time as the package in this folder.
  const own = content.packages?.[""];
  if (own) own.version = version;
  return `${JSON.stringify(content, null, 2)}\n`;
}
