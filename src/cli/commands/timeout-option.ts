/** For commands that read over the network. */
export const TIMEOUT = {
  flags: "--timeout <duration>",
  description:
    "stop after this long, for example 90s, 10m or 1h (exit code 7); 0: never. Without a terminal: 2h",
} as const;
