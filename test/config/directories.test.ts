import { describe, expect, it } from "vitest";
import { configDirectory, stateDirectory } from "../../src/config/directories.js";

const home = "/home/ada";

describe("directories", () => {
  it("follows the XDG variables on Linux", () => {
    const env = { XDG_STATE_HOME: "/var/state", XDG_CONFIG_HOME: "/var/config" };
    expect(stateDirectory({ env, platform: "linux", home })).toBe("/var/state/spendesk-hr");
    expect(configDirectory({ env, platform: "linux", home })).toBe("/var/config/spendesk-hr");
  });

  it("uses the XDG defaults when the variables are missing, empty or relative", () => {
    for (const value of [undefined, "", "state"]) {
      const env = { XDG_STATE_HOME: value, XDG_CONFIG_HOME: value };
      expect(stateDirectory({ env, platform: "linux", home })).toBe("/home/ada/.local/state/spendesk-hr");
      expect(configDirectory({ env, platform: "linux", home })).toBe("/home/ada/.config/spendesk-hr");
    }
  });

  it("uses the system's places on macOS and Windows", () => {
    const mac = { env: { XDG_STATE_HOME: "/x" }, platform: "darwin", home: "/Users/ada" } as const;
    expect(stateDirectory(mac)).toBe("/Users/ada/Library/Application Support/spendesk-hr");
    expect(configDirectory(mac)).toBe("/Users/ada/Library/Preferences/spendesk-hr");

    const windows = { env: {}, platform: "win32", home: "C:\\Users\\ada" } as const;
    expect(stateDirectory(windows)).toBe("C:\\Users\\ada\\AppData\\Local\\spendesk-hr\\Data");
    expect(stateDirectory({ ...windows, env: { LOCALAPPDATA: "D:\\Local" } })).toBe(
      "D:\\Local\\spendesk-hr\\Data",
    );
    expect(configDirectory(windows)).toBe("C:\\Users\\ada\\AppData\\Roaming\\spendesk-hr\\Config");
  });
});
