import { expect, test } from "vitest"
import { Access, readTokens, TokenFileError } from "../../../runtime/control/access.ts"

const secret = "0123456789abcdef"

test("one secret alone may do all", () => {
  const tokens = readTokens(`\ufeff# for the night shift\n\n  ${secret}  \r\n`)
  expect(tokens).toEqual([{ name: "token", roles: new Set(["see", "operate", "change"]), secret }])
})

test("lines have a name, roles and a secret; who may do something may look", () => {
  const tokens = readTokens(`ann change,operate ${secret}A\n# gone: carl\nbob see ${secret}B\nann operate ${secret}C\n`)
  expect(tokens.map(({ name, roles }) => [name, [...roles].sort()])).toEqual([
    ["ann", ["change", "operate", "see"]],
    ["bob", ["see"]],
    ["ann", ["operate", "see"]],
  ])
  const access = new Access(tokens)
  expect(access.find(`${secret}B`)?.name).toBe("bob")
  expect(access.find(`${secret}C`)?.roles.has("change")).toBe(false)
  for (const wrong of ["", secret, `${secret}BB`, `${secret}b`, "\ud800"]) expect(access.find(wrong)).toBeUndefined()
})

test.each([
  ["", /is empty/],
  ["# nothing\n", /is empty/],
  ["short", /line 1 that is too short/],
  [`${secret}\n${secret}2`, /1 words in line 1/],
  [`ann ${secret}`, /2 words in line 1/],
  [`ann see ${secret} x`, /4 words in line 1/],
  [`ann root ${secret}`, /roles in line 1 that are none: see, operate, change/],
  [`ann see, ${secret}`, /roles in line 1/],
  [`ann __proto__ ${secret}`, /roles in line 1/],
  [`-x see ${secret}`, /no name at the beginning of line 1/],
  [`ann see ${secret}\nbob see ${secret}`, /one secret twice/],
  [`ann see ${secret}é`, /line 1 that is too short or has other signs/],
  [Array.from({ length: 1001 }, (_, i) => `a${i} see ${secret}${i}`).join("\n"), /more than 1000/],
])("%# is refused, and no secret is said", (text, message) => {
  const act = () => readTokens(text)
  expect(act).toThrow(TokenFileError)
  expect(act).toThrow(message)
  expect(act).not.toThrow(secret)
})
