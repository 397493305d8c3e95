import { Buffer } from "node:buffer"
import type { JsonOutput } from "../../formats/avro/output.ts"
import { ConnectorError, type Problem, type Settings } from "../contract.ts"
import { type RecordCursor, readHeaders } from "./record-batches.ts"

/** What of a message becomes a field of its event, beside the value. A head is `"field":`. */
export interface MessageFields {
  readonly key: Buffer | undefined
  readonly headers: readonly { readonly name: Buffer; readonly head: Buffer }[]
  /** The message's time. */
  readonly time: Buffer | undefined
}

const comma = 0x2c
const openBrace = 0x7b
const closeBrace = 0x7d

/** Reads `keyField`, `headers` and `timestampField`; undefined: nothing of them is given. Throws `ConnectorError` (usage). */
export function messageFields({ keyField, headers, timestampField }: Settings): MessageFields | undefined {
  if (keyField === undefined && headers === undefined && timestampField === undefined) return undefined
  const taken = new Set<string>()
  const headOf = (option: string, field: string): Buffer => {
    if (field === "") throw new ConnectorError("usage", `\`${option}\` must name a field of the event`)
    if (taken.has(field)) {
      throw new ConnectorError(
        "usage",
        `the field ${field} is given twice by \`keyField\`, \`headers\` and \`timestampField\``,
      )
    }
    taken.add(field)
    return Buffer.from(`${JSON.stringify(field)}:`)
  }
  const optional = (option: string, field: Settings[string] | undefined) =>
    field === undefined ? undefined : headOf(option, String(field).trim())
  const pairs = headers === undefined ? [] : String(headers).split(",").map(headerPair)
  return {
    key: optional("keyField", keyField),
    headers: pairs.map(({ name, field }) => ({ name: Buffer.from(name), head: headOf("headers", field) })),
    time: optional("timestampField", timestampField),
  }
}

/** `name=field`, or a header whose name the field has. */
function headerPair(text: string): { readonly name: string; readonly field: string } {
  const at = text.indexOf("=")
  const name = (at < 0 ? text : text.slice(0, at)).trim()
  const field = at < 0 ? name : text.slice(at + 1).trim()
  if (name !== "" && field !== "") return { name, field }
  throw new ConnectorError(
    "usage",
    `\`headers\` must be header=field, several joined by commas, and has ${JSON.stringify(text)}`,
  )
}

/**
 * Adds the fields behind those of the object in `line`; of equal names the last one counts. What is no object stays as it is. `key`: appends the
 * message's key as JSON, or says why it cannot be.
 */
export function addFields(
  line: JsonOutput,
  cursor: RecordCursor,
  fields: MessageFields,
  key: () => Problem | undefined,
): Problem | undefined {
  if (!openObject(line)) return undefined
  if (fields.key !== undefined && cursor.keyFrom >= 0) {
    begin(line, fields.key)
    const problem = key()
    if (problem !== undefined) return problem
  }
  const problem = fields.headers.length === 0 ? undefined : addHeaders(line, cursor, fields)
  if (problem !== undefined) return problem
  // A message of a producer that gave no time has -1.
  if (fields.time !== undefined && cursor.time >= 0) {
    begin(line, fields.time)
    line.whole(cursor.time)
  }
  line.byte(closeBrace)
  return undefined
}

function addHeaders(line: JsonOutput, cursor: RecordCursor, { headers }: MessageFields): Problem | undefined {
  const { bytes } = cursor
  const found = new Map<Buffer, { readonly from: number; readonly to: number }>()
  readHeaders(cursor, (nameFrom, nameTo, from, to) => {
    for (const { name } of headers) {
      if (!isAt(bytes, nameFrom, nameTo, name)) continue
      // Of equal names the last one counts, as for Kafka's own clients.
      if (from < 0) found.delete(name)
      else found.set(name, { from, to })
    }
  })
  for (const { name, head } of headers) {
    const place = found.get(name)
    if (place === undefined) continue
    begin(line, head)
    if (!line.text(bytes, place.from, place.to)) return notUtf8(`header ${name}`, bytes.subarray(place.from, place.to))
  }
  return undefined
}

/** Names are short: a loop costs less than a call. */
function isAt(bytes: Buffer, from: number, to: number, name: Buffer): boolean {
  if (name.length !== to - from) return false
  for (let at = 0; at < name.length; at++) if (bytes[from + at] !== name[at]) return false
  return true
}

/** A message's key as text. */
export function addKeyText(line: JsonOutput, { bytes, keyFrom, keyTo }: RecordCursor): Problem | undefined {
  return line.text(bytes, keyFrom, keyTo) ? undefined : notUtf8("key", bytes.subarray(keyFrom, keyTo))
}

function notUtf8(what: string, bytes: Buffer): Problem {
  return { code: "invalid-utf8", reason: `the message's ${what} is not UTF-8 (${bytes.toString("base64")} in base64)` }
}

/** Takes the last brace of an object away, and white space around it. False: it is none. */
function openObject(line: JsonOutput): boolean {
  const { bytes } = line
  let first = 0
  while (first < line.length && isSpace(bytes[first]!)) first++
  let last = line.length - 1
  while (last > first && isSpace(bytes[last]!)) last--
  if (last <= first || bytes[first] !== openBrace || bytes[last] !== closeBrace) return false
  do last--
  while (isSpace(bytes[last]!))
  line.length = last + 1
  return true
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

function begin(line: JsonOutput, head: Buffer): void {
  if (line.bytes[line.length - 1] !== openBrace) line.byte(comma)
  line.raw(head)
}
