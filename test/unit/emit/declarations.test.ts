import { Project, ts } from "ts-morph"
import { expect, test } from "vitest"
import { compile } from "../../../compiler/index.ts"

const text = `
event Payment { id: string, card: string, amount: decimal(2), kind: "a" | "b", tags: string[], place: { lat: number, name: string? }, device: string?, at: time } timed by at
event \`Alert\` { id: string, at: time } timed by at
rule Large "A large one" {
  when Payment as payment where amount > 100 then optional Payment as again then 2+ Payment as rest
  within 1 hour
  per card
  alert high "large" { amount: payment.amount, when: payment.at, device: payment.device, \`odd name\`: 1 }
  on timeout alert low { amount: payment.amount }
}
rule Derive { when Payment as p per card emit Signal { weight: 2 } }
rule Plain { when Signal alert }
`

/** TypeScript's complaints about code that uses the declarations. */
function complaints(dts: string, use: string): string[] {
  const project = new Project({
    useInMemoryFileSystem: true,
    compilerOptions: {
      strict: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
    },
  })
  project.createSourceFile(
    "node_modules/cepheus/package.json",
    '{ "name": "cepheus", "exports": { "./runtime": "./runtime.d.ts" } }',
  )
  project.createSourceFile(
    "node_modules/cepheus/runtime.d.ts",
    "export interface RuleSet { manifest: object }\nexport declare function createEngine(rules: RuleSet): object",
  )
  project.createSourceFile("rules.d.ts", dts)
  project.createSourceFile("use.ts", use)
  return project.getPreEmitDiagnostics().map((one) => {
    const { messageText } = one.compilerObject
    return ts.flattenDiagnosticMessageText(messageText, " ")
  })
}

test("a module's types are those of its alerts and events", async () => {
  const { module, diagnostics } = await compile([{ path: "a.cep", text }])
  expect(diagnostics.filter((one) => one.level === "error")).toEqual([])
  const good = `import { rules, createEngine, type Alert, type LargeAlert, type Events, type Emitted } from "./rules"
    createEngine(rules)
    const payment: Events["Payment"] = { id: "1", card: "c", amount: 2, kind: "a", tags: ["x"], place: { lat: 1 }, at: "2026-01-01", more: true }
    export function read(alert: Alert): string {
      if (alert.rule === "Plain") return alert.at
      if ("timeout" in alert) { const yes: true = alert.timeout; const low: "low" = alert.severity; return String([yes, low]) }
      const card: string = alert.key.card
      const message: string = alert.message
      const device: string | null = alert.data.device
      const odd: number = alert.data["odd name"]
      const first: number = alert.events.payment.amount
      const again: number | undefined = alert.events.again?.amount
      const rest: number = alert.events.rest.length
      return String([card, message, device, odd, first, again, rest, alert.data.when.toUpperCase(), payment])
    }
    export const none = (one: Emitted): never => one
    export type Own = LargeAlert`
  expect(complaints(module!.dts({ bundle: true }), good)).toEqual([])
  const bad = `import type { Alert } from "./rules"
    export const rule = (alert: Alert): "Lagre" => alert.rule
    export const data = (alert: Alert) => alert.rule === "Large" && !("timeout" in alert) ? alert.data.amuont : 0`
  expect(complaints(module!.dts(), bad)).toHaveLength(2)
})

test("scores, tags and what was suppressed have types; shadow rules' outputs are none of the callbacks'", async () => {
  const { module } = await compile([
    {
      path: "a.cep",
      text: `
        event Payment { card: string, amount: number, part: number?, at: time } timed by at
        rule Large { when Payment as p per card once per 1 hour tags "a" alert high score p.amount { first: p.amount } }
        rule Part { when Payment as p per card alert high score p.part / 2 }
        shadow rule Trial { when Payment as p per card alert low emit Tried { n: 1 } }
        rule Watch { when Alert as a per card alert critical { rule: a.rule, tags: a.tags, score: a.score } }`,
    },
  ])
  const good = `import type { Alert, Emitted } from "./rules"
    export function read(alert: Alert): unknown {
      if (alert.rule === "Part") { const score: number | null = alert.score; return score }
      if (alert.rule === "Large") { const score: number = alert.score; return [score, alert.tags[0]!.length, (alert.suppressed ?? 0) + 1] }
      const seen: string = alert.data.rule
      const tags: string[] = alert.data.tags
      const score: number | null = alert.data.score
      return [seen, tags, score, alert.events.a.rule]
    }
    export const none = (one: Emitted): never => one
    export const names: "Part" | "Large" | "Watch" = null! as Alert["rule"]`
  expect(complaints(module!.dts(), good)).toEqual([])
})
