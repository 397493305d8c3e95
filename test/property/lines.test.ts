/** Events that the engine reads from bytes by itself are what `JSON.parse` and the declared types make of them, line for line. */
import fc from "fast-check"
import { expect, test } from "vitest"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { BytesPartition } from "../support/bytes-partition.ts"
import { compileRules, makeJob, resultOf, source } from "../support/job.ts"
import { runSize } from "./run-size.ts"

const { pairs, seed, timeout } = runSize()
/** Whether a job is strict. */
const mostlyNot = fc.nat(3).map((drawn) => drawn === 0)

let compiled: Promise<RuleSet> | undefined
const rules = () => {
  compiled ??= compileRules(`
    event A {
      id: integer, s: string, n: number?, d: decimal(2)?, w: duration?, t: time?, u: time(seconds)?
      kind: "card" | "cash €", b: boolean?, r: { lat: number, tags: string[]? }?, at: time
    } timed by at, up to 20 ms late
    event B { id: integer, at: time } timed by at
    rule All {
      when A as a
      alert { id: a.id, s: a.s, n: a.n, d: a.d, w: a.w, t: a.t, u: a.u, kind: a.kind, b: a.b, at: a.at }
    }
    rule Nested { when A as one then A as two where two.id > one.id within 50 ms per kind alert }
    rule Pairs { when A as a then B as b within 50 ms alert { a: a.id, b: b.id } }
    rule Thrice { when 3 A within 30 ms per kind alert }
  `)
  return compiled
}

const oneOf = <T>(...values: readonly T[]) => fc.constantFrom(...values)
const text = fc.oneof(
  oneOf('""', '"x"', '"a b"', '"é€"', '"😀"', '"\\n\\u0041"', '"\\ud800"', '"a longer text than is kept"'),
  fc.string().map((value) => JSON.stringify(value)),
)
const good = oneOf("0", "-0", "1", "-12.5", "210.1", "0.1", "1e3", "1.10", "99999999.99")
const whole = oneOf("0", "-0", "7", "1e3", "5.0", "123456789012345")
const anyNumber = oneOf(
  ...["1E-2", "123456789012345678", "0.1234567890123456789", "1e999", "5e-324", "01", "1.", ".5", "+1", "-", "NaN"],
  ...["9007199254740993", "12.345", "1.5e308", "2.2250738585072014e-308", "0.30000000000000004", "1e-7", "-1.5"],
)
const timeValue = oneOf('"2026-01-01T00:00:00Z"', '"2026-03-01T10:00+02:00"', "1700000000000", "1700000000000.9", "-1")
const odd = oneOf(
  ...["null", "true", "false", "{}", "[]", '[1,{"a":"}"}]', '{"a":[1,2,{"b":null}]}', "nul", "tru", '"unfinished'],
  ...["[1,]", '{"a"}', "[[[[1]]]]", '"soon"', '"2026-02-30"', "9e15", '{"a":1,}', "[1 2]"],
)
const value = (usual: fc.Arbitrary<string>, rare: fc.Arbitrary<string> = odd) =>
  fc.oneof({ weight: 60, arbitrary: usual }, { weight: 1, arbitrary: rare }, { weight: 1, arbitrary: odd })
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })

/** The members of an object, in any order, some twice. */
const members = fc
  .record({
    id: value(oneOf("1", "2", "30", "-4")),
    s: value(text),
    n: optional(value(fc.oneof({ weight: 4, arbitrary: good }, { weight: 1, arbitrary: anyNumber }), anyNumber)),
    d: optional(value(good, anyNumber)),
    w: optional(value(whole, anyNumber)),
    t: optional(value(timeValue)),
    u: optional(value(timeValue)),
    kind: value(oneOf('"card"', '"card"', '"cash €"')),
    b: optional(value(oneOf("true", "false", "null"))),
    r: optional(value(oneOf('{"lat":1.5}', '{"tags":["a","é"],"lat":2,"more":{}}', "null", '{"lat":3,"tags":null}'))),
    "other é": optional(fc.oneof(text, good, odd)),
    ["__proto__"]: optional(oneOf('{"s":"x"}', "1")),
  })
  .chain((fields) => {
    const all = Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined)
    return fc.tuple(
      fc.oneof(
        { weight: 3, arbitrary: fc.constant(all) },
        { weight: 1, arbitrary: fc.shuffledSubarray(all, { minLength: all.length }) },
      ),
      fc.oneof({ weight: 12, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.subarray(all) }),
    )
  })
  .map(([first, again]) => [...first, ...again])
const space = fc.oneof({ weight: 10, arbitrary: fc.constant("") }, { weight: 1, arbitrary: oneOf(" ", "\t ", "  ") })

const event = fc
  .tuple(members, oneOf(0, 1, 2, 5, 10, -7, -15, -40), space, space, oneOf("", "", "", "\r"))
  .map(([entries, after, before, between, end]) => ({ entries, after, before, between, end }))

/** Bytes that break a line: what stands there, and where. */
const damage = fc.oneof(
  { weight: 8, arbitrary: fc.constant(null) },
  {
    weight: 1,
    arbitrary: fc.record({
      at: fc.nat(200),
      byte: oneOf(0x22, 0x2c, 0x7b, 0x7d, 0x5c, 0xff, 0x00, 0x20, 0x31, 0x0a, 0xc3),
      cut: fc.boolean(),
    }),
  },
)

const lines = fc.array(fc.tuple(event, damage), { minLength: 5, maxLength: 40 }).map((drawn) => {
  let at = 1_700_000_000_000
  const parts = drawn.map(([{ entries, after, before, between, end }, broken]) => {
    at += after
    const all = [...entries.map(([name, each]) => `"${name}"${between}:${before}${each}`), `"at":${at}`]
    const line = Buffer.from(`${before}{${all.join(`${between},`)}${between}}${end}`)
    if (broken === null) return line
    const place = broken.at % line.length
    if (broken.cut) return line.subarray(0, place)
    line[place] = broken.byte
    return line
  })
  return Buffer.concat(parts.flatMap((part) => [part, Buffer.from("\n")]))
})

async function answers(a: Buffer, b: Buffer, chunkBytes: number, blocks: boolean, strict: boolean) {
  const partitions = [new BytesPartition(a, chunkBytes, blocks), new BytesPartition(b, chunkBytes, blocks)] as const
  const inputs = { A: source([partitions[0]]), B: source([partitions[1]]) }
  const { job, output, deadLetters, late } = makeJob(await rules(), inputs, { strict })
  const read = await resultOf(job)
  const of = ({ records }: typeof output) => records.map(({ line }) => line)
  const blocksRead = partitions[0].blocks + partitions[1].blocks
  return { blocksRead, told: { read, output: of(output), deadLetters: of(deadLetters).sort(), late: of(late) } }
}

test(
  "bytes that are read at once give what lines give",
  async () => {
    let blocksRead = 0
    let alerts = 0
    await fc.assert(
      fc.asyncProperty(
        lines,
        lines,
        fc.integer({ min: 40, max: 4000 }),
        mostlyNot,
        async (a, b, chunkBytes, strict) => {
          const slow = await answers(a, b, chunkBytes, false, strict)
          const fast = await answers(a, b, chunkBytes, true, strict)
          expect(fast.told).toEqual(slow.told)
          blocksRead += fast.blocksRead
          alerts += slow.told.read.alerts
        },
      ),
      { numRuns: Math.ceil(0.15 * pairs), seed },
    )
    expect(blocksRead).toBeGreaterThan(0.15 * pairs)
    expect(alerts).toBeGreaterThan(0.5 * pairs)
  },
  timeout,
)
