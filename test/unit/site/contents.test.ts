import { expect, test } from "vitest"
import { addressOf, contents, contentsProblems } from "../../../tools/site/contents.ts"

const places = contents.flatMap(({ entries }) => entries.map(({ source }) => source))

test("a document that nothing leads to is named, with what to do", () => {
  expect(contentsProblems(places)).toEqual([])
  expect(contentsProblems([...places, "docs/operate/new.md", "docs/reference/messages/CEP2013.md"])).toEqual([
    "docs/operate/new.md: is in no contents; give it a place in tools/site/contents.ts",
  ])
  expect(contentsProblems(places.slice(1))).toEqual([`tools/site/contents.ts: ${places[0]} does not exist`])
})

test("each has an address of its own", () => {
  const addresses = places.map(addressOf)
  expect(addresses).toEqual([...new Set(addresses)])
  expect(addresses[0]).toBe("index.html")
  expect(addressOf("docs/language/README.md")).toBe("language/index.html")
  expect(addressOf("docs/ARCHITECTURE.md")).toBe("architecture.html")
})
