import type { Lines } from "../abi/lines.ts"
import type { LineDecoder } from "../abi/rows.ts"
import type { Dictionary } from "../rows/dictionary.ts"
import type { WaitingRows } from "../rows/waiting-rows.ts"
import { paddedBytes } from "./padded-bytes.ts"
import type { StoredEvent } from "./stored-event.ts"

/** Reads rows once more from the lines that they stand in: into columns that they did not have. */
export class ReadAgain {
  private readonly rows: WaitingRows<StoredEvent>
  private readonly codes: readonly Dictionary[]
  private readonly decoders: readonly (LineDecoder | null)[]
  private lines: Lines | undefined
  private bytes: Uint8Array = new Uint8Array(0)
  private view: DataView = new DataView(new ArrayBuffer(0))

  constructor(rows: WaitingRows<StoredEvent>, codes: readonly Dictionary[], decoders: readonly (LineDecoder | null)[]) {
    this.rows = rows
    this.codes = codes
    this.decoders = decoders
  }

  /** The row at a place. False: it stands in no line that a decoder reads. */
  read(place: number): boolean {
    const { rows, codes } = this
    const decode = this.decoders[rows.type[place]!] ?? null
    if (decode === null || rows.events[place] !== undefined || rows.objects[place] !== undefined) return false
    const { lines } = rows.blocks.of(rows.numberAt(place))
    if (lines.csv !== undefined) return false
    if (lines !== this.lines) {
      this.lines = lines
      this.bytes = paddedBytes(lines)
      this.view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length)
    }
    const { bytes, view } = this
    const from = rows.from[place]!
    const to = rows.to[place]!
    const input = { bytes, view, codes, delimiter: 0, fields: noFields, place: from }
    // Its line feed may stand behind a carriage return.
    const end = bytes.indexOf(lineFeed, to)
    return decode(input, from, end, rows, place, 1) === 1
  }
}

const lineFeed = 10
const noFields = new Int32Array(0)
