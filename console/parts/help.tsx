import type { RefObject } from "preact"

const shortcuts = [
  ["1 to 5", "overview, alerts, rules, editor, why"],
  ["/", "filter what is listed"],
  ["t", "theme: system, light, dark"],
  ["?", "these shortcuts"],
  ["Ctrl-Space", "in the editor: what can stand here"],
  ["Ctrl-Enter", "in the editor: dry run"],
  ["Esc, then Tab", "leave the editor with the keyboard"],
] as const

/** What keys do. */
export function Help({ dialog }: { dialog: RefObject<HTMLDialogElement | null> }) {
  return (
    <dialog ref={dialog} aria-labelledby="help-title">
      <h2 id="help-title">Keyboard</h2>
      <dl class="keys">
        {shortcuts.map(([key, words]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  )
}
