import { run as helpEnvironment } from "../../src/cli/commands/help-environment.js";

/** Every variable the program reads, as `help environment` lists them. */
export async function variables(): Promise<
  readonly { readonly name: string; readonly description: string }[]
> {
  const { rows } = await helpEnvironment();
  return (rows?.() ?? []).map(({ name, description }) => ({
    name: String(name),
    description: String(description),
  }));
}
