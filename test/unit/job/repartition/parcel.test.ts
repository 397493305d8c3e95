import fc from "fast-check"
import { expect, test } from "vitest"
import type { SourceRecord } from "../../../../runtime/connectors/contract.ts"
import { decodeJson } from "../../../../runtime/formats/json.ts"
import { readParcel, writeEvent, writeMarker } from "../../../../runtime/job/repartition/parcel.ts"
import { runSize } from "../../../property/run-size.ts"

const { pairs, seed } = runSize()

/** A line as a slice's source delivers it. */
function line(text: string): SourceRecord {
  const { value: raw, problem } = decodeJson(text)
  return { raw, text, position: { offset: 1 }, problem }
}

const place = { source: 2, partition: 11, offset: 400_000_000_001 }

test("events come as they were sent, with their text", () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom("", " ", "\n"), (json, space) => {
      const text = `${space}${json}${space}`
      const record = { raw: JSON.parse(json), text, problem: undefined }
      const parcel = readParcel(line(writeEvent(place, 1_700_000_000_000, record)))
      expect(parcel).toEqual({ ...place, kind: "event", arrivedAt: 1_700_000_000_000, record })
    }),
    { numRuns: pairs, seed },
  )
})

test("an event that is as deep as it may be is not too deep on its way", () => {
  const text = `${'{"e":'.repeat(999)}{}${"}".repeat(999)}`
  expect(decodeJson(text).problem).toBeUndefined()
  const sent = writeEvent(place, 0, { raw: JSON.parse(text), text, problem: undefined })
  expect(decodeJson(sent).problem?.code).toBe("too-deep")
  expect(readParcel(line(sent))).toMatchObject({ kind: "event", record: { text, raw: { e: {} }, problem: undefined } })
})

test("what is no event comes with what is wrong with it", () => {
  const bytes = Uint8Array.of(0xff, 0, 0x22)
  const broken = { raw: undefined, text: '\u{fffd}"', problem: { code: "invalid-utf8", reason: 'not "UTF-8"', bytes } }
  const found = readParcel(line(writeEvent(place, 5, broken)))
  expect(found).toMatchObject({ kind: "event", arrivedAt: 5, record: { text: broken.text } })
  const { problem } = found?.kind === "event" ? found.record : {}
  expect({ ...problem, bytes: [...(problem?.bytes ?? [])] }).toEqual({ ...broken.problem, bytes: [...bytes] })
})

test("markers come as they were sent", () => {
  for (const marker of [{ watermark: null }, { watermark: -5, idle: 7 }, { watermark: 1.5e12, ended: true as const }]) {
    expect(readParcel(line(writeMarker({ ...place, offset: -1 }, marker)))).toEqual({
      ...place,
      offset: -1,
      kind: "marker",
      ...marker,
    })
  }
})

test("what nobody of the job has sent is none", () => {
  for (const text of ["{}", '{"s":1}', "null", "x", '{"s":"1","p":2,"o":3,"a":4,"e":{}}']) {
    expect(readParcel(line(text)), text).toBeUndefined()
  }
})
