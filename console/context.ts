import { createContext } from "preact"
import { useContext } from "preact/hooks"
import type { Api } from "./api.ts"
import type { Automata } from "./automata.ts"
import type { Editing } from "./editing.ts"
import type { Live } from "./live.ts"
import type { Route } from "./route.ts"
import type { ThemeChoice } from "./theme.ts"

/** What all parts of the page share. */
export interface Shared {
  readonly api: Api
  readonly live: Live
  readonly editing: Editing
  readonly automata: Automata
  readonly theme: ThemeChoice
  readonly route: Route
}

export const SharedContext = createContext<Shared | undefined>(undefined)

/** What all parts of the page share. */
export function useShared(): Shared {
  return useContext(SharedContext)!
}
