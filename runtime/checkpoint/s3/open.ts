import process from "node:process"
import { ConnectorError } from "../../connectors/contract.ts"
import type { Files } from "../../platform/files.ts"
import { parseS3Address, type S3Address } from "./address.ts"
import { S3Objects, type S3Package } from "./objects.ts"
import { S3Files } from "./s3-files.ts"

/** A request that fails for a moment is tried so often, within about half a minute, unless the environment says otherwise (`AWS_MAX_ATTEMPTS`). */
const attempts = 8
const connectMs = 5000
/** A connection on which nothing comes for so long is given up, and the request made anew. */
const silentMs = 20_000
/** So long a request may take in all: a part of 8 MiB goes through at 70 KB a second. */
const requestMs = 120_000

export interface OpenedS3 {
  readonly files: S3Files
  /** The place's path in them. */
  readonly folder: string
}

/** Opens a place in S3, without asking the service anything. Throws `ConnectorError` (usage) for an address that cannot be read. */
export async function openS3(text: string, local: Pick<Files, "openRead">): Promise<OpenedS3> {
  const address = parseS3Address(text)
  const s3 = await loadPackage()
  const objects = new S3Objects(s3, clientOf(s3, address), address)
  const { bucket, prefix } = address
  return { files: new S3Files(objects, local), folder: prefix === "" ? `/${bucket}` : `/${bucket}/${prefix}` }
}

async function loadPackage(): Promise<S3Package> {
  try {
    return await import("@aws-sdk/client-s3")
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const advice = "install it beside cepheus (npm install @aws-sdk/client-s3)"
    throw new ConnectorError("failure", `the package @aws-sdk/client-s3 cannot be loaded: ${reason}; ${advice}`, error)
  }
}

function clientOf(s3: S3Package, { endpoint, region, forcePathStyle }: S3Address): InstanceType<S3Package["S3Client"]> {
  return new s3.S3Client({
    ...(endpoint !== undefined && { endpoint }),
    ...(region !== undefined && { region }),
    ...(forcePathStyle !== undefined && { forcePathStyle }),
    ...(process.env.AWS_MAX_ATTEMPTS === undefined && { maxAttempts: attempts }),
    requestHandler: {
      connectionTimeout: connectMs,
      socketTimeout: silentMs,
      requestTimeout: requestMs,
      throwOnRequestTimeout: true,
    },
  })
}
