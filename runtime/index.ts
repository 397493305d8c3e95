export type {
  Alert,
  AwaitedValues,
  DeadLetter,
  DroppedState,
  Emitted,
  Engine,
  EngineCounts,
  EngineOptions,
  EngineStats,
  Ingest,
  LateEvent,
  Limits,
  ModelRunner,
  Output,
  RestartedSeries,
  RuleStats,
  SeriesStats,
} from "./abi/engine.ts"
export type { RuleSet } from "./abi/rule-set.ts"
export { createEngine } from "./engine/engine.ts"
export type { CallFailure, Enricher, EnricherOptions, EnricherStats } from "./enrich/contract.ts"
export { createEnricher } from "./enrich/enricher.ts"
