export type {
  Alert,
  DeadLetter,
  DroppedState,
  Emitted,
  Engine,
  EngineOptions,
  EngineStats,
  Ingest,
  LateEvent,
  Limits,
  Output,
  RuleStats,
} from "./abi/engine.ts"
export type { RuleSet } from "./abi/rule-set.ts"
export { createEngine } from "./engine/engine.ts"
