/**
 * Compared golden cases that the language and the engine do not answer as Flink does. It may only become shorter: a case that
 * is answered as Flink answers it fails the test until it is taken out.
 */
export const notYet: readonly string[] = []

/** Cases, none of them compared with Flink, in which engine and reference differ, and which of them the language bears out. */
export const apartFromReference: Readonly<Record<string, string>> = {
  "g-within-0013":
    "the engine: an absence before an optional end is known at the deadline; the reference reports as Flink",
  "g-within-0111": "the engine, likewise",
}

/** What Flink refuses, by the words of its message, and the code of our diagnostic for the same; null: it has a meaning here. */
export const refusedByFlink: readonly (readonly [message: string, code: string | null, why: string])[] = [
  ["Optional pattern cannot be preceded by greedy pattern", "CEP3009", "likewise"],
  ["Specifying a pattern with an optional path to NOT condition", "CEP3003", "likewise"],
  ["NotFollowedBy is not supported without windowTime", "CEP3002", "likewise"],
  ["Option not applicable to singleton quantifier", "CEP3006", "likewise"],
  ["Option not applicable to group pattern", "CEP3007", "likewise"],
  ["Option not applicable to FollowedByAny pattern", "CEP3008", "likewise"],
  ["The pattern name specified in AfterMatchSkipStrategy can not be found", "CEP2028", "an unknown name is refused"],
  ["The pattern name specified in AfterMatchSkipStrategy can not be found", null, "a step in a group is found"],
  ["The window length between the previous and current event cannot be larger", null, "a rule has one window"],
]
