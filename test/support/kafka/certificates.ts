import { execFileSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

/** Makes who signs, and two certificates signed by it, for the broker (`127.0.0.1`) and for a client: PEM files in the folder. */
export function makeCertificates(folder: string): void {
  const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "pipe" })
  const key = ["-newkey", "rsa:2048", "-nodes"]
  for (const name of ["ca", "stranger"]) {
    openssl(
      "req",
      "-x509",
      ...key,
      "-days",
      "2",
      "-subj",
      `/CN=${name}`,
      "-keyout",
      `${name}.key`,
      "-out",
      `${name}.pem`,
    )
  }
  for (const name of ["broker", "client"]) {
    openssl("req", ...key, "-subj", `/CN=${name}`, "-keyout", `${name}.key`, "-out", `${name}.csr`)
    writeFileSync(join(folder, `${name}.ext`), "subjectAltName=IP:127.0.0.1\n")
    const signed = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", `${name}.ext`]
    openssl("x509", "-req", "-in", `${name}.csr`, ...signed, "-out", `${name}.pem`)
  }
  const all = ["broker.key", "broker.pem"].map((name) => readFileSync(join(folder, name), "utf8"))
  writeFileSync(join(folder, "broker.store"), all.join(""))
}

/** The broker's settings for a listener with these certificates. */
export function tlsSettings(folder: string, listener: string, clients: "required" | "none"): string[] {
  const name = `listener.name.${listener.toLowerCase()}`
  return [
    `${name}.ssl.keystore.type=PEM`,
    `${name}.ssl.keystore.location=${join(folder, "broker.store")}`,
    `${name}.ssl.truststore.type=PEM`,
    `${name}.ssl.truststore.location=${join(folder, "ca.pem")}`,
    `${name}.ssl.client.auth=${clients}`,
  ]
}
