/** Shadow rules that are compared with another rule: `shadow rule Stricter of Large`. */
import { messages } from "../messages/generated.ts"
import type { RuleDecl } from "../syntax/ast.ts"
import { type Context, complain, complainOfUnknown, refer } from "./context.ts"
import type { RuleInfo } from "./model.ts"
import { namesOfKind } from "./names.ts"
import { listNames } from "./show.ts"
import { suggestOrList } from "./suggest.ts"

/** Reports rules that cannot be compared as they say. */
export function checkComparisons(context: Context, rules: readonly RuleInfo[]): void {
  const infos = new Map(rules.map((rule) => [rule.name, rule]))
  for (const { name } of rules) {
    const declared = context.declarations.get(name)
    if (declared?.kind === "rule" && declared.node.of !== undefined) checkComparison(context, declared.node, infos)
  }
}

function checkComparison(context: Context, node: RuleDecl, infos: ReadonlyMap<string, RuleInfo>): void {
  const { text, span } = node.of!
  const declared = context.declarations.get(text)
  if (!node.shadow) complain(context, messages.ofWithoutShadow({ rule: node.name.text }), span)
  if (declared?.kind !== "rule") {
    const hint = suggestOrList(text, namesOfKind(context, "rule"), "the rules")
    if (text !== "") complainOfUnknown(context, messages.unknownShadowed({ name: text }), span, { hint })
    return
  }
  refer(context, "rule", text, span, declared.name.span)
  const labels = [{ span: declared.name.span, text: "declared here" }]
  if (declared.node.shadow) {
    complain(context, messages.shadowOfShadow({ name: text }), span, { labels })
    return
  }
  const [own, other] = [infos.get(node.name.text), infos.get(text)]
  if (own === undefined || other === undefined) return
  const silent = [own, other].find(({ outputs }) => !outputs.some(({ kind }) => kind === "alert"))
  if (silent !== undefined) complain(context, messages.comparedWithoutAlert({ rule: silent.name }), span, { labels })
  const [keys, others] = [keysOf(own), keysOf(other)]
  if (keys !== others) complain(context, messages.comparedKeysDiffer({ name: text, keys, others }), span, { labels })
}

/** In words, which are the same where alerts can have the same key. */
function keysOf({ keys }: RuleInfo): string {
  return keys.length === 0 ? "no key" : listNames(keys.map(({ name }) => name))
}
