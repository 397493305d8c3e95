/** Golden cases through the whole pipeline: their text is compiled, their events are pushed, their alerts are judged, in each form of rules. */
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { compile } from "../../compiler/index.ts"
import { type GoldenAnswer, goldenDifference, resultsDifference } from "../golden/compare.ts"
import { type GoldenTopic, goldenTopics, isCompared, loadGolden, type RuleCase } from "../golden/load.ts"
import { referenceRun } from "../reference/generate.ts"
import { answerOf, bothForms, type Forms, hear, numbered } from "../support/compiled.ts"
import { apartFromReference, notYet, refusedByFlink } from "./golden-ratchet.ts"

/** Of a case: the answer, or the codes of the errors. */
type Answered = {
  readonly golden: RuleCase
  /** With the watermark's steps as Flink's. */
  readonly answer?: GoldenAnswer
  /** With time moving from deadline to deadline. */
  readonly byDeadlines?: GoldenAnswer
  readonly codes: readonly string[]
}

async function answer(golden: RuleCase): Promise<Record<Forms, Answered>> {
  const { rules, diagnostics } = await compile([{ path: "golden.cep", text: golden.cep }])
  const codes = diagnostics.filter(({ level }) => level === "error").map(({ code }) => code)
  const answered = (forms: Forms): Answered => {
    if (rules === undefined) return { golden, codes }
    const heard = hear(rules, numbered(golden.events), { timeSteps: "watermark", forms })
    expect(heard.dead, golden.id).toEqual([])
    return {
      golden,
      codes,
      answer: answerOf(heard),
      byDeadlines: answerOf(hear(rules, numbered(golden.events), { forms })),
    }
  }
  return { chosen: answered("chosen"), general: answered("general") }
}

function difference({ golden, answer, codes }: Answered): string | null {
  return answer === undefined ? `refused with ${codes.join()}` : goldenDifference(golden, answer)
}

/** Null: the same as the reference, both moving time from deadline to deadline. */
function referenceDifference({ golden, byDeadlines }: Answered): string | null {
  const { events, pattern } = golden
  const wanted = referenceRun(golden, events, { stepping: "deadline" })
  const distinct = wanted.repeats > 0
  const matches = resultsDifference(wanted.matches, byDeadlines!.matches, events, { at: true, distinct, ordered: true })
  if (matches !== null) return matches
  if (pattern.within === null) return byDeadlines!.timeouts.length === 0 ? null : "timeouts without a window"
  return resultsDifference(wanted.timeouts, byDeadlines!.timeouts, events, { at: true, distinct, ordered: false })
}

const answers = new Map<GoldenTopic, readonly Record<Forms, Answered>[]>()
const answersIn = (topic: GoldenTopic, forms: Forms): Answered[] => answers.get(topic)!.map((each) => each[forms])
const suites = goldenTopics.flatMap((topic) => bothForms.map((forms) => [topic, forms] as const))

beforeAll(async () => {
  for (const topic of goldenTopics) answers.set(topic, await Promise.all(loadGolden(topic).map(answer)))
})

afterAll(() => {
  const lines = suites.map(([topic, forms]) => {
    const compared = answersIn(topic, forms).filter(({ golden }) => isCompared(golden))
    const passed = compared.filter((each) => difference(each) === null)
    return `${topic.padEnd(12)} ${forms.padEnd(8)} ${String(passed.length).padStart(3)}/${compared.length}`
  })
  console.info(`golden cases answered as Flink answers them, of those compared:\n${lines.join("\n")}`)
})

describe.each(suites)("%s, %s forms", (topic, forms) => {
  test("is answered as Flink answers it", () => {
    const compared = answersIn(topic, forms).filter(({ golden }) => isCompared(golden))
    const known = topic === "basics" || topic === "contiguity" ? [] : notYet
    expect(compared.length).toBeGreaterThan(50)
    for (const each of compared) {
      const { id } = each.golden
      if (known.includes(id)) expect(difference(each), `${id} agrees: take it out of golden-ratchet.ts`).not.toBeNull()
      else expect(difference(each), id).toBeNull()
    }
  })

  test("is answered as the reference answers it, also where Flink's answer is no measure", () => {
    for (const each of answersIn(topic, forms)) {
      if (each.answer === undefined) continue
      const { id } = each.golden
      const isApart = Object.hasOwn(apartFromReference, id)
      if (isApart) expect(referenceDifference(each), `${id} agrees: take it out of golden-ratchet.ts`).not.toBeNull()
      else expect(referenceDifference(each), id).toBeNull()
    }
  })

  test("what Flink refuses is refused with the diagnostic for it, or has a meaning on purpose; the rest is accepted", () => {
    for (const { golden, codes } of answersIn(topic, forms)) {
      const { id, expected } = golden
      if (!("rejected" in expected)) expect(codes, id).toEqual([])
      else {
        const fitting = refusedByFlink.filter(([message]) => expected.rejected.includes(message))
        const isFitting = ([, code]: (typeof fitting)[number]) =>
          code === null ? codes.length === 0 : codes.includes(code)
        expect(
          fitting.some(isFitting),
          `${id}: ${expected.rejected} is answered with ${codes.join() || "no error"}`,
        ).toBe(true)
      }
    }
  })
})

test("the lists name compared cases only", () => {
  const compared = goldenTopics.flatMap((topic) => loadGolden(topic).filter(isCompared))
  const ids = new Set(compared.map(({ id }) => id))
  for (const id of notYet) expect(ids.has(id), id).toBe(true)
  for (const id of Object.keys(apartFromReference)) expect(ids.has(id), id).toBe(false)
})
