import { expect, test } from "vitest"
import { decideParams } from "../../../compiler/cli/params-at-start.ts"
import { RunningParams } from "../../../runtime/checkpoint/running-params.ts"
import { compileRules } from "../../support/job.ts"

const { manifest } = await compileRules(`
event E { n: integer, at: time } timed by at
param limit: integer = 1
param pause: duration = 1 second
param share: decimal(2) = 0.5
rule R { when E where n > limit and n > share once per pause alert }
`)
const decide = (given: object, start: object, set: object) =>
  decideParams(manifest.params, { ...given } as Record<string, unknown>, {
    start: { ...start } as Record<string, unknown>,
    set: { ...set } as Record<string, unknown>,
  })

test("what was set while the job ran stays, unless a person has changed --param since", () => {
  expect(decide({ limit: 5 }, { limit: 5 }, { limit: 9 })).toEqual({
    params: { limit: 9 },
    set: ["limit"],
    said: [
      {
        name: "limit",
        message: "the parameter limit stays 9, to which it was set while the job ran: --param says 5 as it did before",
      },
    ],
  })
  expect(decide({ limit: 6 }, { limit: 5 }, { limit: 9 })).toEqual({
    params: { limit: 6 },
    set: [],
    said: [
      {
        name: "limit",
        message: "the parameter limit is 6 now (--param), and no longer 9, to which it was set while the job ran",
      },
    ],
  })
  // Given for the first time, and no more.
  expect(decide({ limit: 5 }, {}, { limit: 9 }).params).toEqual({ limit: 5 })
  expect(decide({}, { limit: 5 }, { limit: 9 })).toMatchObject({ params: { limit: 9 }, set: ["limit"] })
})

test("what nobody has set is as the command says, and a value that does not fit any more is forgotten", () => {
  expect(decide({ limit: 5, pause: 2000 }, { limit: 4 }, {})).toEqual({
    params: { limit: 5, pause: 2000 },
    set: [],
    said: [],
  })
  expect(decide({ limit: 5 }, { limit: 5 }, { limit: "much", gone: 1 })).toEqual({
    params: { limit: 5 },
    set: [],
    said: [],
  })
  expect(decide({}, {}, { share: 0.75 }).params).toEqual({ share: 0.75 })
})

test("checkpoints say what was given and what was set, also in processes before, of the parameters that there are", () => {
  const params = new RunningParams({ limit: 5 })
  let now: Record<string, unknown> = { limit: 5, pause: 1000 }
  params.now = () => now
  expect(params.atBarrier()).toEqual({ start: { limit: 5 }, set: {} })
  params.set(["limit"])
  now = { limit: 9, pause: 1000 }
  expect(params.atBarrier()).toEqual({ start: { limit: 5 }, set: { limit: 9 } })
  now = { pause: 1000 }
  expect(params.atBarrier()).toEqual({ start: { limit: 5 }, set: {} })
})
