import type { Expression } from "../../lang/check/model.ts"
import { binding, type Code, call } from "./code.ts"
import type { Callable, Of, Scope } from "./context.ts"
import { canBeMissing } from "./missing.ts"
import { property } from "./text.ts"

type Emit = (expression: Expression, scope: Scope) => Code

/** Calls. A missing argument makes the result missing without a call, unless the function takes missing values. */
export function emitCall(expression: Of<"call">, scope: Scope, value: Emit): Code {
  const { args } = expression
  const callable = callableOf(expression, scope)
  const codes = args.map((arg) => value(arg, scope).text)
  const guarded = args.flatMap((arg, at) => (callable.takesMissing[at] !== true && canBeMissing(arg) ? [at] : []))
  if (guarded.length === 0) return call(`${callable.code}(${codes.join(", ")})`)
  if (guarded.every((at) => isCheap(args[at]!))) {
    const tests = guarded.map((at) => `${codes[at]} === undefined`).join(" || ")
    return { text: `${tests} ? undefined : ${callable.code}(${codes.join(", ")})`, binds: binding.conditional }
  }
  if (guarded.length === args.length) {
    return call(`${scope.module.uses.helper("given")}(${[callable.code, ...codes].join(", ")})`)
  }
  return call(givenSome(callable, codes, guarded, scope))
}

/** Some arguments may be missing, some must not: those that must not are tested first. */
function givenSome(callable: Callable, codes: readonly string[], guarded: readonly number[], scope: Scope): string {
  const names = guarded.map((_, at) => `$${at + 1}`)
  const args = codes.map((code, at) => names[guarded.indexOf(at)] ?? code)
  const run = `(${names.join(", ")}) => ${callable.code}(${args.join(", ")})`
  return `${scope.module.uses.helper("given")}(${[run, ...guarded.map((at) => codes[at])].join(", ")})`
}

function callableOf({ target, name, args }: Of<"call">, { module }: Scope): Callable {
  const found = target === "fn" ? module.functions.get(name) : module.userFunctions.get(name)
  if (found !== undefined && target !== "builtin") return found
  if (target !== "builtin") throw new Error(`no function ${name} in the module`)
  const takesMissing = args.map(() => module.takesMissing.has(name))
  return { code: `${module.uses.library("functions")}${property(name)}`, takesMissing }
}

/** Whether reading it twice costs nothing worth a helper. */
function isCheap(expression: Expression): boolean {
  if (expression.kind === "member") return isCheap(expression.object)
  return ["candidate", "element", "local", "param", "literal", "missing", "key", "let"].includes(expression.kind)
}
