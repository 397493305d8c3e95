import type { RuleSet } from "../abi/rule-set.ts"

/** A rule set with only some of its rules, by name. Event types, parameters, conditions and what is kept of past events have the places that they had. */
export function someRules({ manifest, create }: RuleSet, names: ReadonlySet<string>): RuleSet {
  const places = manifest.rules.flatMap(({ name }, place) => (names.has(name) ? [place] : []))
  return {
    manifest: { ...manifest, rules: places.map((place) => manifest.rules[place]!) },
    create(...given) {
      const program = create(...given)
      return { ...program, rules: places.map((place) => program.rules[place]!) }
    },
  }
}
