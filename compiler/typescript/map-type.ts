import type { Node, Symbol as TsSymbol, Type as TsType } from "ts-morph"
import type { FieldType, Type } from "../../lang/check/types.ts"

/** Where a value goes: into a function, out of one, or it is a field of an event. */
export type Position = "parameter" | "result" | "field"

/** What is wrong with a type, as the end of a sentence that begins with what has the type. */
export interface Unusable {
  readonly problem: string
}

interface Place {
  readonly position: Position
  /** Where the types are looked at: needed for the types of properties. */
  readonly node: Node
  /** The records around, outermost first. */
  readonly around: readonly TsType[]
}

const supported = "number, string, boolean, Date, unions of texts, lists, and interfaces of these"

/** The `.cep` form of a TypeScript type. */
export function mapType(type: TsType, position: Position, node: Node): Type | Unusable {
  return map(type, { position, node, around: [] })
}

/** What a promise of TypeScript's own holds; undefined where the type is none. */
export function promised(type: TsType): TsType | undefined {
  const isPromise = isOfLibrary(type) && ["Promise", "PromiseLike"].includes(type.getSymbol()?.getName() ?? "")
  return isPromise ? type.getTypeArguments()[0] : undefined
}

/** The fields of an interface or object type in their order. */
export function mapFields(type: TsType, position: Position, node: Node): readonly FieldType[] | Unusable {
  const mapped = mapRecord(type, { position, node, around: [] })
  return "problem" in mapped ? mapped : mapped.kind === "record" ? mapped.fields : refuse("is no record")
}

function map(type: TsType, place: Place): Type | Unusable {
  if (type.isAny()) return refuse("is `any`: write its type")
  if (type.isUnknown()) return refuse("is `unknown`: write its type")
  if (type.isVoid() || type.isUndefined() || type.isNull() || type.isNever()) return refuse("holds no value")
  if (type.isTypeParameter()) return refuse(`is the type parameter \`${show(type, place)}\`: write the type itself`)
  if (type.isEnum() || type.isEnumLiteral())
    return refuse('is an `enum`: write a union of texts, as in `"card" | "wire"`')
  if (type.isBoolean() || type.isBooleanLiteral()) return { kind: "boolean" }
  if (type.isString()) return { kind: "string" }
  if (type.isNumber()) return { kind: "number" }
  if (type.isStringLiteral()) return { kind: "enum", values: [String(type.getLiteralValue())] }
  if (type.isUnion()) return mapUnion(type, place)
  const literal = mapLiteral(type, place)
  if (literal !== undefined) return literal
  if (type.isArray() || type.isReadonlyArray()) return mapList(type, place)
  if (type.isObject() || type.isIntersection()) return mapObject(type, place)
  return refuse(`is \`${show(type, place)}\`: rules know ${supported}`)
}

/** A number or a text of which only some are allowed: as a result it is one of them, as a parameter any would come. */
function mapLiteral(type: TsType, { position, node }: Place): Type | Unusable | undefined {
  const kind = type.isNumberLiteral() ? "number" : type.isTemplateLiteral() ? "string" : undefined
  if (kind === undefined) return undefined
  if (position === "result") return { kind }
  return refuse(`is \`${type.getText(node)}\`, but any ${kind} may come: write \`${kind}\``)
}

function mapUnion(type: TsType, place: Place): Type | Unusable {
  const members = type.getUnionTypes()
  const present = members.filter((member) => !member.isUndefined() && !member.isNull())
  if (place.position === "parameter" && members.some((member) => member.isNull())) {
    return refuse("can be `null`: what is missing in rules is `undefined` in TypeScript")
  }
  const inner = mapPresent(present, type, place)
  if (present.length === members.length || "problem" in inner) return inner
  return { kind: "optional", of: inner }
}

function mapPresent(members: readonly TsType[], type: TsType, place: Place): Type | Unusable {
  if (members.some((member) => member.isEnumLiteral()))
    return map(members.find((member) => member.isEnumLiteral())!, place)
  // TypeScript orders a union by when it first saw its members: sorted, the same source gives the same rules.
  if (members.length > 0 && members.every((member) => member.isStringLiteral())) {
    return { kind: "enum", values: members.map((member) => String(member.getLiteralValue())).sort() }
  }
  const mapped = members.map((member) => map(member, place))
  const [first] = mapped
  if (first === undefined) return refuse("holds no value")
  const problem = mapped.find((each) => "problem" in each)
  if (problem !== undefined) return problem
  const same = mapped.every((each) => JSON.stringify(each) === JSON.stringify(first))
  return same ? first : refuse(`is \`${show(type, place)}\`: only texts, and \`undefined\`, may stand in a union`)
}

function mapList(type: TsType, place: Place): Type | Unusable {
  const of = map(type.getArrayElementTypeOrThrow(), place)
  if ("problem" in of) return refuse(`is a list whose item ${of.problem}`)
  return of.kind === "optional"
    ? refuse("is a list whose items can be missing: leave the missing ones out")
    : { kind: "list", of }
}

function mapObject(type: TsType, place: Place): Type | Unusable {
  const name = type.getSymbol()?.getName()
  if (type.isTuple()) return refuse("is a list of fixed length: write `T[]`, or an interface")
  if (isOfLibrary(type)) {
    if (name === "Date") return { kind: "time" }
    if (name === "Promise" || name === "PromiseLike")
      return refuse("is a promise inside of another value: only the function itself can be asynchronous")
    return refuse(`is \`${show(type, place)}\`: rules know ${supported}`)
  }
  if (type.isClass()) return refuse(`is the class \`${name}\`: write an interface`)
  if (type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0)
    return refuse("is a function: rules pass values only")
  return mapRecord(type, place)
}

function mapRecord(type: TsType, place: Place): Type | Unusable {
  if (type.isIntersection() && !type.getIntersectionTypes().every((part) => part.isObject())) {
    return refuse(`is \`${show(type, place)}\`: rules know ${supported}`)
  }
  if (type.getStringIndexType() !== undefined || type.getNumberIndexType() !== undefined) {
    return refuse("has fields of any name: name each of them")
  }
  if (place.around.some((outer) => outer.compilerType === type.compilerType))
    return refuse("holds a value of its own type")
  const inside = { ...place, around: [...place.around, type] }
  const fields: FieldType[] = []
  for (const property of type.getProperties()) {
    const field = mapField(property, inside)
    if ("problem" in field) return refuse(`has a field \`${property.getName()}\` that ${field.problem}`)
    fields.push(field)
  }
  return { kind: "record", fields }
}

function mapField(property: TsSymbol, place: Place): FieldType | Unusable {
  const name = property.getName()
  if (!/^[A-Za-z_$][\w$]*$/.test(name) || name === "__proto__") return refuse("has no name that rules can write")
  const type = map(property.getTypeAtLocation(place.node), place)
  if ("problem" in type) return type
  const doc = docOf(property)
  const isOptional = property.isOptional() && type.kind !== "optional"
  const field = { name, type: isOptional ? ({ kind: "optional", of: type } as const) : type }
  return doc === undefined ? field : { ...field, doc }
}

function docOf(property: TsSymbol): string | undefined {
  const parts = property.compilerSymbol.getDocumentationComment(undefined)
  const text = parts
    .map((part) => part.text)
    .join("")
    .trim()
  return text === "" ? undefined : text
}

/** Whether TypeScript's own declarations name the type: `Date`, `Map`, `Promise`, but not what `Readonly<…>` makes. */
function isOfLibrary(type: TsType): boolean {
  const symbol = type.getSymbol()
  const declarations = symbol === undefined || symbol.getName() === "__type" ? [] : symbol.getDeclarations()
  return (
    declarations.length > 0 &&
    declarations.every((each) => /\/lib\.[^/]*\.d\.ts$/.test(each.getSourceFile().getFilePath()))
  )
}

function show(type: TsType, { node }: Place): string {
  const text = type.getText(node)
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}

function refuse(problem: string): Unusable {
  return { problem }
}
