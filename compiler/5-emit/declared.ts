import type { Expression, FunctionInfo, LetInfo } from "../../lang/check/model.ts"
import { some } from "../1-analyze/walk.ts"
import type { ModuleContext, Scope } from "./context.ts"
import { value } from "./expression.ts"
import { isOptional } from "./missing.ts"

/** Takes the names of all `let`s and `fn`s, which may use each other, before the first of them is written. */
export function nameDeclared(
  lets: readonly LetInfo[],
  functions: readonly FunctionInfo[],
  module: ModuleContext,
): void {
  for (const one of functions) {
    const takesMissing = one.parameters.map(({ type }) => isOptional(type))
    module.functions.set(one.name, { code: module.names.take(one.name), takesMissing })
  }
  const varying = new Set<string>()
  for (const one of lets) {
    const varies = some(
      one.value,
      (inner) => inner.kind === "param" || isCall(inner) || (inner.kind === "let" && varying.has(inner.name)),
    )
    if (varies) varying.add(one.name)
    const code = module.names.take(one.name)
    module.letValues.set(one.name, one.value)
    module.lets.set(one.name, varies ? `${code}()` : code)
  }
}

/** A call of what is declared in the rules: what it reads is not looked into. */
function isCall(expression: Expression): boolean {
  return expression.kind === "call" && expression.target !== "builtin"
}

/** Declares `let`s: constants, or functions where the value hangs on a `param`, which may change while the job runs. */
export function declareLets(lets: readonly LetInfo[], module: ModuleContext): string[] {
  return lets.map((one) => {
    const text = value(one.value, plainScope(module)).text
    const code = module.lets.get(one.name)!
    const line = code.endsWith("()") ? `const ${code.slice(0, -2)} = () => (${text})` : `const ${code} = ${text}`
    return module.places.mark(one.span, line)
  })
}

/** Declares the `fn`s. */
export function declareFunctions(functions: readonly FunctionInfo[], module: ModuleContext): string[] {
  return functions.map((one) => {
    const inner = module.names.inner()
    const locals = new Map(one.parameters.map(({ name }) => [name, inner.take(name)]))
    const instead = module.probes?.ofFunction(one)
    const body = value(one.body, { ...plainScope(module), locals, ...(instead && { instead }) }).text
    const { code } = module.functions.get(one.name)!
    const head = `function ${code}(${[...locals.values()].join(", ")}) {`
    return `${module.places.mark(one.span, head)}\n  return ${module.places.mark(one.body.span, body)}\n}`
  })
}

function plainScope(module: ModuleContext): Scope {
  return { module, locals: new Map(), keys: [] }
}
