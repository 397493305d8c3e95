import type { ComponentChildren } from "preact"

export interface ScrollProps {
  readonly label: string
  readonly children: ComponentChildren
  readonly class?: string
}

/** What may be wider or longer than its place, and can be scrolled with the keyboard, too. */
export function Scroll({ label, children, class: name = "" }: ScrollProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable
    <section class={`scroll ${name}`} tabIndex={0} aria-label={label}>
      {children}
    </section>
  )
}
