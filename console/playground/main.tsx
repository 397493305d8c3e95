import "../style.css"
import "./playground.css"
import { render } from "preact"
import { ThemeChoice } from "../theme.ts"
import { Playground } from "./playground.tsx"
import { Work } from "./work.ts"

render(<Playground work={new Work()} theme={new ThemeChoice()} />, document.getElementById("app")!)
