import type { TargetNode } from "../syntax/ast.ts"

export type { AbsenceNode, ElementNode, FollowNode, KOfNode, PatternNode, SingleNode, StepNode } from "../syntax/ast.ts"

/** `( … )` in a pattern. */
export type GroupNode = TargetNode & { readonly kind: "group" }
