import { describe, expect, test } from "vitest"
import { decideRecovery } from "../../../runtime/checkpoint/recovery.ts"
import type {
  ClaimedPublisher,
  FoundCheckpoint,
  RecoveryDecision,
  RecoveryRequest,
} from "../../../runtime/checkpoint/recovery-contract.ts"

/** A checkpoint of lineage L whose outboxes and confirmations are given by sink. */
function checkpoint(
  number: number,
  outboxes: Readonly<Record<string, number[]>> = {},
  confirmed: Readonly<Record<string, number>> = {},
  more: Partial<FoundCheckpoint> = {},
): FoundCheckpoint {
  const maps = { outboxes: new Map(Object.entries(outboxes)), confirmed: new Map(Object.entries(confirmed)) }
  return { number, lineage: "L", ...maps, ...more }
}

const damage = { damage: "checksum of state-1" }
const unreadable = { damage: "MANIFEST is cut short", lineage: undefined } as unknown as Partial<FoundCheckpoint>

function marked(name: string, number?: number, lineage = "L"): ClaimedPublisher {
  return { name, kind: "marked", mark: number === undefined ? undefined : { lineage, checkpoint: number } }
}

function repeatable(name: string): ClaimedPublisher {
  return { name, kind: "repeatable", mark: undefined }
}

function decide(
  checkpoints: readonly FoundCheckpoint[],
  publishers: readonly ClaimedPublisher[],
  more: Omit<Partial<RecoveryRequest>, "assumePublished"> & { assume?: Readonly<Record<string, number>> } = {},
): RecoveryDecision {
  const { assume = {}, ...rest } = more
  const assumePublished = new Map(Object.entries(assume))
  const options = { fresh: false, allowRepeats: false, assumePublished }
  return decideRecovery({ checkpoints, publishers, job: "fraud", ...options, ...rest })
}

/** The words of a refusal. */
function refusal(decision: RecoveryDecision): string {
  if (decision.kind !== "refuse") throw new Error(`not refused: ${JSON.stringify(decision)}`)
  return decision.reason
}

const goesOn = (number: number) => ({
  kind: "restore",
  checkpoint: number,
  newLineage: false,
  repeats: false,
  next: number + 1,
})

describe("a store that is whole", () => {
  test("is restored from its newest checkpoint; what a mark lacks is published", () => {
    const store = [checkpoint(11, { alerts: [11] }), checkpoint(12, { alerts: [11, 12] }, { alerts: 10 })]
    const published = (mark: number) => decide(store, [marked("alerts", mark)])
    expect(published(10)).toEqual({
      ...goesOn(12),
      earlier: [],
      republish: [{ publisher: "alerts", checkpoints: [11, 12] }],
      warnings: [],
    })
    expect(published(11)).toMatchObject({ republish: [{ publisher: "alerts", checkpoints: [12] }] })
    expect(published(12)).toMatchObject({ ...goesOn(12), republish: [] })
  })

  test("completes each sink by its own mark", () => {
    const store = [checkpoint(12, { alerts: [11, 12], audit: [11, 12], files: [12] }, { alerts: 10, files: 11 })]
    expect(decide(store, [marked("alerts", 12), marked("audit", 11), repeatable("files")])).toMatchObject({
      ...goesOn(12),
      republish: [
        { publisher: "audit", checkpoints: [12] },
        { publisher: "files", checkpoints: [12] },
      ],
    })
  })

  test("publishes to a sink without marks all that was not confirmed", () => {
    const store = [checkpoint(12, { files: [9, 11, 12] }, { files: 9 })]
    expect(decide(store, [repeatable("files")])).toMatchObject({
      republish: [{ publisher: "files", checkpoints: [11, 12] }],
    })
  })

  test("publishes everything to a sink that never had anything", () => {
    const store = [checkpoint(2, { alerts: [1, 2] }, { alerts: 0 })]
    expect(decide(store, [marked("alerts")])).toMatchObject({
      ...goesOn(2),
      republish: [{ publisher: "alerts", checkpoints: [1, 2] }],
      warnings: [],
    })
  })

  test("takes a sink that is new, unless it has outputs of another lineage", () => {
    const store = [checkpoint(12, { alerts: [12] }, { alerts: 11 })]
    expect(decide(store, [marked("alerts", 12), marked("audit"), repeatable("files")])).toMatchObject(goesOn(12))
    expect(decide(store, [marked("alerts", 12), marked("audit", 5)])).toMatchObject(goesOn(12))
    expect(refusal(decide(store, [marked("alerts", 12), marked("audit", 5, "M")]))).toContain("sink audit")
  })
})

describe("a damaged newest checkpoint", () => {
  const store = [checkpoint(11, {}, { alerts: 10 }), checkpoint(12, { alerts: [12] }, { alerts: 11 }, damage)]

  test("gives way to the one before where nothing of it was published; its number is not used again", () => {
    const decision = decide(store, [marked("alerts", 11), repeatable("files")])
    expect(decision).toMatchObject({ kind: "restore", checkpoint: 11, next: 13, republish: [] })
    expect(decision).toMatchObject({
      warnings: [
        "checkpoint 12 of job fraud is damaged (checksum of state-1): going back to 11, which no sink's mark is ahead of; what sink files may have got since then comes again, with the same ids",
      ],
    })
  })

  test("is left for a new lineage, so that who made it cannot publish it unnoticed", () => {
    expect(decide(store, [marked("alerts", 11)])).toMatchObject({
      newLineage: true,
      repeats: false,
      earlier: [{ lineage: "L", checkpoint: 11 }],
    })
    const later = [checkpoint(13, { alerts: [13] }, {}, { lineage: "M", earlier: [{ lineage: "L", checkpoint: 11 }] })]
    const published = [{ publisher: "alerts", checkpoints: [13] }]
    expect(decide(later, [marked("alerts", 11)])).toMatchObject({
      checkpoint: 13,
      newLineage: false,
      republish: published,
    })
    expect(refusal(decide(later, [marked("alerts", 12)]))).toContain(
      "passed over as damaged on the way to checkpoint 13",
    )
    const allowed = decide(later, [marked("alerts", 12)], { allowRepeats: true })
    expect(allowed).toMatchObject({ checkpoint: 13, newLineage: true, republish: published })
  })

  test("is refused where a sink has its outputs; --allow-repeats goes back", () => {
    expect(refusal(decide(store, [marked("alerts", 12)]))).toBe(
      "checkpoint 12 of job fraud is damaged (checksum of state-1), and sink alerts has the outputs up to 12: going back to checkpoint 11 would write them again. Put back an undamaged copy; --allow-repeats goes back to 11, and outputs since then come again, with the same ids",
    )
    expect(decide(store, [marked("alerts", 12)], { allowRepeats: true })).toEqual({
      kind: "restore",
      checkpoint: 11,
      newLineage: true,
      repeats: true,
      next: 13,
      earlier: [{ lineage: "L", checkpoint: 12 }],
      republish: [],
      warnings: [
        "job fraud goes on from checkpoint 11 (--allow-repeats): outputs since then (sink alerts) come again, with the same ids",
      ],
    })
  })

  test("is refused where a later one, damaged too, knows that its outputs are out", () => {
    const further = [...store, checkpoint(13, {}, { files: 12 }, damage)]
    expect(refusal(decide(further, [repeatable("files")]))).toContain("sink files has the outputs up to 12")
    expect(decide(further, [repeatable("files")], { allowRepeats: true })).toMatchObject({ checkpoint: 11, next: 14 })
  })

  test("is refused where the mark is gone: nobody knows", () => {
    expect(refusal(decide(store, [marked("alerts")]))).toContain("nothing says whether it has those up to 12")
    expect(decide(store, [marked("alerts")], { assume: { alerts: 11 } })).toMatchObject({ checkpoint: 11, next: 13 })
    expect(refusal(decide(store, [marked("alerts")], { assume: { alerts: 12 } }))).toContain("--allow-repeats")
  })

  test("that began a lineage is not left for the lineage before", () => {
    const begun = [checkpoint(11), checkpoint(12, {}, {}, { ...damage, lineage: "M" })]
    expect(refusal(decide(begun, []))).toContain("the lineage that began after checkpoint 11")
    expect(decide(begun, [marked("alerts", 12, "M")], { allowRepeats: true })).toMatchObject({
      newLineage: true,
      earlier: [
        { lineage: "L", checkpoint: 12 },
        { lineage: "M", checkpoint: 12 },
      ],
    })
  })

  test("that cannot be read at all counts by its number", () => {
    expect(decide([checkpoint(11), checkpoint(12, {}, {}, unreadable)], [])).toMatchObject({ checkpoint: 11, next: 13 })
  })

  test("is refused when there is no other", () => {
    const all = [checkpoint(11, {}, {}, damage), checkpoint(12, {}, {}, unreadable)]
    expect(refusal(decide(all, [], { allowRepeats: true }))).toBe(
      "no checkpoint of job fraud can be restored (11: checksum of state-1; 12: MANIFEST is cut short). Put back an undamaged copy of the newest; --fresh begins empty, and outputs come again, with the same ids",
    )
    expect(decide(all, [marked("alerts", 9)], { fresh: true })).toMatchObject({ kind: "begin", next: 13 })
  })
})

describe("a sink that does not fit the store", () => {
  test("is ahead of it", () => {
    const store = [checkpoint(12)]
    const reason = refusal(decide(store, [marked("alerts", 41)]))
    expect(reason).toContain("sink alerts has checkpoint 41 of job fraud; this directory ends at 12")
    expect(decide(store, [marked("alerts", 41)], { allowRepeats: true })).toMatchObject({
      checkpoint: 12,
      newLineage: true,
      next: 42,
    })
  })

  test("is of another lineage, which only --fresh gets over", () => {
    const store = [checkpoint(12)]
    const reason = refusal(decide(store, [marked("alerts", 5, "M")], { allowRepeats: true }))
    expect(reason).toContain("checkpoint 5 of lineage M of job fraud; this directory is of lineage L")
    expect(reason).toContain("--fresh")
    expect(decide(store, [marked("alerts", 50, "M")], { fresh: true })).toMatchObject({ kind: "begin", next: 51 })
  })

  test("may be of a lineage whose place this one took, up to its end", () => {
    const store = [checkpoint(13, { alerts: [13] }, {}, { lineage: "M", earlier: [{ lineage: "L", checkpoint: 12 }] })]
    expect(decide(store, [marked("alerts", 12)])).toMatchObject({
      ...goesOn(13),
      earlier: [{ lineage: "L", checkpoint: 12 }],
      republish: [{ publisher: "alerts", checkpoints: [13] }],
    })
    expect(refusal(decide(store, [marked("alerts", 13)]))).toContain("of lineage L")
  })

  test("has less than it once had", () => {
    const store = [checkpoint(12, { alerts: [12] }, { alerts: 11 })]
    expect(refusal(decide(store, [marked("alerts", 8)]))).toContain("the outputs of 9 to 11 are not in it")
    expect(decide(store, [marked("alerts", 8)], { assume: { alerts: 11 } })).toMatchObject({
      republish: [{ publisher: "alerts", checkpoints: [12] }],
      warnings: [expect.stringContaining("is taken to have the outputs of job fraud up to checkpoint 11")],
    })
  })
})

describe("a mark that is gone", () => {
  const pending = [checkpoint(12, { alerts: [11, 12] }, { alerts: 10 })]

  test("is refused while outputs wait; --assume-published says what the sink has", () => {
    expect(refusal(decide(pending, [marked("alerts")]))).toContain("--assume-published alerts=N")
    const assumed = (number: number) => decide(pending, [marked("alerts")], { assume: { alerts: number } })
    expect(assumed(10)).toMatchObject({ republish: [{ publisher: "alerts", checkpoints: [11, 12] }] })
    expect(assumed(11)).toMatchObject({
      republish: [{ publisher: "alerts", checkpoints: [12] }],
      warnings: [expect.stringContaining("those of 11 are not published")],
    })
    expect(refusal(assumed(9))).toContain("Give a number from 10 to 12")
    expect(refusal(assumed(13))).toContain("Give a number from 10 to 12")
  })

  test("does no harm where nothing waits", () => {
    expect(decide([checkpoint(12, {}, { alerts: 12 })], [marked("alerts")])).toMatchObject({
      ...goesOn(12),
      warnings: [],
    })
  })

  test("is not to be assumed where the sink speaks for itself", () => {
    const assume = (number: number) => decide(pending, [marked("alerts", 11)], { assume: { alerts: number } })
    expect(refusal(assume(12))).toContain("sink alerts itself says that it has checkpoint 11")
    expect(assume(11)).toMatchObject({ ...goesOn(12), warnings: [expect.stringContaining("had no effect")] })
    const files = decide([checkpoint(12)], [repeatable("files")], { assume: { files: 12 } })
    expect(refusal(files)).toContain("keeps no mark")
  })
})

describe("a sink that was removed", () => {
  const store = [checkpoint(12, { alerts: [12], old: [10, 12] }, { alerts: 11, old: 9 })]

  test("is refused while outputs wait for it, unless they are given up", () => {
    expect(refusal(decide(store, [marked("alerts", 12)]))).toBe(
      "the outputs of checkpoints 10 and 12 of job fraud for sink old may not have been published, and the job has no such sink any more. Run it once with the sink; --assume-published old=12 gives them up",
    )
    expect(refusal(decide(store, [marked("alerts", 12)], { assume: { old: 11 } }))).toContain("sink old")
    expect(decide(store, [marked("alerts", 12)], { assume: { old: 12 } })).toMatchObject({
      ...goesOn(12),
      warnings: [expect.stringContaining("are given up")],
    })
  })

  test("is forgotten where nothing waits; an option for it is answered", () => {
    const empty = [checkpoint(12, { old: [11] }, { old: 11 })]
    expect(decide(empty, [])).toMatchObject({ ...goesOn(12), warnings: [] })
    expect(decide(empty, [marked("alerts")], { assume: { old: 11 } })).toMatchObject({
      warnings: [expect.stringContaining("the job has alerts, and nothing waits for a sink of this name")],
    })
  })
})

describe("an empty store", () => {
  test("begins with 1", () => {
    const begin = { kind: "begin", next: 1, earlier: [], warnings: [] }
    expect(decide([], [marked("alerts"), repeatable("files")])).toEqual(begin)
    expect(decide([], [marked("alerts")], { fresh: true })).toEqual(begin)
  })

  test("is refused where a sink has outputs of the job", () => {
    expect(refusal(decide([], [marked("alerts", 41)], { allowRepeats: true }))).toContain(
      "sink alerts has checkpoint 41 of job fraud, and the checkpoint directory is empty",
    )
    expect(decide([], [marked("alerts", 41)], { fresh: true })).toMatchObject({
      kind: "begin",
      next: 42,
      earlier: [{ lineage: "L", checkpoint: 41 }],
      warnings: [expect.stringContaining("sink alerts has outputs of it already")],
    })
  })

  test("answers an option that has no meaning", () => {
    expect(decide([], [marked("alerts")], { assume: { alerts: 3 } })).toMatchObject({
      kind: "begin",
      warnings: [expect.stringContaining("had no effect")],
    })
  })
})

describe("--fresh", () => {
  test("passes over what is there and says so", () => {
    const store = [checkpoint(11), checkpoint(12, { alerts: [12], files: [12] }, { alerts: 11, files: 12 })]
    expect(decide(store, [marked("alerts", 11), repeatable("files")], { fresh: true })).toEqual({
      kind: "begin",
      next: 13,
      earlier: [{ lineage: "L", checkpoint: 12 }],
      warnings: [
        "job fraud begins empty (--fresh): checkpoints 11 and 12 are passed over; sink alerts has outputs of it already; outputs that wait for sink alerts are not published; what its sources still have is judged again, and outputs come again, with the same ids",
      ],
    })
  })

  test("does not go with an assumption", () => {
    expect(refusal(decide([checkpoint(1)], [], { fresh: true, assume: { alerts: 1 } }))).toContain("--fresh")
  })
})

test("all that is wrong is said at once", () => {
  const store = [checkpoint(12, { gone: [12] }, { audit: 11 }, {})]
  const reason = refusal(decide(store, [marked("alerts", 41), marked("other", 3, "M"), marked("audit", 2)]))
  expect(reason.split("\n").map((line) => line.match(/sink (\w+)/)?.[1])).toEqual(["other", "audit", "gone", "alerts"])
})
