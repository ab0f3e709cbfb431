/** The HR tools the sandbox imitates, by the ids of their providers. */
export const VENDOR_IDS = ["personio", "bamboohr", "hibob", "workday", "payfit", "lucca", "deel"] as const;

export type VendorId = (typeof VENDOR_IDS)[number];
