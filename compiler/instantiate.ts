import type { RuleSet } from "../runtime/abi/rule-set.ts"

/**
 * Makes the functions of a rule set from their text, without a file and without a module loader, so that it works in a
 * browser too. The text is the compiler's own: what stands in `.cep` files is in it as literals and checked names only; the
 * functions that rules take from TypeScript are in it as their author wrote them, and run with the process's rights.
 */
export function instantiate(functionBody: string): RuleSet {
  return new Function(functionBody)() as RuleSet
}
