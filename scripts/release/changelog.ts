const UNRELEASED = "## Unreleased";

/**
 * The changelog with what is unreleased under a version, and an empty place for what comes next.
 * @param day of the release, `YYYY-MM-DD`
 * @throws Error when there is no such place, nothing in it, or the version is there already
 */
export function releasedChangelog(text: string, version: string, day: string): string {
  const lines = text.split("\n");
  const start = lines.indexOf(UNRELEASED);
  if (start === -1) throw new Error(`CHANGELOG.md has no line "${UNRELEASED}".`);
  if (lines.some((line) => line.startsWith(`## ${version}`))) {
    throw new Error(`CHANGELOG.md already has ${version}.`);
  }
  const next = lines.findIndex((line, place) => place > start && line.startsWith("## "));
  const news = lines.slice(start + 1, next === -1 ? undefined : next);
  if (news.every((line) => line.trim() === "")) {
    throw new Error(`CHANGELOG.md has nothing under "${UNRELEASED}": say what changed for users.`);
  }
  return lines.toSpliced(start, 1, UNRELEASED, "", `## ${version} – ${day}`).join("\n");
}
