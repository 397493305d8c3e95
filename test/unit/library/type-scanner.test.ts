import { expect, test } from "vitest"
import { oddType, otherType, TypeScanner } from "../../../runtime/library/type-scanner.ts"

const types = ["Payment", "Login", "Gelände"]

function read(text: string, field = "type"): { type: number; name: string; isValid: boolean } {
  const bytes = Buffer.concat([Buffer.from("{}\n"), Buffer.from(`${text}\nnext`), Buffer.alloc(4)])
  const scanner = new TypeScanner(field, types)
  scanner.open(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.length))
  const type = scanner.read(3)
  expect(scanner.next).toBe(bytes.indexOf("next"))
  return { type, name: bytes.toString("utf8", scanner.typeFrom, scanner.typeTo), isValid: scanner.isValid(3) }
}

test("a type is found wherever it stands, and in whatever form", () => {
  for (const text of [
    '{"type":"Login"}',
    '{"id":1,"type":"Login","at":-1.5e3}',
    '\t{ "id" : [1, {"type":"Payment"}] , "type" : "Login" }\r',
    '{"a":"\\"type\\":\\"Payment\\"","type":"Login","x":{"type":"Payment"}}',
    '{"type":"Payment","type":"Login"}',
    '{"types":"Payment","typ":"Payment","Type":"Payment","type":"Login","":null}',
  ]) {
    expect(read(text), text).toEqual({ type: 1, name: "Login", isValid: true })
  }
  expect(read('{"art":"Gelände","type":"Login"}', "art").type).toBe(2)
})

test("types that are not known", () => {
  expect(read('{"type":"Logins"}')).toEqual({ type: otherType, name: "Logins", isValid: true })
  expect(read('{"type":"Logim"}').type).toBe(otherType)
  expect(read('{"type":"constructor"}').type).toBe(otherType)
  // What is not valid JSON is none.
  for (const text of ['{"type":"x","n":tru}', '{"type":"x","n":01}', '{"n":-,"type":"x"}']) {
    expect(read(text), text).toMatchObject({ type: otherType, isValid: false })
  }
})

test("lines whose type is for the slow way", () => {
  for (const text of [
    ...["", " ", "[]", "1", "{}", '{"id":1}', '{"type":""}', '{"type":1}', '{"type":null}', '{"type":["Login"]}'],
    ...['{"type":"Lo\\u0067in"}', '{"\\u0074ype":"Login"}', '{"type":"Login","\\u0074ype":"Payment"}'],
    ...[
      '{"type":"Login","type":null}',
      '{"type":"Login"',
      '{"type":"Login"} {}',
      '{"type":"Login",}',
      '{"type":"Login',
    ],
    ...[
      '{"a":"b"c","type":"Login"}',
      '{"a" "b","type":"Login"}',
      '{"a":,"type":"Login"}',
      '{"a":"\\q","type":"Login"}',
    ],
  ]) {
    expect(read(text).type, text).toBe(oddType)
  }
  expect(read('{"a\\"b":"Login"}', 'a"b').type).toBe(oddType)
})
