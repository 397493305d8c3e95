import fc from "fast-check"
import { expect, test } from "vitest"
import { decideRecovery } from "../../../runtime/checkpoint/recovery.ts"
import type {
  ClaimedPublisher,
  FoundCheckpoint,
  RecoveryDecision,
  RecoveryRequest,
} from "../../../runtime/checkpoint/recovery-contract.ts"

/** Any store and any sinks, also such as no run of a job leaves behind. */
const lineage = fc.constantFrom("L", "L", "L", "M")
const sinkName = fc.constantFrom("a", "b", "c", "d")
const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 4 }).map((all) => all.sort((x, y) => x - y))

const found = (number: number): fc.Arbitrary<FoundCheckpoint> =>
  fc
    .record({
      isDamaged: fc.constantFrom(false, false, true),
      lineage: fc.option(lineage, { nil: undefined, freq: 6 }),
      earlier: fc.option(fc.array(fc.record({ lineage, checkpoint: fc.nat(9) }), { maxLength: 1 }), { nil: undefined }),
      outboxes: fc.dictionary(sinkName, numbers, { maxKeys: 3 }),
      confirmed: fc.dictionary(sinkName, fc.nat(number), { maxKeys: 3 }),
    })
    .map(({ isDamaged, lineage: own, earlier, outboxes, confirmed }) => ({
      number,
      ...(isDamaged && { damage: "torn" }),
      ...(own !== undefined && { lineage: own }),
      ...(earlier !== undefined && { earlier }),
      outboxes: new Map(
        Object.entries(outboxes).map(([name, held]) => [name, held.filter((each) => each <= number)] as const),
      ),
      confirmed: new Map(Object.entries(confirmed)),
    }))

const publisher: fc.Arbitrary<ClaimedPublisher> = fc.oneof(
  fc.record({
    name: sinkName,
    kind: fc.constant("marked" as const),
    mark: fc.option(fc.record({ lineage, checkpoint: fc.nat(10) }), { nil: undefined }),
  }),
  fc.record({ name: sinkName, kind: fc.constant("repeatable" as const), mark: fc.constant(undefined) }),
)

const requests: fc.Arbitrary<RecoveryRequest> = fc.record({
  checkpoints: numbers.chain((all) => fc.tuple(...all.map(found))),
  publishers: fc.uniqueArray(publisher, { maxLength: 3, selector: ({ name }) => name }),
  job: fc.constant("fraud"),
  fresh: fc.constantFrom(false, false, false, true),
  allowRepeats: fc.boolean(),
  assumePublished: fc
    .oneof({ weight: 2, arbitrary: fc.constant({}) }, fc.dictionary(sinkName, fc.nat(10), { maxKeys: 2 }))
    .map((all) => new Map(Object.entries(all))),
})

type Restored = Extract<RecoveryDecision, { kind: "restore" }>

/** Draws requests and checks what was decided; `least`: so many of them must be restored, or nothing was tested. */
function holds(check: (request: RecoveryRequest, decision: RecoveryDecision) => void): void {
  fc.assert(
    fc.property(requests, (request) => check(request, decideRecovery(request))),
    { numRuns: 3000 },
  )
}

function whenRestored(
  check: (request: RecoveryRequest, decision: Restored, checkpoint: FoundCheckpoint) => void,
  least = 50,
): void {
  let restored = 0
  holds((request, decision) => {
    if (decision.kind !== "restore") return
    restored++
    check(request, decision, request.checkpoints.find(({ number }) => number === decision.checkpoint)!)
  })
  expect(restored).toBeGreaterThanOrEqual(least)
}

const republished = (decision: Restored, name: string): readonly number[] =>
  decision.republish.find((each) => each.publisher === name)?.checkpoints ?? []

const confirmedAnywhere = ({ checkpoints }: RecoveryRequest, name: string): number =>
  Math.max(0, ...checkpoints.map(({ confirmed }) => confirmed.get(name) ?? 0))

test("a number is never used twice", () => {
  holds((request, decision) => {
    if (decision.kind === "refuse") return
    for (const { number } of request.checkpoints) expect(decision.next).toBeGreaterThan(number)
    for (const { mark } of request.publishers) expect(decision.next).toBeGreaterThan(mark?.checkpoint ?? 0)
  })
})

test("what is restored is whole, and nothing behind it is", () => {
  whenRestored((request, decision, checkpoint) => {
    expect(checkpoint.damage).toBeUndefined()
    expect(checkpoint.lineage).toBeDefined()
    for (const { number, damage, lineage: own } of request.checkpoints) {
      if (number > decision.checkpoint) expect(damage !== undefined || own === undefined).toBe(true)
    }
  })
})

test("nothing is restored behind what a sink has, unless repeats are allowed; then a lineage begins", () => {
  whenRestored((request, decision, checkpoint) => {
    const ahead =
      request.publishers.some(({ mark }) => (mark?.checkpoint ?? 0) > checkpoint.number) ||
      ["a", "b", "c", "d"].some((name) => confirmedAnywhere(request, name) > checkpoint.number)
    if (ahead) expect(request.allowRepeats && decision.newLineage).toBe(true)
    const isNewest = request.checkpoints.at(-1) === checkpoint
    if (!isNewest) expect(decision.newLineage).toBe(true)
    if (decision.newLineage && isNewest) expect(request.allowRepeats).toBe(true)
    if (decision.newLineage) expect(decision.warnings.length).toBeGreaterThan(0)
  })
})

test("what a mark holds is never published again", () => {
  whenRestored((request, decision) => {
    for (const { name, mark } of request.publishers) {
      for (const number of republished(decision, name)) {
        expect(number > (mark?.checkpoint ?? 0) || (request.allowRepeats && decision.newLineage)).toBe(true)
      }
    }
  })
})

test("what is held and not known to be out is published, in order, or assumed to be", () => {
  whenRestored((request, decision, checkpoint) => {
    for (const { name, mark } of request.publishers) {
      const known = Math.max(mark?.checkpoint ?? 0, confirmedAnywhere(request, name))
      const floor = Math.max(known, mark === undefined ? (request.assumePublished.get(name) ?? 0) : 0)
      const assumed = Math.max(floor, request.assumePublished.get(name) ?? 0)
      const held = checkpoint.outboxes.get(name) ?? []
      const out = republished(decision, name)
      expect(out).toEqual(
        held.filter((number) => number > (mark !== undefined && mark.checkpoint >= known ? floor : assumed)),
      )
    }
  })
})

test("outputs for a sink that was removed are given up only when asked to", () => {
  whenRestored((request, _, checkpoint) => {
    for (const [name, held] of checkpoint.outboxes) {
      if (request.publishers.some((each) => each.name === name)) continue
      const given = Math.max(confirmedAnywhere(request, name), request.assumePublished.get(name) ?? 0)
      for (const number of held) expect(number).toBeLessThanOrEqual(given)
    }
  })
})

test("a mark of a lineage that the checkpoint does not know is never passed over", () => {
  whenRestored((request, decision, checkpoint) => {
    for (const { mark } of request.publishers) {
      if (mark === undefined || mark.lineage === checkpoint.lineage) continue
      const bound = (checkpoint.earlier ?? []).find((each) => each.lineage === mark.lineage)?.checkpoint ?? -1
      if (mark.checkpoint <= bound) continue
      const wasLeft = bound >= 0 && mark.checkpoint < checkpoint.number
      const isDamaged = request.checkpoints.some(
        (each) => each.number > checkpoint.number && each.lineage === mark.lineage,
      )
      expect((wasLeft || isDamaged) && decision.newLineage && request.allowRepeats).toBe(true)
    }
  })
})

test("a job begins empty only over nothing, or when told to; the lineages that it leaves are remembered", () => {
  holds((request, decision) => {
    if (request.fresh) expect(decision.kind).toBe(request.assumePublished.size > 0 ? "refuse" : "begin")
    if (decision.kind !== "begin") return
    const marks = request.publishers.flatMap(({ mark }) => mark ?? [])
    if (request.checkpoints.length + marks.length > 0) {
      expect(request.fresh).toBe(true)
      expect(decision.warnings[0]).toContain("come again")
    }
    const known = new Set(decision.earlier.map((each) => each.lineage))
    for (const mark of marks) expect(known).toContain(mark.lineage)
    for (const { lineage: own = "L" } of request.checkpoints.filter((each) => each.lineage))
      expect(known).toContain(own)
  })
})

test("the order of the sinks decides nothing, and a refusal says what helps", () => {
  holds((request, decision) => {
    const turned = decideRecovery({ ...request, publishers: [...request.publishers].reverse() })
    expect(turned.kind).toBe(decision.kind)
    if (decision.kind === "refuse") {
      for (const line of decision.reason.split("\n")) {
        expect(line).toContain("job fraud")
        expect(line).toMatch(/--(fresh|allow-repeats|assume-published)/)
        expect(line).toMatch(/[Gg]ive |Leave |Put back |Run |Look into /)
      }
    }
  })
})
