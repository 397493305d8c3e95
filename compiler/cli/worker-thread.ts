/** The thread of a worker, where `cep` runs from its sources. */
import { serveThread } from "./serve-thread.ts"

await serveThread()
