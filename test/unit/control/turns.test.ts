import { array, assert, asyncProperty, constantFrom } from "fast-check"
import { expect, test } from "vitest"
import { Turns } from "../../../runtime/control/turns.ts"
import { TestClock } from "../../support/job.ts"

/** Whatever can happen at once has happened. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

test("whatever comes, waits, hangs up and ends: one has the turn, in the order in which they came, and nobody is forgotten", async () => {
  const steps = array(constantFrom("come", "end", "gone", "pass"), { minLength: 1, maxLength: 40 })
  await assert(
    asyncProperty(steps, async (list) => {
      const clock = new TestClock()
      const turns = new Turns({ most: 3, waitMs: 1000 }, clock)
      const ends: (() => void)[] = []
      const waiting: { readonly number: number; readonly gone: AbortController }[] = []
      const order: number[] = []
      let holding = 0
      let answered = 0
      let came = 0
      const come = () => {
        const number = came++
        const gone = new AbortController()
        waiting.push({ number, gone })
        const leave = () => {
          answered++
          waiting.splice(
            waiting.findIndex((each) => each.number === number),
            1,
          )
        }
        turns.take(`change ${number}`, gone.signal).then((end) => {
          leave()
          holding++
          order.push(number)
          ends.push(() => {
            holding--
            end()
          })
        }, leave)
      }
      for (const step of list) {
        if (step === "come") come()
        else if (step === "end") ends.pop()?.()
        else if (step === "gone") waiting.at(-1)?.gone.abort()
        else clock.pass(600)
        await settled()
        expect(holding).toBeLessThanOrEqual(1)
        // Whoever waits does so for somebody.
        if (waiting.length > 0) expect(holding).toBe(1)
        expect(waiting.length).toBeLessThanOrEqual(3)
      }
      ends.pop()?.()
      await settled()
      turns.close()
      await settled()
      expect(answered).toBe(came)
      expect(order).toEqual(order.toSorted((a, b) => a - b))
    }),
    { numRuns: 150 },
  )
})

test("the turn is not given to who has hung up already, nor when the job ends", async () => {
  const turns = new Turns({ most: 3, waitMs: 1000 }, new TestClock())
  await expect(turns.take("a", AbortSignal.abort())).rejects.toMatchObject({ word: "client-gone" })
  turns.close()
  await expect(turns.take("a", new AbortController().signal)).rejects.toMatchObject({ word: "stopping" })
})
