/** Files of checkpoints in a real object store: what all files promise, whatever happens to requests on their way, and in which words they fail. */
import process from "node:process"
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest"
import { openS3 } from "../../runtime/checkpoint/s3/open.ts"
import type { S3Files } from "../../runtime/checkpoint/s3/s3-files.ts"
import { CheckpointStore } from "../../runtime/checkpoint/store.ts"
import { systemFiles } from "../../runtime/platform/node-files.ts"
import { pattern, testCheckpointFiles, writeFile } from "../conformance/checkpoint-files.ts"
import { testCheckpointStore } from "../conformance/checkpoint-store.ts"
import { testRuleVersions } from "../conformance/rule-versions.ts"
import { type Answer, type Fate, type FaultyS3, type Operation, startFaultyS3 } from "../support/s3/faults.ts"
import { type S3Service, s3Environment, startS3 } from "../support/s3.ts"

let service: S3Service
let proxy: FaultyS3
beforeAll(async () => {
  for (const [name, value] of Object.entries(s3Environment)) vi.stubEnv(name, value)
  service = await startS3()
  proxy = await startFaultyS3(service.port)
})
afterAll(async () => {
  await proxy?.close()
  await service?.remove()
  vi.unstubAllEnvs()
})
afterEach(() => {
  if (proxy !== undefined) proxy.fate = () => "pass"
  for (const [name, value] of Object.entries(s3Environment)) vi.stubEnv(name, value)
  for (const name of ["AWS_MAX_ATTEMPTS", "AWS_EC2_METADATA_DISABLED"]) vi.stubEnv(name, undefined)
})

let folders = 0
const open = () => openS3(service.address(`files/${folders++}`), systemFiles)
/** Through the proxy. */
const openFaulty = () => openS3(service.address(`files/${folders++}`, proxy.port), systemFiles)

testCheckpointFiles("S3", { open, races: 100, reads: 30, large: 20_000_001, adopts: true })
const openRemovable = async () => {
  const { files, folder } = await open()
  return { files, folder, remove: () => files.removeFolder(folder) }
}
testCheckpointStore("S3", { open: openRemovable, step: 97, races: 100 })
testRuleVersions("S3", { open: openRemovable })

/** Fates that asking again mends, and operations that they can meet. */
const passing: readonly Fate[] = ["refuse", "cut-request", "lose-answer", "cut-answer", "busy"]

/** The next request of a kind that is asked meets a fate, once; whether it was met. */
function meetOnce(operation: Operation, fate: Fate): () => boolean {
  let met = false
  proxy.fate = (asked) => {
    if (met || asked.operation !== operation) return "pass"
    met = true
    return fate
  }
  return () => met
}

describe.each(passing)("a request that meets with %j is asked again", (fate) => {
  const bytes = pattern(17_000_000)
  let files: S3Files
  let folder: string
  beforeAll(async () => {
    const opened = await openFaulty()
    files = opened.files
    folder = opened.folder
    await writeFile(files, `${folder}/whole`, bytes)
  })

  test.each<Operation>([
    "put",
    "begin-parts",
    "put-part",
    "end-parts",
  ])("where a file is written: %s", async (operation) => {
    const met = meetOnce(operation, fate)
    const size = operation === "put" ? 1000 : bytes.length
    await writeFile(files, `${folder}/${operation}`, bytes.subarray(0, size))
    expect(met()).toBe(true)
    const found = await files.read(`${folder}/${operation}`)
    expect(Buffer.compare(found!, bytes.subarray(0, size))).toBe(0)
  })

  test("where a file is made once: it is told from another's that it is there", async () => {
    const met = meetOnce("put", fate)
    const path = `${folder}/once`
    const made = await files.makeOnce(path, bytes.subarray(0, 1000))
    expect(met()).toBe(true)
    // Where the answer was lost the service says that the name is taken, which is true.
    expect(made).toBe(fate !== "lose-answer" && fate !== "cut-answer" ? true : made)
    expect(Buffer.compare((await files.read(path))!, bytes.subarray(0, 1000))).toBe(0)
  })

  test("where a checkpoint is made: who made it knows, whatever it heard", async () => {
    const store = new CheckpointStore(files, `${folder}/job/0`)
    const nothing = {
      ...{ job: "job", slice: "0", lineage: "L", earlier: [], madeAt: 0, rules: { format: 1, names: [] }, params: {} },
      ...{ sources: [], watermarks: null, state: [], outboxes: [], publishers: [] },
    }
    const met = meetOnce("put", fate)
    expect(await store.publish({ ...nothing, number: 1, attempt: "a" })).toBe(true)
    expect(met()).toBe(true)
    expect(await store.publish({ ...nothing, number: 1, attempt: "b" })).toBe(false)
    expect((await store.list()).map(({ manifest }) => manifest?.attempt)).toEqual(["a"])
  })

  test("where a file is read, as a whole and in pieces", async () => {
    let met = meetOnce("get", fate)
    expect(Buffer.compare((await files.read(`${folder}/whole`))!, bytes)).toBe(0)
    expect(met()).toBe(true)
    const reader = await files.openRead(`${folder}/whole`)
    met = meetOnce("get", fate)
    for (let from = 0; from < bytes.length; from += 1 << 20) {
      const piece = await reader.read(from, 1 << 20)
      expect(Buffer.compare(piece, bytes.subarray(from, from + (1 << 20)))).toBe(0)
    }
    expect(met()).toBe(true)
    await reader.close()
  })

  test("where names are listed, and files removed", async () => {
    await writeFile(files, `${folder}/removed/x`, bytes.subarray(0, 10))
    const listed = meetOnce("list", fate)
    expect(await files.list(`${folder}/removed`)).toEqual(["x"])
    expect(listed()).toBe(true)
    const removed = meetOnce("delete", fate)
    await files.remove(`${folder}/removed/x`)
    expect(removed()).toBe(true)
    expect(await files.list(`${folder}/removed`)).toEqual([])
  })
})

test("a file that is given up leaves no parts behind", async () => {
  const { files, folder } = await openFaulty()
  const writer = await files.create(`${folder}/given-up`)
  await writer.write(pattern(9_000_000))
  proxy.seen.length = 0
  await writer.close()
  expect(proxy.seen.map(({ asked }) => asked.operation)).toContain("drop-parts")
  expect(await files.read(`${folder}/given-up`)).toBeUndefined()
})

test("a reader holds two blocks at most, whatever it is asked", async () => {
  const { files, folder } = await openFaulty()
  await writeFile(files, `${folder}/large`, pattern(40_000_000))
  proxy.seen.length = 0
  const reader = await files.openRead(`${folder}/large`)
  await reader.read(0, 1000)
  await reader.read(1000, 1000)
  await reader.close()
  expect(proxy.seen.filter(({ asked }) => asked.operation === "get")).toHaveLength(2)
})

test("a reader does not go on with another object that has taken the name", async () => {
  const { files, folder } = await open()
  await writeFile(files, `${folder}/changed`, pattern(20_000_000))
  const reader = await files.openRead(`${folder}/changed`)
  await reader.read(0, 10)
  await files.remove(`${folder}/changed`)
  await writeFile(files, `${folder}/changed`, pattern(20_000_000).fill(7))
  await expect(reader.read(17_000_000, 10)).rejects.toThrow(/reading s3:.*changed failed/)
  await reader.close()
})

describe("the service has to show that a name is made once", () => {
  test("one that does is taken, and nothing is left of the proof", async () => {
    const { files, folder } = await openFaulty()
    await files.prove(folder)
    expect(await files.list(folder)).toEqual([])
  })

  test("one that forgets the condition is refused", async () => {
    const { files, folder } = await openFaulty()
    proxy.fate = () => "forget-condition"
    await expect(files.prove(folder)).rejects.toMatchObject({
      kind: "failure",
      message: expect.stringMatching(/does not honour `If-None-Match: \*` .*replaces an object in spite of it/),
    })
    expect(await files.list(folder)).toEqual([])
  })

  test("one that looks and writes in two steps is refused", async () => {
    const { files, folder } = await openFaulty()
    proxy.fate = ({ url }) => (url.includes("-race-") ? "forget-condition" : "pass")
    await expect(files.prove(folder)).rejects.toThrow(/lets several requests win that come at once/)
    expect(await files.list(folder)).toEqual([])
  })

  test("one that knows no conditions is refused with its own words", async () => {
    const { files, folder } = await openFaulty()
    proxy.fate = ({ isOnce }) => (isOnce ? refusal(501, "NotImplemented", "A header is not implemented.") : "pass")
    vi.stubEnv("AWS_MAX_ATTEMPTS", "1")
    await expect(files.prove(folder)).rejects.toThrow(/NotImplemented/)
  })

  test("an answer that is lost on the way is no reason to refuse it", async () => {
    for (const lost of [1, 2]) {
      const { files, folder } = await openFaulty()
      let puts = 0
      proxy.fate = ({ operation }) => (operation === "put" && ++puts === lost ? "lose-answer" : "pass")
      await files.prove(folder)
    }
  })
})

function refusal(status: number, code: string, message: string, headers: Answer["headers"] = {}): Answer {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`
  return { status, headers: { "content-type": "application/xml", ...headers }, body }
}

describe("what fails for good says where, what the service said and what to do", () => {
  const refusals: readonly (readonly [string, Fate, RegExp])[] = [
    [
      "denied",
      refusal(403, "AccessDenied", "Access Denied"),
      /Access ?Denied.*must allow s3:ListBucket on the bucket checkpoints/,
    ],
    [
      "unknown key",
      refusal(403, "InvalidAccessKeyId", "No such key id."),
      /InvalidAccessKeyId.*see to AWS_ACCESS_KEY_ID/,
    ],
    [
      "wrong secret",
      refusal(403, "SignatureDoesNotMatch", "It differs."),
      /SignatureDoesNotMatch.*see to AWS_ACCESS_KEY_ID/,
    ],
    ["expired", refusal(400, "ExpiredToken", "The token has expired."), /ExpiredToken.*give new ones/],
    [
      "another region",
      refusal(301, "PermanentRedirect", "Use another endpoint.", { "x-amz-bucket-region": "eu-central-1" }),
      /in another region, eu-central-1: say which with \?region=/,
    ],
    [
      "clock",
      refusal(403, "RequestTimeTooSkewed", "The difference is too large."),
      /RequestTimeTooSkewed.*clock is wrong/,
    ],
    ["no bucket", refusal(404, "NoSuchBucket", "It does not exist."), /NoSuchBucket.*make the bucket checkpoints/],
    ["quota", refusal(400, "QuotaExceeded", "It is full."), /QuotaExceeded.*see what the service means/],
    ["busy for ever", "busy", /\(2 times\): SlowDown.*down or busy/],
    ["never there", "refuse", /\(2 times\): .*see that the service can be reached from here \(http:/],
  ]
  test.each(refusals)("%s", async (_, fate, words) => {
    vi.stubEnv("AWS_MAX_ATTEMPTS", "2")
    const { files, folder } = await openFaulty()
    proxy.fate = () => fate
    const place = `s3:/${folder}/x`
    for (const act of [
      () => files.read(`${folder}/x`),
      () => files.makeOnce(`${folder}/x`, new Uint8Array(3)),
      () => writeFile(files, `${folder}/x`, new Uint8Array(3)),
      () => files.remove(`${folder}/x`),
    ]) {
      const error = await act().then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      expect(error).toMatchObject({ kind: "failure", message: expect.stringMatching(words) })
      expect(String(error)).toContain(place)
    }
    await expect(files.list(folder)).rejects.toThrow(words)
  })

  test("a bucket that is not there", async () => {
    const text = service.address("x").replace("checkpoints", "no-such-bucket")
    const { files, folder } = await openS3(text, systemFiles)
    await expect(files.prove(folder)).rejects.toThrow(/NoSuchBucket.*make the bucket no-such-bucket/)
    await expect(files.read(`${folder}/x`)).rejects.toThrow(/NoSuchBucket/)
  })

  test("a service that is not there", async () => {
    vi.stubEnv("AWS_MAX_ATTEMPTS", "2")
    const { files, folder } = await openS3("s3://checkpoints/x?endpoint=http://127.0.0.1:1", systemFiles)
    await expect(files.list(folder)).rejects.toThrow(/ECONNREFUSED.*can be reached from here \(http:\/\/127.0.0.1:1\)/)
  })

  test("no region, and no credentials", async () => {
    vi.stubEnv("AWS_REGION", undefined)
    const nowhere = await openS3(`s3://checkpoints/x?endpoint=http://127.0.0.1:${service.port}`, systemFiles)
    await expect(nowhere.files.list(nowhere.folder)).rejects.toThrow(/Region is missing.*say in which region/i)
    vi.stubEnv("AWS_REGION", "us-east-1")
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) vi.stubEnv(name, undefined)
    vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true")
    const nobody = await open()
    await expect(nobody.files.list(nobody.folder)).rejects.toThrow(/give credentials: AWS_ACCESS_KEY_ID/)
    expect(process.env.AWS_ACCESS_KEY_ID).toBeUndefined()
  })
})
