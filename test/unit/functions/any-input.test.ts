import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { FunctionDeclaration, ParameterDeclaration } from "../../../lang/catalog.ts"
import type { Type } from "../../../lang/check/types.ts"
import { builtins, declarations } from "../../../runtime/functions/index.ts"
import { busySeconds } from "../../support/busy-seconds.ts"

const run = (name: string, values: readonly unknown[]) => (builtins[name] as (...all: unknown[]) => unknown)(...values)

const texts = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.array(fc.integer({ min: 0xd7f0, max: 0xe010 }), { maxLength: 12 }).map((units) => String.fromCharCode(...units)),
  fc.ipV4(),
  fc.ipV6(),
  fc.emailAddress(),
  fc.tuple(fc.ipV6(), fc.nat(140)).map(([ip, bits]) => `${ip}/${bits}`),
  fc.constantFrom("", "Europe/London", "America/St_Johns", "UTC+2", "local", "system", "__proto__", "constructor"),
  fc.constantFrom("yyyy-MM-dd", "'", "''", "EEEE ZZ a", "1e400", "-0", "2026-01-31T10:00", "::", "1.2.3.4/8"),
)

function valuesOf(type: Type | "any", wild: boolean): fc.Arbitrary<unknown> {
  if (type === "any") return fc.oneof(texts, fc.double(), fc.boolean(), fc.array(texts, { maxLength: 3 }))
  switch (type.kind) {
    case "string":
      return texts
    case "boolean":
      return fc.boolean()
    case "number":
      return fc.double({ noNaN: !wild, noDefaultInfinity: !wild })
    case "integer":
      return fc.oneof(
        { arbitrary: fc.integer({ min: -20, max: 70 }), weight: 8 },
        { arbitrary: fc.maxSafeInteger(), weight: 1 },
      )
    case "time":
      return wild ? fc.double() : fc.integer({ min: -8e12, max: 8e12 })
    case "duration":
      return wild ? fc.double() : fc.maxSafeInteger()
    case "list":
      return fc.array(valuesOf(type.of.kind === "unknown" ? "any" : type.of, wild), { maxLength: 6 })
    default:
      throw new Error(`no values of type ${type.kind}`)
  }
}

function argumentsOf(declaration: FunctionDeclaration, wild: boolean): fc.Arbitrary<unknown[]> {
  const { parameters } = declaration
  const required = parameters.filter(({ optional }) => !optional)
  const one = (parameter: ParameterDeclaration) => valuesOf(parameter.type, wild)
  const rest = parameters.find((parameter) => parameter.rest)
  const further = rest === undefined ? fc.constant([]) : fc.array(one(rest), { maxLength: 3 })
  const plain = parameters.filter((parameter) => !parameter.rest)
  return fc
    .tuple(fc.integer({ min: required.length, max: plain.length }), fc.tuple(...plain.map(one)), further)
    .map(([count, values, more]) => [...values.slice(0, count), ...(count === plain.length ? more : [])])
}

function isOf(value: unknown, type: Type): boolean {
  switch (type.kind) {
    case "string":
    case "boolean":
      return typeof value === type.kind
    case "integer":
    case "time":
      return Number.isInteger(value)
    case "list":
      return Array.isArray(value)
    default:
      return Number.isFinite(value)
  }
}

const named = declarations.map((declaration) => ({
  declaration,
  title: `${declaration.name}(${declaration.parameters.map(({ name }) => name).join(", ")})`,
}))

describe("no input of its types", () => {
  test.each(named)("makes $title throw or give what is no value", ({ declaration }) => {
    fc.assert(
      fc.property(argumentsOf(declaration, true), (values) => {
        const result = run(declaration.name, values)
        if (typeof result === "number") expect(result).toSatisfy(Number.isFinite)
        expect(result).not.toBeNull()
      }),
    )
  })

  test.each(named)("makes $title give another type than declared, or something else the second time", ({
    declaration,
  }) => {
    const { returns } = declaration
    if ("sameAs" in returns) return
    fc.assert(
      fc.property(argumentsOf(declaration, false), (values) => {
        const result = run(declaration.name, values)
        expect(run(declaration.name, values)).toEqual(result)
        if (result === undefined) expect(returns.kind).toBe("optional")
        else expect(result).toSatisfy((value) => isOf(value, returns.kind === "optional" ? returns.of : returns))
      }),
    )
  })
})

describe("very long texts", () => {
  const long = ["a".repeat(10_000_000), " ".repeat(10_000_000), "1".repeat(10_000_000), `${"9".repeat(9_999_999)}x`]
  const oneText = declarations.filter(({ parameters }) => {
    const [first, second] = parameters
    return first!.type !== "any" && first!.type.kind === "string" && (second === undefined || second.optional)
  })
  test.each(oneText.map(({ name }) => name))("%s comes back within seconds", (name) => {
    const seconds = busySeconds(() => {
      for (const text of long) expect(() => run(name, [text])).not.toThrow()
    })
    expect(seconds).toBeLessThan(20)
  })

  test("a result that would fill the memory is cut off", () => {
    const text = "a".repeat(10_000_000)
    const length = (name: string, ...values: unknown[]) => (run(name, values) as string).length
    expect(length("repeat", text, 1_000_000)).toBe(1 << 24)
    expect(length("padStart", "a", Number.MAX_SAFE_INTEGER)).toBe((1 << 24) + 1)
    expect(length("replace", text, "a", text)).toBe(1 << 24)
    expect(
      length(
        "join",
        Array.from({ length: 200 }, () => text),
        "",
      ),
    ).toBe(1 << 24)
    expect(length("upper", "ß".repeat(17_000_000))).toBe(1 << 25)
  })

  test("what would take for ever is missing", () => {
    const text = "a".repeat(10_000_000)
    expect(run("levenshtein", [text, text])).toBeUndefined()
    expect(run("similarity", [text, "a"])).toBeUndefined()
  })
})
