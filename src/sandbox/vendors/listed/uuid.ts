/** The id of a person, or of what belongs to them, for tools whose ids are UUIDs. */
export function uuidOf(id: string): string {
  return `b7845189-f12b-4378-918a-${id.padStart(12, "0")}`;
}
