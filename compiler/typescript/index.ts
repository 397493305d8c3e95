/**
 * Functions and event types written in TypeScript: their types for the checker, their code for the compiled rules. TypeScript itself is
 * loaded only when one of these functions meets a TypeScript file.
 */
export { relativeImports } from "./imports.ts"
export { readTypes } from "./read-types.ts"
export { transpileUserCode, type WantedFunction } from "./transpile.ts"
