import type { RuleSet } from "../runtime/abi/rule-set.ts"

/**
 * Makes the functions of a rule set from their text, without a file and without a module loader, so that it works in a
 * browser too. The text is the compiler's own: what an author wrote stands in it only as literals.
 */
export function instantiate(functionBody: string): RuleSet {
  return new Function(functionBody)() as RuleSet
}
