#!/usr/bin/env node
import module from "node:module"
import process from "node:process"
import { ownCodeCacheFolder } from "./code-cache.ts"

// Before anything else is loaded: a second start finds its code compiled. Node 20 cannot; NODE_DISABLE_COMPILE_CACHE=1 forbids it.
const folder = ownCodeCacheFolder()
if (folder !== undefined && "enableCompileCache" in module) module.enableCompileCache(folder)
const { main } = await import("./program.ts")
await main(process.argv.slice(2))
