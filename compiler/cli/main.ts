#!/usr/bin/env node
import { enableCompileCache } from "node:module"
import process from "node:process"

// Before anything else is loaded: a second start finds its code compiled.
enableCompileCache()
const { main } = await import("./program.ts")
await main(process.argv.slice(2))
