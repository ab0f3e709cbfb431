/** A word for a POSIX shell that stands for exactly this text; in quotes only where it needs them. */
export function shellWord(text: string): string {
  return /^[\w/.:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A whole command for a shell. */
export function shellCommand(words: readonly string[]): string {
  return words.map(shellWord).join(" ");
}
