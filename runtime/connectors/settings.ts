import type { ConnectorDeclaration, ConnectorOption, ConnectorUse } from "../../lang/catalog.ts"
import type { Binding } from "../abi/rule-set.ts"
import { ConnectorError, type Settings } from "./contract.ts"
import type { Spec } from "./spec.ts"

/** What a connector declares for one use of it. */
export function declarationFor(declaration: ConnectorDeclaration, use: ConnectorUse): ConnectorDeclaration {
  return { ...declaration, options: declaration.options.filter((option) => option.use?.includes(use) ?? true) }
}

/** Takes the options out that a job sees to. */
export function sinkSettings(settings: Settings): { readonly settings: Settings; readonly atOnce: boolean } {
  const { delivery, ...own } = settings
  return { settings: Object.assign(Object.create(null), own), atOnce: delivery === "at-least-once" }
}

/** Likewise those of a source. */
export function sourceSettings(settings: Settings): {
  readonly settings: Settings
  readonly partitionedBy: string | undefined
} {
  const { partitionedBy, ...own } = settings
  return {
    settings: Object.assign(Object.create(null), own),
    partitionedBy: partitionedBy === undefined ? undefined : String(partitionedBy),
  }
}

/** The settings of a SPEC of the command line. Throws `ConnectorError` (usage) for an unknown, missing or unreadable option. */
export function specSettings(spec: Spec, declaration: ConnectorDeclaration): Settings {
  const given: [string, unknown][] = Object.entries(spec.options)
  const first = declaration.options.find((option) => option.positional)
  if (first !== undefined && spec.target !== "") given.unshift([first.name, spec.target])
  return check(given, declaration, readText)
}

/** The settings of a `source` or `sink` declaration of the rules; the same errors. */
export function bindingSettings(binding: Binding, declaration: ConnectorDeclaration): Settings {
  const names = declaration.options.filter((option) => option.positional).map((option) => option.name)
  if (binding.args.length > names.length) {
    const takes = names.length === 0 ? "no unnamed argument" : `unnamed only: ${names.join(", ")}`
    throw new ConnectorError(
      "usage",
      `${binding.connector}(…) of \`${binding.name}\` has too many arguments; it takes ${takes}`,
    )
  }
  const given: [string, unknown][] = binding.args.map((value, at) => [names[at]!, value])
  return check([...given, ...Object.entries(binding.options)], declaration, (_, value) =>
    typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : undefined,
  )
}

function check(
  given: readonly (readonly [string, unknown])[],
  declaration: ConnectorDeclaration,
  read: (option: ConnectorOption, value: unknown) => string | number | boolean | undefined,
): Settings {
  const settings: Record<string, string | number | boolean> = Object.create(null)
  for (const [name, value] of given) {
    const option = declaration.options.find((each) => each.name === name)
    if (option === undefined) {
      const known = declaration.options.map((each) => each.name).join(", ")
      throw new ConnectorError("usage", `the connector ${declaration.name} has no option \`${name}\`; it has ${known}`)
    }
    const result = read(option, value)
    if (typeof result !== (option.type === "text" ? "string" : option.type)) {
      const wanted = { text: "a text", number: "a number", boolean: "true or false" }[option.type]
      throw new ConnectorError(
        "usage",
        `\`${name}\` of the connector ${declaration.name} must be ${wanted}, and is ${JSON.stringify(value)}`,
      )
    }
    settings[name] = chosen(option, result!)
  }
  const { name } = declaration
  for (const option of declaration.options) {
    if (option.required && settings[option.name] === undefined) {
      throw new ConnectorError(
        "usage",
        `the connector ${name} needs \`${option.name}\`, as in ${option.positional ? `${name}:${option.name.toUpperCase()}` : `${name}:…?${option.name}=…`}`,
      )
    }
  }
  return settings
}

/** As the option spells it, where it has choices. */
function chosen({ name, choices }: ConnectorOption, value: string | number | boolean): string | number | boolean {
  if (choices === undefined) return value
  const found = choices.find((each) => each === String(value).toLowerCase())
  if (found !== undefined) return found
  throw new ConnectorError("usage", `\`${name}\` can be ${anyOf(choices)}, and is ${value}`)
}

function anyOf(choices: readonly string[]): string {
  const [last, ...others] = choices.toReversed()
  return others.length === 0 ? String(last) : `${others.toReversed().join(", ")} or ${last}`
}

function readText(option: ConnectorOption, value: unknown): string | number | boolean | undefined {
  const text = String(value)
  if (option.type === "text") return text
  if (option.type === "boolean") return text === "true" ? true : text === "false" ? false : undefined
  return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : undefined
}
