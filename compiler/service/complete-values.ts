/** What names mean where a value is wanted, as the checker sees the place. */
import type { Context } from "../../lang/check/context.ts"
import { commonFields } from "../../lang/check/fields.ts"
import type { FunctionInfo } from "../../lang/check/model.ts"
import { type Environment, viewStep } from "../../lang/check/scope.ts"
import { showType } from "../../lang/check/show.ts"
import { stepsNamed } from "../../lang/check/steps.ts"
import type { FieldType, Type } from "../../lang/check/types.ts"
import { required } from "../../lang/check/unify.ts"
import { aggregateDocs } from "./aggregate-docs.ts"
import { callText, describeBuiltin, functionText } from "./describe.ts"
import { seenAt, type View } from "./project.ts"
import type { Sight } from "./seen.ts"
import type { Completion } from "./service.ts"

/** A completion without its place. */
export type Proposal = Omit<Completion, "span" | "snippet" | "insert"> & { readonly insert?: string }

/** The word that stands where something is to be completed: nobody writes it. */
export const mark = "zzCompletedHere"

/** What can be named where a name stands; the name itself does not matter. */
export function valuesAt(view: View, path: string, offset: number): Proposal[] {
  const found = new Map<string, Proposal>()
  const { context } = view
  for (const [{ span }, sights] of seenAt(view, path, offset).flatMap((seen) => [...seen.sights])) {
    if (span.start !== offset) continue
    for (const { environment, member } of sights) {
      const all = member === undefined ? namesHere(context, environment) : membersOf(context, member, environment)
      for (const each of all) if (!found.has(each.label)) found.set(each.label, each)
    }
  }
  return [...found.values()]
}

/** A field as it is proposed. */
export function fieldProposal({ name, type, doc }: FieldType): Proposal {
  return { label: name, kind: "field", detail: showType(type), ...(doc !== undefined && { doc }) }
}

/** The fields of what stands before a dot. */
function membersOf(
  context: Context,
  { node: { object: node }, object }: NonNullable<Sight["member"]>,
  environment: Environment,
): Proposal[] {
  const type = required(object.type)
  if (type.kind === "event") return commonFields(context, type.events).fields.map(fieldProposal)
  if (type.kind === "record") return type.fields.map(fieldProposal)
  if (node.kind !== "name") return []
  // A step that can hold several events is no record, but its fields are what comes next in most aggregates.
  const [step] = stepsNamed(node.name.text, environment)
  if (step !== undefined) return commonFields(context, step.events).fields.map(fieldProposal)
  if (node.name.text !== "window" || environment.window === undefined) return []
  return ["start", "end"].map((label) => ({ label, kind: "field", detail: "time" }))
}

/** All that can be named, the nearest first. */
function namesHere(context: Context, environment: Environment): Proposal[] {
  const { candidate, past, rule, keys, locals, window, previous } = environment
  const events = past?.events ?? candidate
  const fields = events === undefined ? [] : commonFields(context, events).fields
  const steps = (rule?.steps ?? []).filter(
    (step) => (!step.absence || step.index === environment.step?.index) && !viewStep(step, environment).later,
  )
  const typed = (kind: Proposal["kind"], label: string, type: Type | undefined): Proposal => ({
    label,
    kind,
    ...(type !== undefined && type.kind !== "unknown" && { detail: showType(type) }),
  })
  return [
    ...fields.map(fieldProposal),
    ...(locals === undefined ? [] : [...locals].map(([name, { type }]) => typed("param", name, type))),
    ...steps.map((step) => typed("step", step.name, { kind: "event", events: step.events })),
    ...(previous === undefined ? [] : [typed("step", "previous", { kind: "event", events: previous.events })]),
    ...(keys ?? []).map(({ name, type }) => typed("key", name, type)),
    ...(window === undefined ? [] : [{ label: "window", kind: "value" as const, detail: "its start and end" }]),
    ...[...(rule?.lets.keys() ?? [])].map((name) => typed("let", name, undefined)),
    ...declaredNames(context),
    ...functionsHere(context),
  ]
}

/** What is declared for all rules and can be a value, or gives one. */
function declaredNames(context: Context): Proposal[] {
  return [...context.declarations].flatMap(([name, { kind, ...declared }]): Proposal[] => {
    const doc = "node" in declared && declared.node.doc !== undefined ? { doc: declared.node.doc } : {}
    switch (kind) {
      case "param":
        return [{ label: name, kind, detail: showType(context.param(name).type), ...doc }]
      case "let":
        return [{ label: name, kind, detail: showType(context.constant(name).type), ...doc }]
      case "feature": {
        const feature = context.feature(name)
        return [{ label: name, kind, ...(feature && { detail: showType(feature.type) }), ...doc }]
      }
      case "table":
        return [
          { label: name, kind, insert: `${name}[$1]$0`, detail: `key ${context.table(name).keys.join(", ")}`, ...doc },
        ]
      case "fn":
      case "use":
      case "model":
        return [{ ...callProposal(name, context[kind](name)), ...doc }]
      default:
        return []
    }
  })
}

function callProposal(name: string, info: Pick<FunctionInfo, "parameters" | "returns">): Proposal {
  const { parameters, returns } = info
  return {
    label: name,
    kind: "function",
    insert: parameters.length === 0 ? `${name}()` : `${name}($1)$0`,
    detail: `${callText(name, parameters)}: ${showType(returns)}`,
  }
}

function functionsHere(context: Context): Proposal[] {
  const aggregates = [...aggregateDocs].map(
    ([label, { form, doc }]): Proposal => ({
      label,
      kind: "aggregate",
      insert: `${label}($1)$0`,
      detail: form.split("\n")[0]!,
      doc,
    }),
  )
  const functions = [...context.builtins].flatMap(([label, [way]]): Proposal[] => {
    if (way === undefined || aggregateDocs.has(label)) return []
    const insert = way.parameters.length === 0 ? `${label}()` : `${label}($1)$0`
    const doc = describeBuiltin(context.catalog.functions, label)
    return [{ label, kind: "function", insert, detail: functionText(way), ...(doc !== undefined && { doc }) }]
  })
  return [...aggregates, ...functions]
}
