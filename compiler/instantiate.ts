import type { Manifest, RuleSet } from "../runtime/abi/rule-set.ts"

/**
 * Makes a rule set of its data and the text of its functions, without a file and without a module loader, so that it works in a
 * browser too. The text is the compiler's own: what stands in `.cep` files is in it as literals and checked names only; the
 * functions that rules take from TypeScript are in it as their author wrote them, and run with the process's rights.
 */
export function instantiate(manifest: Manifest, functionBody: string): RuleSet {
  // A copy, as a module's manifest would be: the plan stays its own. All numbers in it are finite, and properties without a value are left out.
  return { manifest: JSON.parse(JSON.stringify(manifest)), create: new Function(functionBody)() }
}

/** How a module of the compiler's ends. */
const moduleEnd = "\nexport const rules = { manifest, create }"

/**
 * The same of the text of a whole module that the compiler made (`CompiledModule.code`): nothing keeps it but who has it, as a module loader would for ever. undefined: it is
 * not one of these, but a bundle, say.
 */
export function instantiateModule(code: string): RuleSet | undefined {
  const end = code.lastIndexOf(moduleEnd)
  if (end < 0) return undefined
  return new Function(`"use strict";${code.slice(0, end)}\nreturn { manifest, create }`)() as RuleSet
}
