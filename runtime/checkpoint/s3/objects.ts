/** The requests that checkpoints make of an object store. Answers that are lost and failures that pass are seen to by the SDK, which asks again. */
import { setTimeout as pause } from "node:timers/promises"
import type { CompletedPart, GetObjectCommandOutput, S3Client } from "@aws-sdk/client-s3"
import type { ConnectorError } from "../../connectors/contract.ts"
import type { S3Address } from "./address.ts"
import { failureOf, isMissing, nameOf, statusOf } from "./failure.ts"

/** The package, which is loaded only where it is used. */
export type S3Package = typeof import("@aws-sdk/client-s3")

/** Bytes of an object, and what is known of it. */
export interface ObjectPart {
  readonly bytes: Uint8Array
  /** Of the whole object. */
  readonly size: number
  /** Changes with its contents. */
  readonly tag: string | undefined
}

/** A body that breaks off is asked for again so often: the SDK has done its part when it begins. */
const bodyTries = 5
/** So often a condition is asked again that met another request for the same name. */
const conflictTries = 10
const conflictPauseMs = 50

/** Objects of a bucket by their keys. Whatever fails for good is a `ConnectorError`; an object that is not there has `ENOENT`. */
export class S3Objects {
  readonly bucket: string
  readonly #package: S3Package
  readonly #client: S3Client
  readonly #endpoint: string | undefined

  constructor(s3: S3Package, client: S3Client, { bucket, endpoint }: Pick<S3Address, "bucket" | "endpoint">) {
    this.#package = s3
    this.#client = client
    this.bucket = bucket
    this.#endpoint = endpoint
  }

  async put(key: string, body: Uint8Array): Promise<void> {
    const command = new this.#package.PutObjectCommand({ Bucket: this.bucket, Key: key, Body: body })
    await this.#guard("writing", key, () => this.#client.send(command))
  }

  /** False: there is an object with this key. */
  async putOnce(key: string, body: Uint8Array): Promise<boolean> {
    const request = { Bucket: this.bucket, Key: key, Body: body, IfNoneMatch: "*" }
    for (let tries = 1; ; tries++) {
      try {
        await this.#client.send(new this.#package.PutObjectCommand(request))
        return true
      } catch (error) {
        if (statusOf(error) === 412) return false
        // Another request for the key is under way: who wins is not decided yet.
        if (statusOf(error) !== 409 || tries === conflictTries) throw this.#failure("writing", key, error)
        await pause(tries * conflictPauseMs)
      }
    }
  }

  /** The whole object; undefined: there is none. */
  async get(key: string): Promise<Uint8Array | undefined> {
    try {
      return (await this.#read(key, {})).bytes
    } catch (error) {
      if (isMissing(error)) return undefined
      throw this.#failure("reading", key, error)
    }
  }

  /** So many bytes from an offset, fewer at its end. `tag`: fails where the object is another one by now. */
  async getRange(key: string, offset: number, length: number, tag?: string): Promise<ObjectPart> {
    const range = { Range: `bytes=${offset}-${offset + length - 1}`, ...(tag !== undefined && { IfMatch: tag }) }
    try {
      return await this.#read(key, range)
    } catch (error) {
      if (isMissing(error)) throw missing(this.show(key))
      // No byte of an empty object is in any range.
      if (statusOf(error) === 416 && offset === 0) return { bytes: new Uint8Array(0), size: 0, tag: undefined }
      throw this.#failure("reading", key, error)
    }
  }

  /** The size of an object; undefined: there is none. */
  async sizeOf(key: string): Promise<number | undefined> {
    try {
      const command = new this.#package.HeadObjectCommand({ Bucket: this.bucket, Key: key })
      return (await this.#client.send(command)).ContentLength
    } catch (error) {
      if (isMissing(error)) return undefined
      throw this.#failure("reading", key, error)
    }
  }

  /** What begins so: keys of objects and, with a delimiter, of what is common to those that go on behind it. */
  async *list(prefix: string, delimiter?: string): AsyncIterable<{ keys: string[]; common: string[] }> {
    let token: string | undefined
    do {
      const request = {
        Bucket: this.bucket,
        Prefix: prefix,
        ...(delimiter !== undefined && { Delimiter: delimiter }),
        ...(token !== undefined && { ContinuationToken: token }),
      }
      const command = new this.#package.ListObjectsV2Command(request)
      const page = await this.#guard("listing", prefix, () => this.#client.send(command))
      yield {
        keys: (page.Contents ?? []).flatMap(({ Key }) => Key ?? []),
        common: (page.CommonPrefixes ?? []).flatMap(({ Prefix }) => Prefix ?? []),
      }
      token = page.IsTruncated === true ? page.NextContinuationToken : undefined
    } while (token !== undefined)
  }

  /** Nothing where there is none. */
  async remove(key: string): Promise<void> {
    const command = new this.#package.DeleteObjectCommand({ Bucket: this.bucket, Key: key })
    try {
      await this.#client.send(command)
    } catch (error) {
      if (!isMissing(error)) throw this.#failure("removing", key, error)
    }
  }

  /** Begins an object of several parts; its name among those under way. */
  async beginParts(key: string): Promise<string> {
    const command = new this.#package.CreateMultipartUploadCommand({ Bucket: this.bucket, Key: key })
    const { UploadId } = await this.#guard("writing", key, () => this.#client.send(command))
    return UploadId!
  }

  /** `number` counts from 1. */
  async putPart(key: string, upload: string, number: number, body: Uint8Array): Promise<CompletedPart> {
    const request = { Bucket: this.bucket, Key: key, UploadId: upload, PartNumber: number, Body: body }
    const command = new this.#package.UploadPartCommand(request)
    const { ETag, ...sums } = await this.#guard("writing", key, () => this.#client.send(command))
    const { ChecksumCRC32, ChecksumCRC32C, ChecksumCRC64NVME, ChecksumSHA1, ChecksumSHA256 } = sums
    const given = Object.entries({ ChecksumCRC32, ChecksumCRC32C, ChecksumCRC64NVME, ChecksumSHA1, ChecksumSHA256 })
    // The SDK sends checksums with the parts, and a service that keeps them wants them again at the end.
    return {
      PartNumber: number,
      ...(ETag !== undefined && { ETag }),
      ...Object.fromEntries(given.filter(([, sum]) => sum !== undefined)),
    }
  }

  /** All parts become the object. `size`: of all together. */
  async endParts(key: string, upload: string, parts: readonly CompletedPart[], size: number): Promise<void> {
    const request = { Bucket: this.bucket, Key: key, UploadId: upload, MultipartUpload: { Parts: [...parts] } }
    try {
      await this.#client.send(new this.#package.CompleteMultipartUploadCommand(request))
    } catch (error) {
      // Where an answer was lost it is done already when it is asked for again, and the service may know no such upload any more. The name is nobody else's.
      if (nameOf(error) === "NoSuchUpload" && (await this.sizeOf(key)) === size) return
      throw this.#failure("writing", key, error)
    }
  }

  /** Gives up an object of several parts: its parts cost nothing any more. */
  async dropParts(key: string, upload: string): Promise<void> {
    const command = new this.#package.AbortMultipartUploadCommand({ Bucket: this.bucket, Key: key, UploadId: upload })
    await this.#guard("giving up", key, () => this.#client.send(command))
  }

  show(key: string): string {
    return `s3://${this.bucket}/${key}`
  }

  async #read(key: string, range: { readonly Range?: string; readonly IfMatch?: string }): Promise<ObjectPart> {
    for (let tries = 1; ; tries++) {
      const command = new this.#package.GetObjectCommand({ Bucket: this.bucket, Key: key, ...range })
      const answer = await this.#client.send(command)
      try {
        return partOf(answer, await answer.Body!.transformToByteArray())
      } catch (error) {
        if (tries === bodyTries) throw error
      }
    }
  }

  async #guard<T>(act: string, key: string, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask()
    } catch (error) {
      throw this.#failure(act, key, error)
    }
  }

  #failure(act: string, key: string, error: unknown): ConnectorError {
    return failureOf(error, { act, place: this.show(key), bucket: this.bucket, endpoint: this.#endpoint })
  }
}

/** Throws where an answer broke off without saying so. */
function partOf({ ContentLength, ContentRange, ETag }: GetObjectCommandOutput, bytes: Uint8Array): ObjectPart {
  if (ContentLength !== undefined && bytes.length !== ContentLength) {
    throw new Error(`the answer has ${bytes.length} bytes instead of ${ContentLength}`)
  }
  const [, size] = /\/(\d+)$/.exec(ContentRange ?? "") ?? []
  return { bytes, size: size === undefined ? bytes.length : Number(size), tag: ETag }
}

/** As Node says it of a file. */
function missing(place: string): Error {
  return Object.assign(new Error(`there is no object ${place}`), { code: "ENOENT" })
}
