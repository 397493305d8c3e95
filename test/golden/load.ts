/** Reads the golden cases that lie beside this file. */
import { readFileSync } from "node:fs"
import type { Rule } from "../reference/rule.ts"
import type { GoldenCase } from "./compare.ts"

/** The files of cases, by topic. */
export const goldenTopics = [
  "basics",
  "contiguity",
  "quantifiers",
  "iterative",
  "negation",
  "groups",
  "skip",
  "within",
  "event-time",
  "probes",
] as const

export type GoldenTopic = (typeof goldenTopics)[number]

/** A case whose pattern is in the form that the reference and the printer of rules read. */
export type RuleCase = GoldenCase<Rule["pattern"]>

/** All cases of a topic, in file order. */
export function loadGolden(topic: GoldenTopic): RuleCase[] {
  const text = readFileSync(new URL(`./flink/${topic}.jsonl`, import.meta.url), "utf8")
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as RuleCase)
}

/** Whether Flink's answer to a case is one that ours is compared with: matches, from a case that is not set aside. */
export function isCompared({ judge, expected }: RuleCase): boolean {
  return judge.excluded === null && "matches" in expected
}
