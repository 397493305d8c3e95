import { Buffer } from "node:buffer"
import { AvroDataError, AvroInput } from "./input.ts"
import type { JsonOutput } from "./output.ts"
import type { AvroRecord, AvroType } from "./schema.ts"

/** Appends the JSON of the next value of a type. Throws `AvroDataError`. */
type Write = (from: AvroInput, to: JsonOutput, depth: number) => void

/** As deep as JSON may be. */
const maxDepth = 1000
/** Items that take no bytes in the message: a count of them says how much memory they take. */
const mostEmptyItems = 10_000
/** Decimals of more bytes are refused: making digits of them takes long. */
const mostDecimalBytes = 1024
const dayMs = 86_400_000
/** The last and first days that a date can name. */
const lastDay = 100_000_000

const comma = 0x2c
const nullText = Buffer.from("null")
const trueText = Buffer.from("true")
const falseText = Buffer.from("false")
const hyphens: ReadonlySet<number> = new Set([4, 6, 8, 10])

/**
 * Makes JSON of Avro's binary form, given the schema with which it was written. Numbers that JSON's readers would not read exactly are texts with all digits, and so
 * are `NaN` and `Infinity`; times are epoch milliseconds, dates ISO 8601, bytes base64; a value of a union stands there as it is.
 */
export class AvroToJson {
  readonly #write: Write
  readonly #input = new AvroInput(Buffer.alloc(0))

  constructor(type: AvroType) {
    this.#write = new Compiler().writeOf(type)
  }

  /** Appends the value that fills these bytes. Throws `AvroDataError`; then what was appended is worth nothing. */
  append(to: JsonOutput, bytes: Buffer, from: number, end: number): void {
    const input = this.#input
    input.bytes = bytes
    input.at = from
    input.to = end
    this.#write(input, to, 0)
    if (input.left > 0) throw input.fail(`${input.left} bytes are left behind the value`)
  }
}

/** Makes functions of types. Records may hold themselves, so each is made once. */
class Compiler {
  readonly #records = new Map<AvroRecord, Write>()

  writeOf(type: AvroType): Write {
    switch (type.kind) {
      case "union":
        return this.#union(type.branches.map((each) => this.writeOf(each)))
      case "array":
        return this.#array(this.writeOf(type.items), isEmpty(type.items))
      case "map":
        return this.#map(this.writeOf(type.values))
      case "record":
        return this.#record(type)
      case "enum":
        return enumOf(type.symbols)
      case "fixed":
        return (from, to) => base64(to, from.bytes, from.take(type.size), type.size)
      case "decimal":
        return decimalOf(type.size, type.scale)
      case "time":
        return timeOf(type.stored, type.perMs)
      default:
        return scalars[type.kind]
    }
  }

  #union(branches: readonly Write[]): Write {
    return (from, to, depth) => {
      const branch = from.count()
      const write = branches[branch]
      if (write === undefined)
        throw from.fail(`a union has ${branches.length} types, and number ${branch} should follow`)
      write(from, to, depth)
    }
  }

  #record(type: AvroRecord): Write {
    const known = this.#records.get(type)
    if (known !== undefined) return known
    const fields: { readonly head: Buffer; readonly write: Write }[] = []
    const write: Write = (from, to, depth) => {
      descend(depth)
      if (fields.length === 0) return to.ascii("{}")
      for (const field of fields) {
        to.raw(field.head)
        field.write(from, to, depth + 1)
      }
      to.ascii("}")
    }
    this.#records.set(type, write)
    for (const [at, { name, type: own }] of type.fields.entries()) {
      const head = Buffer.from(`${at === 0 ? "{" : ","}${JSON.stringify(name)}:`)
      fields.push({ head, write: named(name, this.writeOf(own)) })
    }
    return write
  }

  #array(item: Write, takesNothing: boolean): Write {
    return (from, to, depth) => {
      descend(depth)
      to.ascii("[")
      blocks(from, takesNothing, (isFirst) => {
        if (!isFirst) to.byte(comma)
        item(from, to, depth + 1)
      })
      to.ascii("]")
    }
  }

  #map(value: Write): Write {
    return (from, to, depth) => {
      descend(depth)
      to.ascii("{")
      blocks(from, false, (isFirst) => {
        if (!isFirst) to.byte(comma)
        text(from, to)
        to.ascii(":")
        value(from, to, depth + 1)
      })
      to.ascii("}")
    }
  }
}

/** Says in an error which field it was. */
function named(name: string, write: Write): Write {
  return (from, to, depth) => {
    try {
      write(from, to, depth)
    } catch (error) {
      if (!(error instanceof AvroDataError) || error.message.includes("field `")) throw error
      throw new AvroDataError(error.code, `field \`${name}\`: ${error.message}`)
    }
  }
}

function descend(depth: number): void {
  if (depth >= maxDepth) throw new AvroDataError("too-deep", `nested more than ${maxDepth} levels deep`)
}

/** Items of arrays and maps come in blocks, each behind its count; a negative one has its length in bytes behind it. */
function blocks(from: AvroInput, takesNothing: boolean, item: (isFirst: boolean) => void): void {
  let seen = 0
  for (;;) {
    let count = from.count()
    if (count === 0) return
    if (count < 0) {
      count = -count
      from.long()
    }
    const most = takesNothing ? mostEmptyItems - seen : from.left
    if (count > most) throw from.fail(`${count} items should follow, and there is room for ${most}`)
    for (; count > 0; count--) item(seen++ === 0)
  }
}

function text(from: AvroInput, to: JsonOutput): void {
  const length = from.count()
  const start = from.take(length)
  if (!to.text(from.bytes, start, start + length)) throw new AvroDataError("invalid-utf8", "a text is not UTF-8")
}

function base64(to: JsonOutput, bytes: Buffer, from: number, length: number): void {
  to.ascii(`"${bytes.toString("base64", from, from + length)}"`)
}

const scalars = {
  null: (_from, to) => to.raw(nullText),
  boolean: (from, to) => {
    const byte = from.byte()
    if (byte > 1) throw from.fail(`${byte} is neither true nor false`)
    to.raw(byte === 1 ? trueText : falseText)
  },
  int: (from, to) => to.whole(from.int()),
  long: (from, to) => whole(to, from.long()),
  float: (from, to) => double(to, from.bytes.readFloatLE(from.take(4))),
  double: (from, to) => double(to, from.bytes.readDoubleLE(from.take(8))),
  bytes: (from, to) => {
    const length = from.count()
    base64(to, from.bytes, from.take(length), length)
  },
  string: text,
  date: (from, to) => {
    const days = from.int()
    if (Math.abs(days) > lastDay) throw from.fail(`day ${days} from 1970-01-01 on has no date`)
    to.string(new Date(days * dayMs).toISOString().slice(0, -"T00:00:00.000Z".length))
  },
  uuid: (from, to) => {
    const start = from.take(16)
    let words = ""
    for (let at = 0; at < 16; at++) {
      if (hyphens.has(at)) words += "-"
      words += from.bytes[start + at]!.toString(16).padStart(2, "0")
    }
    to.string(words)
  },
} satisfies Record<string, Write>

/** A number as JSON where every reader reads it exactly, else as text. */
function whole(to: JsonOutput, value: number | bigint): void {
  const number = Number(value)
  if (Number.isSafeInteger(number)) to.whole(number)
  else to.ascii(`"${value}"`)
}

function double(to: JsonOutput, value: number): void {
  if (Number.isInteger(value) && Math.abs(value) < 1e9) to.whole(value + 0)
  else to.ascii(Number.isFinite(value) ? String(value) : `"${value}"`)
}

function enumOf(symbols: readonly string[]): Write {
  const texts = symbols.map((each) => Buffer.from(JSON.stringify(each)))
  return (from, to) => {
    const symbol = from.count()
    const found = texts[symbol]
    if (found === undefined) throw from.fail(`an enum has ${texts.length} values, and number ${symbol} should follow`)
    to.raw(found)
  }
}

/** Epoch milliseconds, rounded down. */
function timeOf(stored: "int" | "long", perMs: number): Write {
  return (from, to) => {
    const value = stored === "int" ? from.int() : from.long()
    if (perMs === 1) whole(to, value)
    else if (typeof value === "number") {
      const rest = value % perMs
      whole(to, (value - rest) / perMs - (rest < 0 ? 1 : 0))
    } else {
      const rest = value % BigInt(perMs)
      whole(to, (value - rest) / BigInt(perMs) - (rest < 0n ? 1n : 0n))
    }
  }
}

function decimalOf(size: number | undefined, scale: number): Write {
  return (from, to) => {
    const length = size ?? from.count()
    const start = from.take(length)
    if (length > mostDecimalBytes) throw from.fail(`a decimal has ${length} bytes, more than ${mostDecimalBytes}`)
    to.decimal(length === 0 ? 0n : signed(from.bytes, start, length), scale)
  }
}

/** A whole number in two's complement, its highest byte first. */
function signed(bytes: Buffer, from: number, length: number): bigint {
  if (length <= 6) return BigInt(bytes.readIntBE(from, length))
  return BigInt.asIntN(length * 8, BigInt(`0x${bytes.toString("hex", from, from + length)}`))
}

/** Whether values of a type take no bytes. `known`: what was found of records; one that holds itself takes some, or is never read to its end. */
function isEmpty(type: AvroType, known: Map<AvroType, boolean> = new Map()): boolean {
  if (type.kind === "null") return true
  if (type.kind === "fixed" || type.kind === "decimal") return type.size === 0
  if (type.kind !== "record") return false
  const found = known.get(type)
  if (found !== undefined) return found
  known.set(type, false)
  const result = type.fields.every((field) => isEmpty(field.type, known))
  known.set(type, result)
  return result
}
