import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js"
import { Lines, type Source } from "../../lang/source.ts"
import type { Automaton } from "../../runtime/abi/automaton.ts"
import { type Manifest, type OutputSchema, RULE_SET_FORMAT, type RuleManifest } from "../../runtime/abi/rule-set.ts"
import type { OutputPlan, Plan, RulePlan } from "../2-plan/plan.ts"

/** The plain data of a rule set, without its version. */
export function makeManifest(
  plan: Plan,
  automata: readonly Automaton[],
  sources: readonly Source[],
): Omit<Manifest, "version"> {
  const lines = new Map(sources.map((source) => [source.path, new Lines(source.text)]))
  return {
    format: RULE_SET_FORMAT,
    events: plan.events,
    params: plan.params,
    rules: plan.rules.map((rule, at) => ruleManifest(rule, automata[at]!, lines)),
    sources: plan.sources,
    sinks: plan.sinks,
  }
}

function ruleManifest(rule: RulePlan, automaton: Automaton, lines: ReadonlyMap<string, Lines>): RuleManifest {
  const { name, was, title, doc, span, shadow, tags, oncePer, inputs, keys, steps, durations, within, skip } = rule
  return {
    name,
    ...(was === undefined ? {} : { was }),
    ...(title === undefined ? {} : { title }),
    ...(doc === undefined ? {} : { doc }),
    ...(shadow ? { shadow } : {}),
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
    outputs: rule.outputs.map(outputSchema),
    bound: rule.boundText,
  }
}

function outputSchema(output: OutputPlan): OutputSchema {
  const { kind, onTimeout, severity, hasMessage, hasScore, data, event, sink, withEvents, writes } = output
  return {
    kind,
    onTimeout,
    severity,
    hasMessage,
    ...(hasScore === undefined ? {} : { hasScore }),
    data,
    ...(event === undefined ? {} : { event }),
    ...(sink === undefined ? {} : { sink }),
    withEvents,
    writes,
  }
}

/**
 * A name for everything that decides what the rules mean: the manifest without places, titles and comments, and the code
 * without its comments' places. Layout and comments of the sources do not change it.
 */
export function versionOf(manifest: Omit<Manifest, "version">, code: string): string {
  const rules = manifest.rules.map(
    ({ title: _title, doc: _doc, path: _path, line: _line, bound: _bound, ...rest }) => rest,
  )
  const meaning = JSON.stringify([{ ...manifest, rules }, code])
  return bytesToHex(sha256(utf8ToBytes(meaning))).slice(0, 16)
}
