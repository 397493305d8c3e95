import "uplot/dist/uPlot.min.css"
import "./style.css"
import { render } from "preact"
import { Api } from "./api.ts"
import { App } from "./app.tsx"
import { Automata } from "./automata.ts"
import { SharedContext } from "./context.ts"
import { Editing } from "./editing.ts"
import { Live } from "./live.ts"
import { Route } from "./route.ts"
import { ThemeChoice } from "./theme.ts"

const api = new Api()
const shared = {
  api,
  live: new Live(api),
  editing: new Editing(api),
  automata: new Automata(api),
  theme: new ThemeChoice(),
  route: new Route(),
}
shared.live.start()
render(
  <SharedContext.Provider value={shared}>
    <App />
  </SharedContext.Provider>,
  document.getElementById("app")!,
)
