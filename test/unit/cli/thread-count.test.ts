import { expect, test } from "vitest"
import { ThreadCount } from "../../../compiler/cli/thread-count.ts"

test("more threads than a machine has use for are said once, counted by the slices that are here", () => {
  const said: string[] = []
  const threads = new ThreadCount(2, (_, message) => said.push(message), 1)
  threads.added(0)
  threads.added(1)
  threads.removed(0)
  threads.removed(0)
  threads.added(2)
  expect(said).toEqual([])
  threads.added(3)
  threads.added(4)
  expect(said).toEqual([
    "6 threads, 2 for each of 3 slices, share 1 processors: slices are divided work already; give a smaller --parallelism, or start more processes",
  ])
})

test("slices without workers are never too many", () => {
  const said: string[] = []
  const threads = new ThreadCount(1, (_, message) => said.push(message), 1)
  for (let slice = 0; slice < 100; slice++) threads.added(slice)
  expect(said).toEqual([])
})
