// Loaded before a program (`node --import`): when it ends, writes the URLs of all modules that it loaded to the file named by CEP_TEST_LOADED.
import { writeFileSync } from "node:fs"
import { registerHooks } from "node:module"

const loaded = []
registerHooks({
  load(url, context, next) {
    loaded.push(url)
    return next(url, context)
  },
})
process.on("exit", () => writeFileSync(process.env.CEP_TEST_LOADED, JSON.stringify(loaded)))
