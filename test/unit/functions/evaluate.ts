import { DateTime } from "luxon"
import { builtins, declarations } from "../../../runtime/functions/index.ts"

/** A value and whether it is a time: times are written out in JSON. */
interface Value {
  value: unknown
  kind: string
}

const token =
  /\s*(?:(\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?)|(\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?)|("(?:[^"\\]|\\.)*")|([A-Za-z]\w*)|([()[\],]|==|[-<>]))/y
const durations: Readonly<Record<string, number>> = { ms: 1, seconds: 1000, minute: 60_000, minutes: 60_000 }

/**
 * Evaluates the `.cep` text of an example apart from the compiler, so that functions and compiler can be tested against each
 * other: literals, lists, calls, `-`, `==`, `<`, `>` and `is missing`. Gives the JSON value.
 */
export function evaluate(text: string): unknown {
  const tokens: string[] = []
  token.lastIndex = 0
  for (let match = token.exec(text); match !== null; match = token.exec(text)) tokens.push(match[0].trim())
  if (tokens.join("").replaceAll(" ", "") !== text.replaceAll(" ", "")) throw new Error(`cannot read ${text}`)
  let at = 0
  const take = () => tokens[at++] ?? ""
  const expect = (wanted: string) => {
    if (take() !== wanted) throw new Error(`expected ${wanted} in ${text}`)
  }

  function comparison(): Value {
    let left = difference()
    for (;;) {
      const operator = tokens[at] ?? ""
      if (operator === "is") {
        at++
        expect("missing")
        left = { value: left.value === undefined, kind: "boolean" }
      } else if (["==", "<", ">"].includes(operator)) {
        at++
        const [a, b] = [left.value as number, difference().value as number]
        left = { value: operator === "==" ? a === b : operator === "<" ? a < b : a > b, kind: "boolean" }
      } else return left
    }
  }

  function difference(): Value {
    let left = primary()
    while (tokens[at] === "-") {
      at++
      const right = primary()
      left = {
        value: (left.value as number) - (right.value as number),
        kind: left.kind === "time" ? "duration" : "number",
      }
    }
    return left
  }

  function primary(): Value {
    const found = take()
    if (found === "-") return { value: -(primary().value as number), kind: "number" }
    if (found === "[") return { value: items("]").map((item) => item.value), kind: "list" }
    if (/^\d{4}-/.test(found)) return { value: DateTime.fromISO(found, { zone: "utc" }).toMillis(), kind: "time" }
    if (/^\d/.test(found)) {
      const number = Number(found.replaceAll("_", ""))
      const unit = durations[tokens[at] ?? ""]
      if (unit !== undefined) at++
      return unit === undefined ? { value: number, kind: "number" } : { value: number * unit, kind: "duration" }
    }
    if (found.startsWith('"')) return { value: JSON.parse(found), kind: "string" }
    if (found === "true" || found === "false") return { value: found === "true", kind: "boolean" }
    if (tokens[at] !== "(") throw new Error(`cannot read ${found} in ${text}`)
    at++
    return call(found, items(")"))
  }

  function items(end: string): Value[] {
    const values: Value[] = []
    while (tokens[at] !== end) {
      values.push(comparison())
      if (tokens[at] === ",") at++
    }
    expect(end)
    return values
  }

  const { value, kind } = comparison()
  if (at !== tokens.length) throw new Error(`cannot read the end of ${text}`)
  return toJson(value, kind)
}

function call(name: string, args: Value[]): Value {
  const code = builtins[name]
  if (code === undefined) throw new Error(`no function ${name}`)
  const kinds = declarations.filter((each) => each.name === name).map(({ returns }) => kindOf(returns, args))
  const kind = kinds.length === 1 ? kinds[0]! : (kinds.find((each) => each === args[0]!.kind) ?? kinds[0]!)
  return { value: (code as (...values: unknown[]) => unknown)(...args.map((arg) => arg.value)), kind }
}

function kindOf(returns: (typeof declarations)[number]["returns"], args: readonly Value[]): string {
  if ("sameAs" in returns) return args[returns.sameAs]!.kind
  return returns.kind === "optional" ? returns.of.kind : returns.kind
}

function toJson(value: unknown, kind: string): unknown {
  if (value === undefined) return null
  return kind === "time" ? new Date(value as number).toISOString() : value
}
