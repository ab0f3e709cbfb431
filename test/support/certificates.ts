import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";

/** A private certificate authority, made with the openssl command line. */
export interface Authority {
  /** Its own certificate, PEM. */
  readonly file: string;
  /** @param names subject alternative names: `DNS:api.acme.test`, `IP:::1` */
  issue(names: readonly string[], validity?: Validity): Promise<Certificate>;
}

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

type Validity = "now" | "expired" | "not yet";

const KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/** First and last day, in the form of `openssl ca`. */
const VALIDITY: Readonly<Record<Validity, readonly [from: string, to: string]>> = {
  now: ["20200101000000Z", "20491231000000Z"],
  expired: ["20200101000000Z", "20200201000000Z"],
  "not yet": ["20480101000000Z", "20491231000000Z"],
};

/** @param folder an empty folder of the authority's own, removed by the caller */
export async function createAuthority(folder: string): Promise<Authority> {
  const openssl = (...words: readonly string[]) => execa("openssl", words, { cwd: folder });
  const subject = ["-subj", "/CN=Acme Test Authority"];
  await openssl("req", "-x509", ...KEY, ...subject, "-days", "2", "-keyout", "ca.key", "-out", "ca.pem");
  await writeFile(join(folder, "index.txt"), "");
  const settings = ["new_certs_dir=.", "database=index.txt", "rand_serial=yes", "unique_subject=no"];
  await writeFile(
    join(folder, "ca.cnf"),
    ["[ca]", "default_ca=own", "[own]", ...settings, "policy=any", "[any]", "commonName=supplied", ""].join(
      "\n",
    ),
  );
  let issued = 0;
  return {
    file: join(folder, "ca.pem"),
    async issue(names, validity = "now") {
      issued += 1;
      const name = `leaf-${issued}`;
      const [from, to] = VALIDITY[validity];
      await openssl(
        "req",
        "-new",
        ...KEY,
        "-subj",
        "/CN=leaf",
        "-keyout",
        `${name}.key`,
        "-out",
        `${name}.csr`,
      );
      await writeFile(join(folder, `${name}.ext`), `subjectAltName=${names.join(",")}\n`);
      await openssl(
        ...["ca", "-batch", "-notext", "-config", "ca.cnf", "-md", "sha256", "-outdir", "."],
        ...["-cert", "ca.pem", "-keyfile", "ca.key", "-startdate", from, "-enddate", to],
        ...["-extfile", `${name}.ext`, "-in", `${name}.csr`, "-out", `${name}.pem`],
      );
      const read = (extension: string) => readFile(join(folder, `${name}.${extension}`), "utf8");
      return { key: await read("key"), cert: await read("pem") };
    },
  };
}

/** A certificate that nobody but itself vouches for. */
export async function selfSigned(folder: string, host: string): Promise<Certificate> {
  const names = ["-subj", `/CN=${host}`, "-addext", `subjectAltName=DNS:${host}`];
  await execa(
    "openssl",
    ["req", "-x509", ...KEY, ...names, "-days", "2", "-keyout", "self.key", "-out", "self.pem"],
    {
      cwd: folder,
    },
  );
  const read = (name: string) => readFile(join(folder, name), "utf8");
  return { key: await read("self.key"), cert: await read("self.pem") };
}
