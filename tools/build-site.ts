/** `npm run build:site`: makes the documents' site in dist/site. */
import { buildSite } from "./site/site.ts"

try {
  await buildSite()
  console.log("open dist/site/index.html, or serve that folder")
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
