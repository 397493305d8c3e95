/** Finds the alerts of some rules among the lines that go to sinks, without reading all of them as JSON. */
import { Buffer } from "node:buffer"

/** What tells alerts apart and brings those of two rules together. */
export interface AlertHead {
  /** Its key and whether it says that time ran out, as text: the same for alerts that can be compared. */
  readonly key: string
  /** Epoch milliseconds, in event time. */
  readonly at: number
}

const lineFeed = 0x0a
const quote = 0x22
const beforeName = Buffer.from('{"rule":"')
const beforeKey = ',"key":{'
const behindKey = '},"at":"'
const timeout = ',"timeout":true'

/** Calls `found` with the line of each alert of a rule that `wanted` says. `lines`: whole lines with their line feeds. Names in lines are those of rules: they need no escapes. */
export function eachAlert(
  lines: Uint8Array,
  wanted: (rule: string) => boolean,
  found: (rule: string, line: string) => void,
): void {
  const bytes = Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength)
  for (let from = 0; from < bytes.length; ) {
    const feed = bytes.indexOf(lineFeed, from)
    const to = feed < 0 ? bytes.length : feed
    const name = from + beforeName.length
    if (name < to && bytes.compare(beforeName, 0, beforeName.length, from, name) === 0) {
      const end = bytes.indexOf(quote, name)
      const rule = end < 0 ? "" : bytes.toString("utf8", name, end)
      if (end < to && wanted(rule)) found(rule, bytes.toString("utf8", from, to))
    }
    from = to + 1
  }
}

/** Of an alert's line; undefined: it is none. */
export function alertHead(line: string): AlertHead | undefined {
  // No text before or in the key can hold these words: its quotes are escaped.
  const from = line.indexOf(beforeKey)
  const to = line.indexOf(behindKey, from)
  if (from < 0 || to < 0) return undefined
  const at = Date.parse(line.slice(to + behindKey.length, line.indexOf('"', to + behindKey.length)))
  if (Number.isNaN(at)) return undefined
  const key = line.slice(from + beforeKey.length, to)
  const isTimeout = from >= timeout.length && line.startsWith(timeout, from - timeout.length)
  return { key: isTimeout ? `timeout ${key}` : key, at }
}
