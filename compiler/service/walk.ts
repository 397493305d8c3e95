/** Ways through the syntax tree that are the same for all its nodes. */
import type { Span } from "../../lang/source.ts"
import type { FileNode } from "../../lang/syntax/ast.ts"

/** Any object of the tree that has a place. */
export interface Part {
  readonly kind?: string
  readonly span: Span
}

/** The nodes around an offset, from the outside in; a node that ends at the offset counts. */
export function nodesAt(file: FileNode, offset: number): Part[] {
  const found: Part[] = []
  const visit = (part: unknown): void => {
    if (typeof part !== "object" || part === null) return
    if (isPart(part)) {
      if (offset < part.span.start || offset > part.span.end) return
      found.push(part)
    }
    for (const name in part) visit(part[name as keyof typeof part])
  }
  for (const declaration of file.declarations) visit(declaration)
  return found
}

/** Calls `take` with every node of a part of the tree, outer ones first. */
export function everyNode(part: unknown, take: (node: Part) => void): void {
  if (typeof part !== "object" || part === null) return
  if (Array.isArray(part)) {
    for (const each of part) everyNode(each, take)
    return
  }
  if (isPart(part)) take(part)
  for (const name in part) if (name !== "span") everyNode(part[name as keyof typeof part], take)
}

function isPart(part: object): part is Part {
  return "span" in part && typeof part.span === "object"
}

/** Whether an offset is in a span or at its end. */
export function touches(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end
}
