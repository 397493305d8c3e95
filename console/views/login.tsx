import { useRef } from "preact/hooks"
import { useShared } from "../context.ts"

/** Asks for a token of `--token-file`. */
export function Login() {
  const { api, live, editing } = useShared()
  const field = useRef<HTMLInputElement>(null)
  const wasWrong = api.token !== null
  // It worked once: then it was taken out of the file meanwhile.
  const wasRight = live.session.value !== undefined
  const enter = (event: Event) => {
    event.preventDefault()
    const token = field.current!.value.trim()
    if (token === "") return
    api.token = token
    live.problem.value = undefined
    live.again()
  }
  return (
    <form class="login panel" onSubmit={enter}>
      <h1>Token</h1>
      <p>
        This job asks for a token of its <code>--token-file</code>. It is kept until this tab is closed.
        {editing.changed.value.length > 0 && " What you have written in the editor stays."}
      </p>
      {wasWrong && (
        <p class="bad" role="alert">
          {wasRight
            ? "The job does not take your token any more: it was replaced, or taken out."
            : "Nobody has that token."}
        </p>
      )}
      <label>
        Token
        <input ref={field} type="password" autocomplete="off" spellcheck={false} />
      </label>
      <button type="submit" class="primary">
        Enter
      </button>
    </form>
  )
}
