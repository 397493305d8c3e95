/** `npm run build:console`, which `npm ci` runs too: makes the console that jobs serve. A failure is said and stops nothing: jobs run without it. */
import { buildConsole } from "./console.ts"

try {
  await buildConsole()
} catch (error) {
  console.error(`jobs have no console: ${error instanceof Error ? error.message : String(error)}`)
}
