import { defaultCatalog } from "../../../compiler/catalog.ts"
import { createService } from "../../../compiler/service/index.ts"
import type { Span } from "../../../lang/source.ts"

/** The text behind which most tests stand. */
export const events = `/// A payment by card.
event Payment {
  /// Who pays.
  card: string
  amount: decimal(2)
  shop: { name: string, country: string }
  at: time
} timed by at, up to 5 seconds late

event Login { card: string, ok: boolean, at: time } timed by at

param limit = 500
param wait = 10 minutes
`

/** A service with texts. In `text` a `|` says where the cursor is; it stands in main.cep, which imports events.cep. */
export function open(text: string, others: Readonly<Record<string, string>> = { "events.cep": events }) {
  const service = createService({ catalog: defaultCatalog })
  for (const [path, other] of Object.entries(others)) service.update(path, other)
  const head = others["events.cep"] === undefined ? "" : 'import "./events.cep"\n'
  const marked = head + text
  const offset = marked.indexOf("|")
  const whole = offset < 0 ? marked : marked.slice(0, offset) + marked.slice(offset + 1)
  service.update("main.cep", whole)
  const at = (needle: string, more = 0) => whole.indexOf(needle) + more
  const textOf = (span: Span) => service.text(span.path)!.slice(span.start, span.end)
  return { service, text: whole, offset: offset < 0 ? 0 : offset, at, textOf }
}
