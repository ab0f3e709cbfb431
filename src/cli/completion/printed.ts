/** What a function writes with `console.log`, which is how `@bomb.sh/tab` gives its answers, in lines. */
export function printed(print: () => void): readonly string[] {
  const { log } = console;
  const texts: string[] = [];
  console.log = (text: unknown) => void texts.push(String(text));
  try {
    print();
  } finally {
    console.log = log;
  }
  return texts;
}
