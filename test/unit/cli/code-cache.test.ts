import { expect, test } from "vitest"
import { codeCacheFolder } from "../../../compiler/cli/code-cache.ts"

const home = () => "/home/eve"

test("code is kept among the user's own files", () => {
  expect(codeCacheFolder({ env: {}, platform: "linux", home })).toMatch(
    /^[/\\]home[/\\]eve[/\\]\.cache[/\\]cepheus[/\\]code$/,
  )
  expect(codeCacheFolder({ env: {}, platform: "darwin", home })).toMatch(/Library[/\\]Caches[/\\]cepheus[/\\]code$/)
  const env = { XDG_CACHE_HOME: "/var/eve" }
  expect(codeCacheFolder({ env, platform: "linux", home })).toMatch(/^[/\\]var[/\\]eve[/\\]cepheus[/\\]code$/)
})

test("it is kept nowhere where the user has no place for it", () => {
  const homeless = () => {
    throw new Error("no such user")
  }
  expect(codeCacheFolder({ env: {}, platform: "linux", home: homeless })).toBeUndefined()
  expect(codeCacheFolder({ env: { XDG_CACHE_HOME: "" }, platform: "linux", home: () => "" })).toBeUndefined()
  expect(codeCacheFolder({ env: { XDG_CACHE_HOME: "relative" }, platform: "linux", home })).toBeUndefined()
  expect(codeCacheFolder({ env: {}, platform: "win32", home })).toBeUndefined()
})
