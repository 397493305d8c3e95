import { Buffer } from "node:buffer"
import { promisify } from "node:util"
import type { OutputFile } from "./output-files.ts"
import { cut, foreign, incomplete, type Layout, Misplaced } from "./publish-file.ts"

/** Of lines in a member. */
const memberBytes = 1 << 20
/** RFC 1952: magic, deflate, an extra field behind the header, no time; what comes of any system. */
const start = Buffer.from([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff])
/** The extra field: its length, the name and length of its one part, and that part. */
const extra = Buffer.from([24, 0, 0x43, 0x45, 20, 0])
/** The end of that part: where it is there, the header was written as a whole. */
const end = Buffer.from("cep1")
const fixed = Buffer.concat([start, extra])
const headerBytes = fixed.length + 20
const plainHeaderBytes = 10

/** Makes members and reads them. `gunzip` rejects what is damaged. */
export interface Compression {
  gzip(bytes: Buffer): Promise<Buffer>
  gunzip(bytes: Buffer): Promise<Buffer>
}

/** In a thread of its own; loaded when it is needed first. */
const systemCompression: Compression = {
  gzip: async (bytes) => promisify((await import("node:zlib")).gzip)(bytes),
  gunzip: async (bytes) => promisify((await import("node:zlib")).gunzip)(bytes),
}

/** A member as its header tells it. */
interface Member {
  /** With header and trailer. */
  readonly length: number
  /** Its lines: where they begin among all outputs, and how many bytes they have. */
  readonly offset: number
  readonly bytes: number
}

/**
 * Compressed lines, as members of gzip (RFC 1952) that say in their headers which outputs they hold, and none those of two checkpoints. So what is
 * there can be found and compared, whatever the compression made of it.
 */
export function gzipLayout(compression: Compression = systemCompression): Layout {
  /** Behind what was found or written last. */
  let known: { readonly offset: number; readonly place: number } | undefined

  /** The place at which outputs with this offset begin. */
  async function find(file: OutputFile, base: number, wanted: number): Promise<number> {
    let { offset, place } = known !== undefined && known.offset <= wanted ? known : { offset: 0, place: base }
    const { size } = await file.look()
    if (size < place) throw cut(size, place)
    while (offset < wanted) {
      const member = memberIn(await file.readAt(place, headerBytes))
      if (member?.offset !== offset || place + member.length > size) throw broken(place, offset, wanted)
      place += member.length
      offset += member.bytes
    }
    return place
  }

  return {
    async end(file) {
      return (await file.look()).size
    },

    async put(file, outputs, base) {
      if (outputs.bytes === 0) return
      const from = await find(file, base, outputs.offset)
      known = undefined
      const feed = new Feed(outputs.chunks())
      const until = outputs.offset + outputs.bytes
      let place = from
      for (let offset = outputs.offset; offset < until; ) {
        const there = await memberAt(file, place, offset, compression)
        if (there === "other") throw foreign(from, outputs)
        // A member holds outputs of one checkpoint.
        if (there !== undefined && offset + there.bytes.length > until) throw foreign(from, outputs)
        const wanted = there === undefined ? Math.min(memberBytes, until - offset) : there.bytes.length
        const lines = await feed.take(wanted)
        if (lines.length < wanted) throw incomplete(outputs, offset - outputs.offset + lines.length)
        if (there !== undefined && !there.bytes.equals(lines)) throw foreign(from, outputs)
        // What a crash left of a member goes; what is there is written again: it may be in memory alone, after a sync that failed.
        if (there === undefined) await file.truncate(place)
        const member = there?.member ?? (await makeMember(offset, lines, compression))
        await file.writeAt(member, place)
        place += member.length
        offset += wanted
      }
      if ((await feed.take(1)).length > 0) throw incomplete(outputs, outputs.bytes + 1)
      known = { offset: until, place }
    },
  }
}

function broken(place: number, offset: number, wanted: number): Misplaced {
  const what = `behind byte ${place} it has not what was published: ${wanted - offset} bytes of lines are missing or damaged`
  return new Misplaced(what, "put the whole file back, or begin anew with --fresh")
}

/** The member at a place; undefined: there is none, or what is left of one of ours; else somebody else's bytes. */
async function memberAt(
  file: OutputFile,
  place: number,
  offset: number,
  { gunzip }: Compression,
): Promise<{ readonly member: Buffer; readonly bytes: Buffer } | "other" | undefined> {
  const header = await file.readAt(place, headerBytes)
  const found = memberIn(header)
  if (found === undefined) return isRest(header) ? undefined : "other"
  if (found.offset !== offset) return "other"
  const member = await file.readAt(place, found.length)
  if (member.length < found.length) return undefined
  try {
    return { member, bytes: await gunzip(member) }
  } catch {
    // Its check sum tells: the machine went down before all of it was written.
    return undefined
  }
}

function memberIn(header: Buffer): Member | undefined {
  const isWhole = header.subarray(0, fixed.length).equals(fixed) && header.subarray(-end.length).equals(end)
  if (header.length < headerBytes || !isWhole) return undefined
  return {
    length: header.readUInt32LE(fixed.length),
    offset: Number(header.readBigUInt64LE(fixed.length + 4)),
    bytes: header.readUInt32LE(fixed.length + 12),
  }
}

/** The beginning of a member of ours, some of which may never have been written. */
function isRest(header: Buffer): boolean {
  return header.subarray(0, fixed.length).every((byte, at) => byte === 0 || byte === fixed[at])
}

async function makeMember(offset: number, lines: Buffer, { gzip }: Compression): Promise<Buffer> {
  const body = (await gzip(lines)).subarray(plainHeaderBytes)
  const facts = Buffer.alloc(20)
  facts.writeUInt32LE(headerBytes + body.length, 0)
  facts.writeBigUInt64LE(BigInt(offset), 4)
  facts.writeUInt32LE(lines.length, 12)
  end.copy(facts, 16)
  return Buffer.concat([fixed, facts, body])
}

/** Bytes that come in pieces, in portions of a wanted size. */
class Feed {
  readonly #chunks: AsyncIterator<Uint8Array>
  #rest: Uint8Array = new Uint8Array(0)

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]()
  }

  /** Fewer only at the end. */
  async take(length: number): Promise<Buffer> {
    const parts: Uint8Array[] = []
    for (let missing = length; missing > 0; ) {
      if (this.#rest.length === 0) {
        const next = await this.#chunks.next()
        if (next.done === true) break
        this.#rest = next.value
      }
      const part = this.#rest.subarray(0, missing)
      this.#rest = this.#rest.subarray(part.length)
      missing -= part.length
      parts.push(part)
    }
    return Buffer.concat(parts)
  }
}
