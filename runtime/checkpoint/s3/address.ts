import { ConnectorError } from "../../connectors/contract.ts"
import { s3Options } from "./declare.ts"

/** A place in a bucket, and how the service is reached; what is left out the SDK finds itself (`AWS_REGION`, `AWS_ENDPOINT_URL_S3`, `~/.aws/config`). */
export interface S3Address {
  readonly bucket: string
  /** How the names of all objects begin, without a slash at either end; may be empty. */
  readonly prefix: string
  readonly endpoint?: string
  readonly region?: string
  readonly forcePathStyle?: boolean
}

const example = "s3://bucket/prefix, as in s3://company-jobs/cep?region=eu-central-1"
const secretAdvice =
  "secrets do not belong into a command line, which others can read: give AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment, or a profile or role"

/** Reads `s3://BUCKET/PREFIX?endpoint=…&region=…&forcePathStyle=true`. Throws `ConnectorError` (usage). */
export function parseS3Address(text: string): S3Address {
  const [, bucket = "", path = "", query = ""] = /^s3:\/\/([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/s.exec(text) ?? []
  // What stands before an @ is perhaps a secret: it is not said again.
  if (bucket.includes("@")) throw new ConnectorError("usage", `the s3:// address names a user: ${secretAdvice}`)
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{1,254}$/.test(bucket)) {
    throw new ConnectorError("usage", `${text} names no bucket: it should be ${example}`)
  }
  const names = path.split("/").filter((name) => name !== "")
  const odd = names.find((name) => name === "." || name === ".." || !/^[\w.=+@ -]+$/.test(name))
  if (odd !== undefined) {
    const allowed = "letters, digits and . _ - = + @ between slashes"
    throw new ConnectorError("usage", `${JSON.stringify(odd)} in ${text} cannot be part of a prefix: use ${allowed}`)
  }
  return { bucket, prefix: names.join("/"), ...readOptions(query) }
}

type OptionName = (typeof s3Options)[number]["name"]

const readers: { readonly [Name in OptionName]: (text: string) => S3Address[Name] } = {
  endpoint: readEndpoint,
  region: readRegion,
  forcePathStyle: readFlag,
}

function readOptions(query: string): Pick<S3Address, OptionName> {
  const options: [string, unknown][] = []
  for (const [name, value] of new URLSearchParams(query)) {
    if (/key|secret|token|password|credential/i.test(name)) {
      throw new ConnectorError("usage", `${name} cannot be given in an s3:// address: ${secretAdvice}`)
    }
    const option = s3Options.find((each) => each.name === name)
    if (option === undefined) {
      const known = s3Options.map((each) => each.name).join(", ")
      throw new ConnectorError("usage", `an s3:// address has no option ${name}: there are ${known}`)
    }
    options.push([name, readers[option.name](value)])
  }
  return Object.fromEntries(options)
}

function readEndpoint(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new ConnectorError("usage", `endpoint is a URL, as in https://minio.example:9000, and not ${text}`)
  }
  if (url.username !== "" || url.password !== "") throw new ConnectorError("usage", `the endpoint: ${secretAdvice}`)
  return text
}

function readRegion(text: string): string {
  if (/^[A-Za-z0-9-]{1,64}$/.test(text)) return text
  throw new ConnectorError("usage", `region is a name as in eu-central-1, and not ${JSON.stringify(text)}`)
}

function readFlag(text: string): boolean {
  if (text === "true" || text === "false") return text === "true"
  throw new ConnectorError("usage", `forcePathStyle is true or false, and not ${JSON.stringify(text)}`)
}
