import { type Signal, signal } from "@preact/signals"

export const views = ["overview", "alerts", "rules", "editor", "why"] as const
export type View = (typeof views)[number]

/** Which view is shown, and of what: it stands in the address, so that it can be kept and shared. */
export class Route {
  readonly view: Signal<View> = signal("overview")
  /** A rule's name, or an alert's id. */
  readonly of: Signal<string | undefined> = signal(undefined)

  constructor() {
    const read = () => {
      const [view, of] = location.hash.slice(1).split("/", 2)
      this.view.value = views.find((one) => one === view) ?? "overview"
      this.of.value = of === undefined || of === "" ? undefined : decoded(of)
    }
    addEventListener("hashchange", read)
    read()
  }

  go(view: View, of?: string): void {
    location.hash = hashOf(view, of).slice(1)
  }
}

/** What is no address of ours is taken as it stands. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The address of a view. */
export function hashOf(view: View, of?: string): string {
  return of === undefined ? `#${view}` : `#${view}/${encodeURIComponent(of)}`
}

/** A question as it stands in the address: the rule and the parts of the key. */
export function whyOf(rule: string, key: readonly string[]): string {
  return JSON.stringify([rule, ...key])
}

/** The question that stands in the address; undefined: none. */
export function readWhy(
  of: string | undefined,
): { readonly rule: string; readonly key: readonly string[] } | undefined {
  try {
    const parts: unknown = JSON.parse(of ?? "null")
    if (!Array.isArray(parts) || !parts.every((part) => typeof part === "string")) return undefined
    const [rule, ...key] = parts as string[]
    return rule === undefined ? undefined : { rule, key }
  } catch {
    return undefined
  }
}
