/** Cuts that were taken before windows and rules over objects kept their state by key: it stands in their tables, and is taken over from there. */
import { readFileSync } from "node:fs"
import { gunzipSync } from "node:zlib"
import { expect, test } from "vitest"
import { compileText } from "../../support/compiled.ts"
import { MapColdStore } from "../../support/map-cold-store.ts"
import { go, opened, piecesOf, places, text } from "./former-rules.ts"

/** By engine the pieces of a full cut and of an increment, compressed: of one that has all keys, and of two that share them. */
interface Former {
  readonly alone: readonly string[]
  readonly shared: readonly (readonly string[])[]
}

const former = JSON.parse(readFileSync(new URL("former-cuts.json", import.meta.url), "utf8")) as Former
const rules = await compileText(text)
const [, from, to] = places

function unpacked(pieces: readonly string[]): Uint8Array[] {
  return pieces.map((piece) => gunzipSync(Buffer.from(piece, "base64")))
}

/** What an engine says behind the cuts that was never stopped. */
function expected(): readonly string[] {
  const lines: string[] = []
  const engine = opened(rules, lines, {})
  go(engine, 0, from)
  const before = lines.length
  go(engine, from, to)
  engine.end()
  return lines.slice(before)
}

test("an engine goes on from them, and so does one from its own cut", () => {
  const wanted = expected()
  expect(wanted.length).toBeGreaterThan(400)
  const lines: string[] = []
  const engine = opened(rules, lines, { restoreCut: unpacked(former.alone) })
  const middle = Math.floor((from + to) / 2)
  go(engine, from, middle)
  const again = opened(rules, lines, { restoreCut: piecesOf(engine, true) })
  go(again, middle, to)
  again.end()
  expect(lines).toEqual(wanted)
})

test("keys that they have leave memory", () => {
  const lines: string[] = []
  const store = new MapColdStore()
  const engine = opened(rules, lines, { restoreCut: unpacked(former.alone), cold: { store, memoryBytes: 0 } })
  go(engine, from, to)
  engine.end()
  expect(lines).toEqual(expected())
  expect(store.takes).toBeGreaterThan(100)
})

test("any number of engines goes on from those of several", () => {
  for (const of of [1, 2, 3]) {
    const lines: string[] = []
    for (let worker = 0; worker < of; worker++) {
      const share = of > 1 ? { share: { worker, of } } : {}
      const engine = opened(rules, lines, { restoreParts: former.shared.map(unpacked), ...share })
      go(engine, from, to)
      engine.end()
    }
    expect(lines.sort()).toEqual([...expected()].sort())
  }
})
