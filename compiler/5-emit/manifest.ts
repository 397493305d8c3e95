import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js"
import { Lines, type Source } from "../../lang/source.ts"
import type { Automaton } from "../../runtime/abi/automaton.ts"
import type { RuleRows } from "../../runtime/abi/rows.ts"
import { type Manifest, type OutputSchema, RULE_SET_FORMAT, type RuleManifest } from "../../runtime/abi/rule-set.ts"
import type { OutputPlan, Plan, RulePlan } from "../2-plan/plan.ts"
import { ruleWords } from "../2-plan/rule-words.ts"
import type { ColumnPlan } from "../4-optimize/columns.ts"
import { formOf } from "../4-optimize/form.ts"

/** The plain data of a rule set, without its version; `columns`: of its rows, where rules run over some; `userCode`: of the functions in TypeScript. */
export function makeManifest(
  plan: Plan,
  automata: readonly Automaton[],
  columns: ColumnPlan | undefined,
  sources: readonly Source[],
  userCode: string,
): Omit<Manifest, "version"> {
  const lines = new Map(sources.map((source) => [source.path, new Lines(source.text)]))
  return {
    format: RULE_SET_FORMAT,
    events: plan.events,
    params: plan.params,
    rules: plan.rules.map((rule, at) => ({
      ...ruleManifest(rule, automata[at]!, columns?.rules[at] ?? undefined, lines, userCode),
      words: ruleWords(rule, plan, hashOf(userCode)),
    })),
    series: plan.series.map(({ filter: _, values: __, usesCode, ...schema }) =>
      usesCode ? { ...schema, code: hashOf(userCode) } : schema,
    ),
    measures: plan.measures.map(({ history: _, ...schema }) => schema),
    tables: plan.tables,
    models: plan.models,
    awaited: plan.awaited.map(({ args: _, call: __, ...schema }) => schema),
    ...(plan.rows.length === 0 ? {} : { rows: plan.rows.map(({ model, events }) => ({ model, events })) }),
    ...(columns === undefined ? {} : { columns: columns.schema }),
    sources: plan.sources,
    sinks: plan.sinks,
  }
}

function ruleManifest(
  rule: RulePlan,
  automaton: Automaton,
  rows: RuleRows | undefined,
  lines: ReadonlyMap<string, Lines>,
  userCode: string,
): RuleManifest {
  const { form } = formOf(rule)
  const { name, of, was, title, doc, span, shadow, tags, oncePer, inputs, keys, steps, durations, within, skip } = rule
  return {
    name,
    ...(was === undefined ? {} : { was }),
    ...(title === undefined ? {} : { title }),
    ...(doc === undefined ? {} : { doc }),
    ...(shadow ? { shadow } : {}),
    ...(of === undefined ? {} : { of }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(oncePer === undefined ? {} : { oncePer }),
    path: span.path,
    line: lines.get(span.path)?.position(span.start).line ?? 1,
    inputs,
    keys,
    steps,
    automaton,
    durations,
    within,
    skip,
    ...(form === undefined ? {} : { form }),
    ...(rows === undefined ? {} : { rows }),
    ...(rule.window === undefined ? {} : { window: windowSchema(rule.window, userCode) }),
    outputs: rule.outputs.map(outputSchema),
    ...(rule.asks.length === 0 ? {} : { asks: rule.asks }),
    ...(rule.asksOther.length === 0 ? {} : { asksOther: rule.asksOther }),
    ...(rule.asksLater ? { asksLater: true } : {}),
    bound: rule.boundText,
  }
}

function windowSchema({ shape, measures }: NonNullable<RulePlan["window"]>, userCode: string): RuleManifest["window"] {
  const schemas = measures.map(({ filter: _, value: __, usesCode, ...schema }) =>
    usesCode ? { ...schema, code: hashOf(userCode) } : schema,
  )
  return { shape, measures: schemas }
}

function outputSchema(output: OutputPlan): OutputSchema {
  const { kind, onTimeout, severity, hasMessage, hasScore, data, aggregates, event, sink, withEvents, writes } = output
  return {
    kind,
    onTimeout,
    severity,
    hasMessage,
    ...(hasScore === undefined ? {} : { hasScore }),
    data,
    ...(aggregates === undefined ? {} : { aggregates }),
    ...(event === undefined ? {} : { event }),
    ...(sink === undefined ? {} : { sink }),
    withEvents,
    writes,
  }
}

/**
 * A name for everything that decides what the rules mean: the manifest without places, titles, comments, words, forms and rows, and the
 * code without its comments' places. Layout and comments of the sources do not change it.
 */
export function versionOf(manifest: Omit<Manifest, "version">, code: string): string {
  const rules = manifest.rules.map(
    ({ title: _1, doc: _2, path: _3, line: _4, bound: _5, form: _6, rows: _7, words: _8, ...rest }) => rest,
  )
  const { columns: _columns, ...decisive } = manifest
  return hashOf(JSON.stringify([{ ...decisive, rules }, code]))
}

function hashOf(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text))).slice(0, 16)
}
