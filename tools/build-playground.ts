/** `npm run build:playground`: makes the playground in samples/playground/dist, or in another folder that is given. */
import { resolve } from "node:path"
import process from "node:process"
import { buildPlayground } from "./console.ts"

const [, , folder = "samples/playground/dist"] = process.argv
await buildPlayground(resolve(folder))
console.log(`open ${folder}/index.html, or serve that folder`)
