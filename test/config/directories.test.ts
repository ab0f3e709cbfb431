import { describe, expect, it } from "vitest";
import {
  configDirectory,
  directoryWarnings,
  homeDirectory,
  stateDirectory,
} from "../../src/config/directories.js";

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

describe("the home directory", () => {
  const account = () => "/home/of-account";
  const unknown = () => {
    throw new Error("uv_os_get_passwd returned ENOENT");
  };

  it("is what the environment says, when that is an absolute path", () => {
    expect(homeDirectory({ HOME: "/home/ada" }, "linux", account)).toBe("/home/ada");
    expect(homeDirectory({ USERPROFILE: "C:\\Users\\ada" }, "win32", unknown)).toBe("C:\\Users\\ada");
  });

  it("is that of the account otherwise", () => {
    for (const HOME of [undefined, "", ".", "ada"]) {
      expect(homeDirectory({ HOME }, "linux", account)).toBe("/home/of-account");
    }
  });

  it("is null when neither names one", () => {
    expect(homeDirectory({ HOME: "" }, "linux", unknown)).toBeNull();
    expect(homeDirectory({}, "darwin", () => "")).toBeNull();
  });

  it("that is not there leaves the folders unknown, never relative", () => {
    for (const platform of ["linux", "darwin", "win32"] as const) {
      expect(stateDirectory({ env: {}, platform, home: null })).toBeNull();
      expect(configDirectory({ env: {}, platform, home: null })).toBeNull();
    }
    const env = { XDG_STATE_HOME: "/var/state", LOCALAPPDATA: "D:\\Local" };
    expect(stateDirectory({ env, platform: "linux", home: null })).toBe("/var/state/spendesk-hr");
    expect(stateDirectory({ env, platform: "win32", home: null })).toBe("D:\\Local\\spendesk-hr\\Data");
    const relative = { LOCALAPPDATA: "Local", APPDATA: "Roaming" };
    expect(stateDirectory({ env: relative, platform: "win32", home: null })).toBeNull();
    expect(configDirectory({ env: relative, platform: "win32", home: null })).toBeNull();
  });
});

describe("warnings about directories", () => {
  const both = { state: true, config: true };
  const warningsOf = (env: Record<string, string>, needed = both) =>
    directoryWarnings({ env, platform: "linux", home }, needed);

  it("name variables that are ignored", () => {
    expect(warningsOf({ HOME: home, XDG_STATE_HOME: "state", XDG_CONFIG_HOME: "./config" })).toEqual([
      "XDG_STATE_HOME is not an absolute path and is ignored, as the XDG specification asks.",
      "XDG_CONFIG_HOME is not an absolute path and is ignored, as the XDG specification asks.",
    ]);
    expect(warningsOf({ HOME: "" })).toEqual([
      "HOME is not an absolute path, so the account's own home folder /home/ada is used instead.",
    ]);
  });

  it("are not given of what nothing depends on", () => {
    expect(warningsOf({})).toEqual([]);
    expect(warningsOf({ HOME: home, XDG_STATE_HOME: "", XDG_CONFIG_HOME: "/etc/x" })).toEqual([]);
    expect(warningsOf({ HOME: "", XDG_STATE_HOME: "/var/state" })).toEqual([]);
    const named = { state: false, config: false };
    expect(warningsOf({ HOME: "", XDG_STATE_HOME: "state", XDG_CONFIG_HOME: "x" }, named)).toEqual([]);
    const mac = { env: { XDG_STATE_HOME: "state" }, platform: "darwin", home } as const;
    expect(directoryWarnings(mac, both)).toEqual([]);
  });
});
