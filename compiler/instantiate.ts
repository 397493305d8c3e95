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

/** The map that a module carries behind its end: of its text into the sources. */
const mapComment = /^\/\/# sourceMappingURL=data:application\/json;base64,(\S+)$/m
/** Lines that `new Function` puts before the text that it is given. */
const linesBefore = ";;"

/**
 * The same of the text of a whole module that the compiler made (`CompiledModule.code`): nothing keeps it but who has it, as a module loader would for ever. undefined: it is
 * not one of these, but a bundle, say. `name`: under which stack traces know the code; where source maps are looked for, Node keeps one for each name for ever, so that of code which runs no more may come again.
 */
export function instantiateModule(code: string, name = "cepheus-rules.js"): RuleSet | undefined {
  const end = code.lastIndexOf(moduleEnd)
  if (end < 0) return undefined
  const [, map] = mapComment.exec(code.slice(end)) ?? []
  const comments = map === undefined ? "" : `\n${shiftedMap(map)}\n//# sourceURL=${name}\n`
  const body = `"use strict";${code.slice(0, end)}\nreturn { manifest, create }${comments}`
  return new Function(body)() as RuleSet
}

/** Inside of JSON's texts quotes are escaped, so that what looks like the name of the mappings is it. */
function shiftedMap(base64: string): string {
  const shifted = atob(base64).replace('"mappings":"', `"mappings":"${linesBefore}`)
  return `//# sourceMappingURL=data:application/json;base64,${btoa(shifted)}`
}
