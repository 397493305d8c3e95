/** Lines of several event types that the engine reads from bytes by itself give what lines give that are parsed one by one. */
import fc from "fast-check"
import { expect, test } from "vitest"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { BytesPartition } from "../support/bytes-partition.ts"
import { compileRules, makeJob, resultOf, source } from "../support/job.ts"
import { type Modes, modes } from "../support/job-modes.ts"
import { runSize } from "./run-size.ts"

const { pairs, seed, timeout } = runSize()

/** Of `Row` rows are decoded, of `Whole` objects are made at once, `List` is only for `JSON.parse`, and no rule names `Unused`. */
let compiled: Promise<RuleSet> | undefined
const rules = () => {
  compiled ??= compileRules(`
    event Row { id: integer, kind: string?, at: time } timed by at, up to 20 ms late
    event Typed { id: integer, type: string, at: time } timed by at
    event Whole { id: integer, kind: string, at: time } timed by at, up to 5 ms late
    event List { id: integer, items: integer[], at: time } timed by at
    event Gelände { id: integer, at: time } timed by at
    event Unused { id: integer, at: time } timed by at
    rule Rows { when Row as a per kind alert { id: a.id, at: a.at, kind: a.kind } }
    rule TypedOnes { when Typed as a where type != "x" alert { id: a.id, type: a.type } }
    rule Wholes { when Whole as w where count() per kind over 1 second >= 1 alert { id: w.id } }
    rule Lists { when List as l alert { id: l.id, items: l.items } }
    rule Places { when Gelände as g alert { id: g.id } }
    rule Pairs { when Row as a then Gelände as b within 50 ms alert { a: a.id, b: b.id } }
  `)
  return compiled
}

const oneOf = <T>(...values: readonly T[]) => fc.constantFrom(...values)
const weighted = <T>(...all: readonly [number, fc.Arbitrary<T>][]) =>
  fc.oneof(...all.map(([weight, arbitrary]) => ({ weight, arbitrary })))

const usualType = oneOf('"Row"', '"Row"', '"Typed"', '"Whole"', '"List"', '"Gelände"', '"Unused"', '"Strange"')
const oddType = oneOf(
  ...['""', "null", "1", "true", '{"type":"Row"}', '["Row"]', '"\\u0052ow"', '"Ro\\u0077"', '"row"', '"Rox"', '"Ro"'],
  ...['"Row ', '"constructor"', '"a \\"type\\":\\"Row\\""', '"*"', '"\\ud800"', '"Stränge"'],
)
/** How the field that names the type is called. */
const typeName = weighted(
  [30, fc.constant('"type"')],
  [1, oneOf('"\\u0074ype"', '"Type"', '"typ"', '"types"', '"a\\"type"')],
)
const otherMember = oneOf<readonly [string, string]>(
  ...([
    ['"n"', '{"type":"Whole","a":[{"type":"List"}]}'],
    ['"s"', '"\\"type\\":\\"Whole\\""'],
    ['"s"', '",\\\\"'],
    ['"t"', '["type","Whole"]'],
    ['"e"', "{}"],
    ['"x"', "-1.5e3"],
    ['"bad"', "tru"],
    ['"bad"', "[1,]"],
    ['"bad"', "01"],
    ['"bad"', '"\\x"'],
    ['""', "null"],
  ] as const),
)

interface Draft {
  readonly types: readonly (readonly [string, string])[]
  readonly others: readonly (readonly [string, string])[]
  readonly kind: string | undefined
  readonly places: readonly number[]
  readonly after: number
  readonly space: string
  readonly end: string
}

const draft: fc.Arbitrary<Draft> = fc.record({
  types: weighted(
    [40, fc.tuple(fc.tuple(typeName, usualType))],
    [4, fc.tuple(fc.tuple(typeName, oddType))],
    [2, fc.array(fc.tuple(typeName, fc.oneof(usualType, oddType)), { maxLength: 3 })],
  ),
  others: weighted<(readonly [string, string])[]>([6, fc.constant([])], [1, fc.array(otherMember, { maxLength: 3 })]),
  kind: oneOf('"k"', '"k"', '"é"', undefined, "null", "7"),
  places: fc.array(fc.nat(1000), { minLength: 12, maxLength: 12 }),
  after: oneOf(0, 1, 2, 5, 10, 10, 15, 20, -7, -15, -40),
  space: weighted([8, fc.constant("")], [1, oneOf(" ", "\t", "  ")]),
  end: oneOf("", "", "", "\r", " \r", " "),
})
const damage = weighted<{ readonly at: number; readonly byte: number; readonly cut: boolean } | null>(
  [12, fc.constant(null)],
  [
    1,
    fc.record({
      at: fc.nat(120),
      byte: oneOf(0x22, 0x2c, 0x7b, 0x7d, 0x5c, 0xff, 0x00, 0x20, 0x31, 0x0a, 0x0d, 0xc3, 0x3a),
      cut: fc.boolean(),
    }),
  ],
)

function lineOf({ types, others, kind, places, space, end }: Draft, id: number, at: number): string {
  const members = [
    ...types,
    ...others,
    ['"id"', String(id)],
    ...(kind === undefined ? [] : [['"kind"', kind]]),
    ['"items"', `[${id},2]`],
    ['"at"', String(at)],
  ] as const
  const usual = places[0]! < 500
  const sorted = members.map((each, i) => ({ each, key: usual ? i : places[i]! })).sort((a, b) => a.key - b.key)
  const written = sorted.map(({ each: [name, value] }) => `${space}${name}${space}:${space}${value}${space}`)
  return `${space}{${written.join(",")}}${end}`
}

const stream = fc
  .array(fc.tuple(draft, damage, weighted([20, fc.constant("")], [1, oneOf("\n", " \n", "\r\n", "[]\n", "{}\n")])), {
    minLength: 10,
    size: "+1",
    maxLength: 60,
  })
  .map((drawn) => {
    let at = 1_700_000_000_000
    const parts = drawn.flatMap(([each, broken, before], id) => {
      at += each.after
      const line = Buffer.from(lineOf(each, id, at))
      if (broken === null) return [Buffer.from(before), line]
      const place = broken.at % line.length
      if (broken.cut) return [line.subarray(0, place)]
      line[place] = broken.byte
      return [line]
    })
    return Buffer.concat(parts.flatMap((part) => (part.length === 0 ? [] : [part, Buffer.from("\n")])))
  })

async function answers(bytes: Buffer, chunkBytes: number, blocks: boolean, { strict, live }: Modes) {
  const partition = new BytesPartition(bytes, chunkBytes, blocks)
  const made = makeJob(await rules(), { "*": source([partition], !live) }, { strict, maxAheadMs: 0 })
  const { job, output, deadLetters, late, clock } = made
  clock.time = 1_700_000_000_060
  const read = await resultOf(job)
  const of = ({ records }: typeof output) => records.map(({ line }) => line)
  return {
    blocksRead: partition.blocks,
    told: { read, output: of(output), deadLetters: of(deadLetters), late: of(late) },
  }
}

test(
  "lines of several types give the same from bytes as one by one",
  async () => {
    let blocksRead = 0
    const sums = { alerts: 0, passedOver: 0, deadLetters: 0, late: 0 }
    await fc.assert(
      fc.asyncProperty(stream, fc.integer({ min: 40, max: 6000 }), modes, async (bytes, chunkBytes, mode) => {
        const slow = await answers(bytes, chunkBytes, false, mode)
        const fast = await answers(bytes, chunkBytes, true, mode)
        expect(fast.told).toEqual(slow.told)
        blocksRead += fast.blocksRead
        for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] += slow.told.read[name]
      }),
      { numRuns: Math.ceil(0.15 * pairs), seed },
    )
    expect(blocksRead).toBeGreaterThan(0.15 * pairs)
    expect(sums.alerts).toBeGreaterThan(0.4 * pairs)
    expect(Math.min(sums.passedOver, sums.deadLetters, sums.late)).toBeGreaterThan(0.2 * pairs)
  },
  timeout,
)
