import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { addressBytes, der } from "./der.js";

/** A private certificate authority. */
export interface Authority {
  /** Its own certificate, PEM. */
  readonly file: string;
  /** @param names subject alternative names: `DNS:api.acme.test`, `IP:::1` */
  issue(names: readonly string[], validity?: Validity): Certificate;
}

/** Both in PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

type Validity = "now" | "expired" | "not yet";

interface Party {
  readonly name: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

type Period = readonly [from: string, to: string];

/** First and last moment; far from any day on which the tests run. */
const VALIDITY: Readonly<Record<Validity, Period>> = {
  now: ["200101000000Z", "491231000000Z"],
  expired: ["200101000000Z", "200201000000Z"],
  "not yet": ["480101000000Z", "491231000000Z"],
};

/** ecdsa-with-SHA256 (RFC 5758). */
const SIGNATURE = der.sequence(der.oid("1.2.840.10045.4.3.2"));
const COMMON_NAME = der.oid("2.5.4.3");
/** Extensions (RFC 5280 §4.2.1). */
const SUBJECT_KEY = der.oid("2.5.29.14");
const ALTERNATIVE_NAMES = der.oid("2.5.29.17");
const BASIC_CONSTRAINTS = der.oid("2.5.29.19");
const AUTHORITY_KEY = der.oid("2.5.29.35");

/**
 * An authority that ends in two days.
 * @param folder where its certificate is written
 */
export async function createAuthority(folder: string): Promise<Authority> {
  const authority = newParty("Acme Test Authority");
  const mayIssue = extension(BASIC_CONSTRAINTS, der.sequence(der.boolean(true)));
  const file = join(folder, "ca.pem");
  await writeFile(file, certificateOf(authority, authority, twoDays(), mayIssue));
  return {
    file,
    issue(names, validity = "now") {
      const leaf = newParty("leaf");
      const extensions = alternativeNames(names);
      return { key: keyOf(leaf), cert: certificateOf(leaf, authority, VALIDITY[validity], extensions) };
    },
  };
}

/** A certificate that nobody but itself vouches for. */
export function selfSigned(host: string): Certificate {
  const party = newParty(host);
  return {
    key: keyOf(party),
    cert: certificateOf(party, party, VALIDITY.now, alternativeNames([`DNS:${host}`])),
  };
}

function newParty(name: string): Party {
  return { name, ...generateKeyPairSync("ec", { namedCurve: "prime256v1" }) };
}

/** Since yesterday, until the day after tomorrow: clocks of different machines may differ. */
function twoDays(): Period {
  const [yesterday, end] = [-1, 2].map((days) => new Date(Date.now() + days * 86_400_000));
  const text = (date: Date | undefined) => `${date?.toISOString().replaceAll(/^..|\.\d+|\D/g, "")}Z`;
  return [text(yesterday), text(end)];
}

function keyOf({ privateKey }: Party): string {
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

/** A certificate in PEM (RFC 5280 §4.1). */
function certificateOf(subject: Party, issuer: Party, period: Period, extensions: Buffer): string {
  const content = der.sequence(
    der.explicit(0, der.integer(Buffer.from([2]))),
    // A number may not begin with bits that say nothing.
    der.integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    SIGNATURE,
    nameOf(issuer),
    der.sequence(...period.map(der.utcTime)),
    nameOf(subject),
    subject.publicKey.export({ type: "spki", format: "der" }),
    der.explicit(3, der.sequence(...keyNumbers(subject, issuer), extensions)),
  );
  const signature = der.bitString(sign("sha256", content, issuer.privateKey));
  const lines =
    der
      .sequence(content, SIGNATURE, signature)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}

/** Tell authorities of one name apart. */
function keyNumbers(subject: Party, issuer: Party): readonly Buffer[] {
  const numberOf = ({ publicKey }: Party) =>
    createHash("sha1")
      .update(publicKey.export({ type: "spki", format: "der" }))
      .digest();
  return [
    extension(SUBJECT_KEY, der.octetString(numberOf(subject))),
    extension(AUTHORITY_KEY, der.sequence(der.implicit(0, numberOf(issuer)))),
  ];
}

function nameOf({ name }: Party): Buffer {
  return der.sequence(der.set(der.sequence(COMMON_NAME, der.utf8(name))));
}

function extension(id: Buffer, value: Buffer): Buffer {
  return der.sequence(id, der.octetString(value));
}

function alternativeNames(names: readonly string[]): Buffer {
  const encoded = names.map((text) => {
    const [kind, name = ""] = text.split(/:(.*)/s);
    if (kind === "DNS") return der.implicit(2, Buffer.from(name, "latin1"));
    if (kind === "IP") return der.implicit(7, addressBytes(name));
    throw new Error(`not a name: ${text}`);
  });
  return extension(ALTERNATIVE_NAMES, der.sequence(...encoded));
}
