/** What a service said when a request failed, in words that say what to do. */
import { ConnectorError } from "../../connectors/contract.ts"

/** What is read of the SDK's errors, and of Node's. */
interface Thrown {
  readonly name?: unknown
  readonly message?: unknown
  readonly code?: unknown
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number }
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> }
}

/** The HTTP status of an answer; undefined: there was none. */
export function statusOf(error: unknown): number | undefined {
  return (error as Thrown).$metadata?.httpStatusCode
}

/** What the service, or Node, calls the error. */
export function nameOf(error: unknown): string {
  const { name, code } = error as Thrown
  if (typeof code === "string" && code !== "") return code
  return typeof name === "string" ? name : "Error"
}

/** There is no such object; the bucket is there, as far as is known. */
export function isMissing(error: unknown): boolean {
  const name = nameOf(error)
  return (
    name === "NoSuchKey" || name === "NotFound" || (statusOf(error) === 404 && !/^NoSuch(Bucket|Upload)$/.test(name))
  )
}

/** Where and how the service is asked. */
export interface Asked {
  /** As in `cannot write`. */
  readonly act: string
  /** `s3://bucket/key`. */
  readonly place: string
  readonly bucket: string
  /** As was given; undefined: the SDK's. */
  readonly endpoint: string | undefined
}

/** The error of a request that failed for good. */
export function failureOf(error: unknown, asked: Asked): ConnectorError {
  const { message, $metadata } = error as Thrown
  const name = nameOf(error)
  const text = typeof message === "string" && message !== "" ? message : String(error)
  // Of several addresses of a host that all fail Node's error has no text.
  const said = error instanceof AggregateError && error.message === "" ? String(error.errors[0]) : text
  const what = said.includes(name) || /^(Error|UnknownError)$/.test(name) ? said : `${name}: ${said}`
  const tries = $metadata?.attempts ?? 1
  const after = tries > 1 ? ` (${tries} times)` : ""
  const reason = what.replace(/\.$/, "")
  return new ConnectorError(
    "failure",
    `${asked.act} ${asked.place} failed${after}: ${reason}; ${adviceFor(error, asked)}`,
    error,
  )
}

const unreachable =
  /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|TimeoutError|AggregateError)$/
const unknownKey = /^(InvalidAccessKeyId|SignatureDoesNotMatch|InvalidToken|MissingSecurityHeader|InvalidSecurity)$/

function adviceFor(error: unknown, { bucket, endpoint }: Asked): string {
  const name = nameOf(error)
  const status = statusOf(error)
  const { message, $response } = error as Thrown
  const region = $response?.headers?.["x-amz-bucket-region"]
  if (name === "NoSuchBucket")
    return `make the bucket ${bucket}, or see that its name, the region and the endpoint are right`
  if (status === 301 || /^(PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraint)/.test(name)) {
    return `the bucket is in another region${region === undefined ? "" : `, ${region}`}: say which with ?region=…, or AWS_REGION`
  }
  if (typeof message === "string" && /region is missing/i.test(message)) {
    return "say in which region the bucket is, with ?region=… or AWS_REGION"
  }
  if (/CredentialsProviderError/.test(String((error as Thrown).name))) {
    return "give credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment, a profile (AWS_PROFILE), or the machine's role"
  }
  if (/^(ExpiredToken|ExpiredTokenException|TokenRefreshRequired)$/.test(name))
    return "the credentials have expired: give new ones"
  if (name === "RequestTimeTooSkewed") return "this machine's clock is wrong: set it (NTP)"
  if (unknownKey.test(name)) {
    return "the service does not know these credentials: see to AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN) or the profile"
  }
  if (status === 401 || status === 403) {
    return `the credentials must allow s3:ListBucket on the bucket ${bucket}, and s3:GetObject, s3:PutObject, s3:DeleteObject and s3:AbortMultipartUpload on its objects`
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_/.test(name)) {
    return "the service's certificate is not trusted: name the file of its authority in NODE_EXTRA_CA_CERTS"
  }
  if (unreachable.test(name)) {
    const where = endpoint === undefined ? "AWS_ENDPOINT_URL_S3 and the region, if set" : endpoint
    return `see that the service can be reached from here (${where})`
  }
  if (status === 429 || (status !== undefined && status >= 500)) {
    return "the service is down or busy: start again when it is well (AWS_MAX_ATTEMPTS says how often a request is tried)"
  }
  return "see what the service means by that"
}
