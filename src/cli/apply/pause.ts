import { sleep as realSleep } from "../../http/sleep.js";
import { interruption } from "../../sync/interruption.js";
import type { CliContext } from "../cli-context.js";

/**
 * Does nothing for a while.
 * @throws Problem `interrupted` or `timed_out` when the command is stopped meanwhile
 */
export async function pause(milliseconds: number, { process }: CliContext): Promise<void> {
  const sleep = process.network?.sleep ?? realSleep;
  try {
    await sleep(milliseconds, process.signal);
  } catch (error) {
    if (process.signal.aborted) throw interruption(process.signal);
    throw error;
  }
}
