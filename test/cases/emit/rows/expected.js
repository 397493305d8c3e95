function create(library, params, host) {
  const { decoding } = library
  const known = (number) => (number === number ? number : undefined)
  const divide = (left, right) => (right === 0 ? NaN : left / right)
  const differ = (left, right) => left !== undefined && right !== undefined && left === left && right === right && left !== right
  const notInSet = (set, value) => value !== undefined && !set.has(value)
  const between = (value, from, to) => value >= from && value <= to
  const manySet = new Set(["AT", "BE", "CH", "DE", "ES", "FR", "GB", "IT", "NL"])
  const values = new Set(["card", "wire"])
  const wireCode = host.code(2, 0)
  const NGCode = host.code(3, 0)
  const RUCode = host.code(3, 1)
  const codes = new Set([2, 3, 4, 5, 6, 7, 8, 9, 10].map((one) => host.code(3, one)))
  const twice = () => (params.limit * 2)
  const risky = ["NG", "RU"]
  const many = ["AT", "BE", "CH", "DE", "ES", "FR", "GB", "IT", "NL"]

  // rule Numbers
  function numbers_where_p(event) {
    if (event.type !== 0) return false
    const it = event.fields
    return (
      it.amount > twice() &&
      differ(it.fee, 250) &&
      divide(it.amount, it.tries) > 10 &&
      between(it.tries ?? 1, 0, 5)
    )
  }
  function numbers_data(match, key) {
    return [
      match.last(0).id,
    ]
  }
  function numbers_key_object(v0) {
    return { card: v0 }
  }
  function numbers_data_object(v0) {
    return { id: v0 }
  }

  // rule Texts
  function texts_where_payment(event) {
    if (event.type !== 0) return false
    const it = event.fields
    return (
      it.kind === "wire" &&
      differ(it.payer, it.payee) &&
      (risky.includes(it.country) || notInSet(manySet, it.country)) &&
      it.country !== undefined
    )
  }

  // rule Mixed
  function mixed_where_failures(event) {
    if (event.type !== 1) return false
    const it = event.fields
    return (
      it.failed &&
      it.device === undefined
    )
  }
  function mixed_where_p(event) {
    if (event.type !== 0) return false
    const it = event.fields
    return (
      !it.trusted &&
      !(it.checked === true)
    )
  }
  function mixed_data(match, key) {
    return [
      match.first(0).id,
      match.last(1).amount,
      match.count(0),
    ]
  }
  function mixed_data_object(v0, v1, v2) {
    return { first: v0, amount: v1, n: v2 }
  }

  // rule Again
  function again_where_all(event) {
    if (event.type !== 0) return false
    const it = event.fields
    return (
      !it.trusted &&
      !(it.checked === true)
    )
  }

  return {
    rules: [
      {
        conditions: [numbers_where_p],
        outputs: [
          { data: numbers_data, keyObject: numbers_key_object, dataObject: numbers_data_object },
        ],
      },
      {
        conditions: [texts_where_payment],
        outputs: [
          {},
        ],
      },
      {
        conditions: [mixed_where_failures, mixed_where_p],
        outputs: [
          { data: mixed_data, keyObject: numbers_key_object, dataObject: mixed_data_object },
        ],
      },
      {
        conditions: [again_where_all],
        outputs: [
          {},
        ],
      },
    ],
    series: [],
    awaited: [],
    readers: [
      // Payment
      (scan) => {
        let id, card, payer, payee, amount, fee, tries, kind, trusted, checked, country, at
        for (let field = scan.next(); field >= 0; field = scan.next()) {
          switch (field) {
            case 0:
              id = scan.string()
              break
            case 1:
              card = scan.string()
              break
            case 2:
              payer = scan.string()
              break
            case 3:
              payee = scan.string()
              break
            case 4:
              amount = scan.number()
              break
            case 5:
              fee = scan.decimal(2)
              break
            case 6:
              tries = scan.integer()
              break
            case 7:
              kind = scan.oneOf(values)
              break
            case 8:
              trusted = scan.boolean()
              break
            case 9:
              checked = scan.boolean()
              break
            case 10:
              country = scan.string()
              break
            case 11:
              at = scan.time(false)
              break
          }
        }
        if (scan.odd || id === undefined || card === undefined || payer === undefined || amount === undefined || kind === undefined || trusted === undefined || at === undefined) return undefined
        return { id, card, payer, payee, amount, fee, tries, kind, trusted, checked, country, at }
      },
      // Login
      (scan) => {
        let id, user_2, device, failed, at
        for (let field = scan.next(); field >= 0; field = scan.next()) {
          switch (field) {
            case 0:
              id = scan.string()
              break
            case 1:
              user_2 = scan.string()
              break
            case 2:
              device = scan.string()
              break
            case 3:
              failed = scan.boolean()
              break
            case 4:
              at = scan.time(false)
              break
          }
        }
        if (scan.odd || id === undefined || user_2 === undefined || failed === undefined || at === undefined) return undefined
        return { id, user: user_2, device, failed, at }
      },
    ],
    decoders: [
      // Payment
      (() => {
        const tens = Float64Array.of(1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000, 10000000000000, 100000000000000, 1000000000000000, 10000000000000000, 100000000000000000, 1000000000000000000, 10000000000000000000, 100000000000000000000, 1e+21, 1e+22)
        const values7 = decoding.texts(["card", "wire"])
        const fieldsByName = Uint8Array.of(5, 12, 12, 12, 12, 12, 12, 12, 12, 4, 12, 12, 7, 12, 12, 8, 12, 12, 12, 0, 11, 12, 2, 6, 12, 9, 10, 12, 12, 12, 1, 12)
        const nameLengths = Int32Array.of(5, 7, 8, 8, 9, 6, 8, 7, 10, 10, 10, 5)
        const ways = Uint8Array.of(0, 1, 2, 2, 3, 4, 5, 6, 7, 7, 8, 9)
        const nullable = Uint8Array.of(0, 0, 0, 1, 0, 1, 1, 0, 0, 1, 1, 0)
        const valueTables = [null, null, null, null, null, null, null, values7, null, null, null, null]
        const bits0 = Int32Array.of(1, 2, 4, 0, 8, 0, 0, 16, 32, 0, 0, 64)
        const seenBefore0 = Int32Array.of(0, 1, 3, 7, 7, 15, 15, 15, 31, 63, 63, 63, 127)
        // Lines as they mostly are, in WebAssembly; the function behind it reads those, too, and all others
        return decoding.plainLines({
          code: "AGFzbQEAAAABDgJgBH9/f38Bf2ABfwF8AgwBBGZyb20DZGF5AAEDAwIAAAUDAQAEBxsDBXRpZ2h0AAEGc3BhY2VkAAIGbWVtb3J5AgAKn3YCjDszAX8BfwF/AX8BfwF/AX8BfwF/AX4BfgF+AXwBfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF8RAAAAAAAAPh/ITYCQANAIAAgAUsNASAbIAJPDQEgACEEAkAgBCgAAEH7xKSjBnMgBCgAA0HkxOiRAnNyDQAgBEEHaiEEIAQhBQNAIAT9AAAA/QwCAgICAgICAgICAgICAgIC/VH9DCAgICAgICAgICAgICAgICD9KiAE/QAAAP0MXFxcXFxcXFxcXFxcXFxcXP0j/VD9ZCEJIAlFBEAgBEEQaiEEDAELCyAJaCEJIAkgJUcEQCAJISULIAQgJWohBCAbQQJ0IAUgA2o2ANhDIBtBAnQgBCADajYAmGQgBCkAAEKi2IiZlsycsiKFIAQpAAJCosaFk8fMiJ0ihYRCAFINACAEQQpqIQQgBCEFA0AgBP0AAAD9DAICAgICAgICAgICAgICAgL9Uf0MICAgICAgICAgICAgICAgIP0qIAT9AAAA/QxcXFxcXFxcXFxcXFxcXFxc/SP9UP1kIQkgCUUEQCAEQRBqIQQMAQsLIAloIQkgCSAmRwRAIAkhJgsgBCAmaiEEQceYrfgCIQggBSEGIAUgBCAFa0F8cWohBwJAA0AgBiAHTw0BIAhBD3cgBigAAHNBsfPd8XlsIQggBkEEaiEGDAALCyAIQQ93IAYoAABBASAEIAZrQQN0dEEBa3FzQbHz3fF5bCEIIAggCEEPdnMhCCAbQQJ0IAUgA2o2ANiEASAbQQJ0IAQgA2o2AJilASAbQQJ0IAg2ANjFASAEKQAAQqLYiIGXrN6y8gCFIAQpAANC8MLlq6bOiJ0ihYRCAFINACAEQQtqIQQgBCEFA0AgBP0AAAD9DAICAgICAgICAgICAgICAgL9Uf0MICAgICAgICAgICAgICAgIP0qIAT9AAAA/QxcXFxcXFxcXFxcXFxcXFxc/SP9UP1kIQkgCUUEQCAEQRBqIQQMAQsLIAloIQkgCSAnRwRAIAkhJwsgBCAnaiEEQceYrfgCIQggBSEGIAUgBCAFa0F8cWohBwJAA0AgBiAHTw0BIAhBD3cgBigAAHNBsfPd8XlsIQggBkEEaiEGDAALCyAIQQ93IAYoAABBASAEIAZrQQN0dEEBa3FzQbHz3fF5bCEIIAggCEEPdnMhCCAELQAAQSJHDQAgG0ECdCAFIANqNgCwpwIgG0ECdCAEIANqNgDwxwIgG0ECdCAINgCw6AIgBEEBaiEEIAQpAABCrMTAi5av2bIihSAEKQACQvDC5avWzIidIoWEQgBSRUUEQCAbQQJ0QX82AIjKAyAbQQJ0QX82AMjqAyAbQQJ0QX82AMirBAUgBEEKaiEEIAQhBQNAIAT9AAAA/QwCAgICAgICAgICAgICAgIC/VH9DCAgICAgICAgICAgICAgICD9KiAE/QAAAP0MXFxcXFxcXFxcXFxcXFxcXP0j/VD9ZCEJIAlFBEAgBEEQaiEEDAELCyAJaCEJIAkgKEcEQCAJISgLIAQgKGohBEHHmK34AiEIIAUhBiAFIAQgBWtBfHFqIQcCQANAIAYgB08NASAIQQ93IAYoAABzQbHz3fF5bCEIIAZBBGohBgwACwsgCEEPdyAGKAAAQQEgBCAGa0EDdHRBAWtxc0Gx893xeWwhCCAIIAhBD3ZzIQggBC0AAEEiRw0BIBtBAnQgBSADajYAiMoDIBtBAnQgBCADajYAyOoDIBtBAnQgCDYAiIsEIARBAWohBAsgBCkAAEKsxITr9q2dt/QAhSAEKQACQuHavavnjZ2ROoWEQgBSDQAgBEEKaiEEIAQtAABBLUYhCiAEIApqIQQgBCEFQgAhDwNAIAQpAABCsODAgYOGjJgwhSENIA0gDUL27Nmz586du/YAfIRCgIGChIiQoMCAf4MiDlAEQCAPQoDC1y9+IA0iDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gBEEIaiEEDAELCyAOeqdBA3YhDCAPIAxBA3QpAEB+IA1COCAMrUIDhn2GQgiGIg5CCn4gDkIIiHxC/4H8h/CfwP8AgyIOQuQAfiAOQhCIfEL//4OA8P8/gyIOQpDOAH4gDkIgiHxC/////w+DfCEPIAQgDGohBCAEIAVrIQwgDEUNACAFLQAAQTBGBEAgDEEBSw0BC0EAIQsgBC0AAEEuRgRAIARBAWohBCAEIQcgDCEGA0AgBCkAAEKw4MCBg4aMmDCFIQ0gDSANQvbs2bPnzp279gB8hEKAgYKEiJCgwIB/gyIOUARAIA9CgMLXL34gDSIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAEQQhqIQQMAQsLIA56p0EDdiEMIA8gDEEDdCkAQH4gDUI4IAytQgOGfYZCCIYiDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gDCAqRwRAIAwhKgsgBCAqaiEEIAQgB2shCyALRQ0BIAYgC2ohDAsgDEEPSw0AIA+5IRAgCwRAIBAgC0EDdCsAgAGjIRALIBCaIBAgChshECAbQQN0IBA5AODsBCAEKAAAQazEmKsGcyAEKAADQeXKidEDc3JFRQRAIBtBA3REAAAAAAAA+H85AKCtBQUgBEEHaiEEIAQtAABBLUYhCiAEIApqIQQgBCEFQgAhDwNAIAQpAABCsODAgYOGjJgwhSENIA0gDUL27Nmz586du/YAfIRCgIGChIiQoMCAf4MiDlAEQCAPQoDC1y9+IA0iDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gBEEIaiEEDAELCyAOeqdBA3YhDCAPIAxBA3QpAEB+IA1COCAMrUIDhn2GQgiGIg5CCn4gDkIIiHxC/4H8h/CfwP8AgyIOQuQAfiAOQhCIfEL//4OA8P8/gyIOQpDOAH4gDkIgiHxC/////w+DfCEPIAwgK0cEQCAMISsLIAQgK2ohBCAEIAVrIQwgDEUNASAFLQAAQTBGBEAgDEEBSw0CC0EAIQsgBC0AAEEuRgRAIARBAWohBCAEIQcgDCEGA0AgBCkAAEKw4MCBg4aMmDCFIQ0gDSANQvbs2bPnzp279gB8hEKAgYKEiJCgwIB/gyIOUARAIA9CgMLXL34gDSIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAEQQhqIQQMAQsLIA56p0EDdiEMIA8gDEEDdCkAQH4gDUI4IAytQgOGfYZCCIYiDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gDCAsRwRAIAwhLAsgBCAsaiEEIAQgB2shCyALRQ0CIAYgC2ohDAsgDEEPSw0BIAtBAksNASAPuUECIAtrQQN0KwCAAaIhECAQRAAANCb1awxDZA0BIAoEQEQAAAAAAAAAACAQoSEQCyAbQQN0IBA5AKCtBQsgBCkAAEKsxNCTl63ZuSKFIAQpAAFCoujJy9bsnJE6hYRCAFJFRQRAIBtBA3REAAAAAAAA+H85AODtBQUgBEEJaiEEIAQtAABBLUYhCiAEIApqIQQgBCEFQgAhDwNAIAQpAABCsODAgYOGjJgwhSENIA0gDUL27Nmz586du/YAfIRCgIGChIiQoMCAf4MiDlAEQCAPQoDC1y9+IA0iDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gBEEIaiEEDAELCyAOeqdBA3YhDCAPIAxBA3QpAEB+IA1COCAMrUIDhn2GQgiGIg5CCn4gDkIIiHxC/4H8h/CfwP8AgyIOQuQAfiAOQhCIfEL//4OA8P8/gyIOQpDOAH4gDkIgiHxC/////w+DfCEPIAwgLUcEQCAMIS0LIAQgLWohBCAEIAVrIQwgDEUNASAFLQAAQTBGBEAgDEEBSw0CCyAMQQ9LDQEgD7khECAQmiAQIAobIRAgG0EDdCAQOQDg7QULIAQpAABCrMSsy+aNmZE6hSAEKQABQqLWpfPGzIidIoWEQgBSDQAgBEEJaiEEIAQhBQNAIAT9AAAA/QwCAgICAgICAgICAgICAgIC/VH9DCAgICAgICAgICAgICAgICD9KiAE/QAAAP0MXFxcXFxcXFxcXFxcXFxcXP0j/VD9ZCEJIAlFBEAgBEEQaiEEDAELCyAJaCEJIAkgL0cEQCAJIS8LIAQgL2ohBEHHmK34AiEIIAUhBiAFIAQgBWtBfHFqIQcCQANAIAYgB08NASAIQQ93IAYoAABzQbHz3fF5bCEIIAZBBGohBgwACwsgCEEPdyAGKAAAQQEgBCAGa0EDdHRBAWtxc0Gx893xeWwhCCAIIAhBD3ZzIQggG0ECdCAFIANqNgCgrgYgG0ECdCAEIANqNgDgzgYgG0ECdCAINgCg7wYgBCkAAEKi2Iihp67dufQAhSAEKQAEQvLqzaPXjJmROoWEQgBSDQAgBEEMaiEEIAQoAABB9OTVqwZGBEBEAAAAAAAA8D8hECAEQQRqIQQFIAQoAABB5sKxmwdzIAQoAAFB4djNqwZzcg0BRAAAAAAAAAAAIRAgBEEFaiEECyAbQQN0IBA5APjQByAEKQAAQqzEjMPW7Ni15QCFIAQpAANC6MqN29aMmZE6hYRCAFJFRQRAIBtBA3REAAAAAAAA+H85ALiRCAUgBEELaiEEIAQoAABB9OTVqwZGBEBEAAAAAAAA8D8hECAEQQRqIQQFIAQoAABB5sKxmwdzIAQoAAFB4djNqwZzcg0CRAAAAAAAAAAAIRAgBEEFaiEECyAbQQN0IBA5ALiRCAsgBCkAAEKsxIz71s6buvIAhSAEKQAEQvXc0ZOXz4idIoWEQgBSRUUEQCAbQQJ0QX82APjRCCAbQQJ0QX82ALjyCCAbQQJ0QX82ALizCQUgBEEMaiEEIAQhBQNAIAT9AAAA/QwCAgICAgICAgICAgICAgIC/VH9DCAgICAgICAgICAgICAgICD9KiAE/QAAAP0MXFxcXFxcXFxcXFxcXFxcXP0j/VD9ZCEJIAlFBEAgBEEQaiEEDAELCyAJaCEJIAkgMEcEQCAJITALIAQgMGohBEHHmK34AiEIIAUhBiAFIAQgBWtBfHFqIQcCQANAIAYgB08NASAIQQ93IAYoAABzQbHz3fF5bCEIIAZBBGohBgwACwsgCEEPdyAGKAAAQQEgBCAGa0EDdHRBAWtxc0Gx893xeWwhCCAIIAhBD3ZzIQggBC0AAEEiRw0BIBtBAnQgBSADajYA+NEIIBtBAnQgBCADajYAuPIIIBtBAnQgCDYA+JIJIARBAWohBAsgBCgAAEGsxISjB3MgBCgAAkHh6InRA3NyDQAgBEEGaiEEIAQtAABBIkYEQCAEQQFqIQQgBCgAAEGw4MCBA3MhESAEKAAEQa3gwOkCcyESIAQoAAhBsODQggNzIRMgBCgADEGw9MCBA3MhFCAELQATQdoARgRAIAQoABBBuuDA0QVzIRVBACEWQRQhGgUgBCgAEEG64MDxAnMhFSAEKAAUQbDgwNEFcyEWQRghGgsgESARQfbs2bMHanIgEiASQf/s2fsHanJyIBMgE0H27P2zB2pyciAUIBRB9v7ZswdqcnIgFSAVQf/s2fsHanJyIBYgFkH27Nn7B2pyckGAgYKEeHENASAEIBpqLQAAQSJHDQEgE0EYdkH/AXFBCmwgFEEAdkH/AXFqIRcgFEEQdkH/AXFBCmwgFEEYdkH/AXFqIRggFUEIdkH/AXFBCmwgFUEQdkH/AXFqIRkgF0EYTyAYQTxPciAZQTxPcg0BIBNB//8DcSETIBEgM0cgEiA0R3IgEyA1R3IEQCARITMgEiE0IBMhNSAEEAAhNgsgNiA2Yg0BIBZBAHZB/wFxQQpsIBZBCHZB/wFxakEKbCAWQRB2Qf8BcWohFiAXQTxsIBhqQTxsIBlqIRkgNiAZQegHbCAWaregIRAgBCAaQQFqaiEEBSAELQAAQS1GIQogBCAKaiEEIAQhBUIAIQ8DQCAEKQAAQrDgwIGDhoyYMIUhDSANIA1C9uzZs+fOnbv2AHyEQoCBgoSIkKDAgH+DIg5QBEAgD0KAwtcvfiANIg5CCn4gDkIIiHxC/4H8h/CfwP8AgyIOQuQAfiAOQhCIfEL//4OA8P8/gyIOQpDOAH4gDkIgiHxC/////w+DfCEPIARBCGohBAwBCwsgDnqnQQN2IQwgDyAMQQN0KQBAfiANQjggDK1CA4Z9hkIIhiIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAMIDFHBEAgDCExCyAEIDFqIQQgBCAFayEMIAxFDQEgBS0AAEEwRgRAIAxBAUsNAgsgDEEPSw0BIA+5IRAgEJogECAKGyEQCyAbQQN0IBA5AND0CSAELwAAQf0Ucw0AIBtBAnQgACADajYA2AIgG0ECdCAEQQFqIANqNgCYIyAbQQFqIRsgBEECaiEADAELCwtBmKcCKAAAIR1BnKcCKAAAIR5BoKcCKAAAIR9BACEgQQAhJEEAISNBACEcAkAgHkF/Rg0AA0AgHCAbTw0BIBwgI0YEQCAjISIgI0HAAGohIwNAICJBAnQoANjFASAecSEhICQgHSAhIB90aigAAHIhJCAiQQFqISIgIiAjSQ0ACwsgHEECdCgA2IQBQX9HBEAgHEECdCgA2IQBIANrIQUgHEECdCgAmKUBIBxBAnQoANiEAWshGiAcQQJ0KADYxQEhCAJAAkAgGkEQakEBIB90Sw0AQQAhIgNAIB0gCCAiaiAecSAfdGohIQJAICEoAAAgCEcNACAhKAAEIBpBAWpHDQAgGkEQTQRAIAX9AAAAQcgCIBpr/QAAAP1OICFBEGr9AAAA/VH9Uw0BBUEAIQYDQCAFIAZq/QAAACAhQRBqIAZq/QAAAP1R/VMNAiAGQRBqIQYgBkEQaiAaSQ0ACyAaQRBrIQYgBSAGav0AAAAgIUEQaiAGav0AAAD9Uf1TDQELIBxBAnQgISgACDYAmOYBDAMLICEoAARFDQEgIkEBaiEiICJBBEkNAAsLICBBAnQgHDYA2IYCICBBAWohIAsLIBxBAWohHAwACwtBpKcCICA2AABBqKcCICQ2AABB8MkDKAAAIR1B9MkDKAAAIR5B+MkDKAAAIR9BACEgQQAhJEEAISNBACEcAkAgHkF/Rg0AA0AgHCAbTw0BIBwgI0YEQCAjISIgI0HAAGohIwNAICJBAnQoALDoAiAecSEhICQgHSAhIB90aigAAHIhJCAiQQFqISIgIiAjSQ0ACwsgHEECdCgAsKcCQX9HBEAgHEECdCgAsKcCIANrIQUgHEECdCgA8McCIBxBAnQoALCnAmshGiAcQQJ0KACw6AIhCAJAAkAgGkEQakEBIB90Sw0AQQAhIgNAIB0gCCAiaiAecSAfdGohIQJAICEoAAAgCEcNACAhKAAEIBpBAWpHDQAgGkEQTQRAIAX9AAAAQcgCIBpr/QAAAP1OICFBEGr9AAAA/VH9Uw0BBUEAIQYDQCAFIAZq/QAAACAhQRBqIAZq/QAAAP1R/VMNAiAGQRBqIQYgBkEQaiAaSQ0ACyAaQRBrIQYgBSAGav0AAAAgIUEQaiAGav0AAAD9Uf1TDQELIBxBAnQgISgACDYA8IgDDAMLICEoAARFDQEgIkEBaiEiICJBBEkNAAsLICBBAnQgHDYAsKkDICBBAWohIAsLIBxBAWohHAwACwtB/MkDICA2AABBgMoDICQ2AABByOwEKAAAIR1BzOwEKAAAIR5B0OwEKAAAIR9BACEgQQAhJEEAISNBACEcAkAgHkF/Rg0AA0AgHCAbTw0BIBwgI0YEQCAjISIgI0HAAGohIwNAICJBAnQoAIiLBCAecSEhICQgHSAhIB90aigAAHIhJCAiQQFqISIgIiAjSQ0ACwsgHEECdCgAiMoDQX9HBEAgHEECdCgAiMoDIANrIQUgHEECdCgAyOoDIBxBAnQoAIjKA2shGiAcQQJ0KACIiwQhCAJAAkAgGkEQakEBIB90Sw0AQQAhIgNAIB0gCCAiaiAecSAfdGohIQJAICEoAAAgCEcNACAhKAAEIBpBAWpHDQAgGkEQTQRAIAX9AAAAQcgCIBpr/QAAAP1OICFBEGr9AAAA/VH9Uw0BBUEAIQYDQCAFIAZq/QAAACAhQRBqIAZq/QAAAP1R/VMNAiAGQRBqIQYgBkEQaiAaSQ0ACyAaQRBrIQYgBSAGav0AAAAgIUEQaiAGav0AAAD9Uf1TDQELIBxBAnQgISgACDYAyKsEDAMLICEoAARFDQEgIkEBaiEiICJBBEkNAAsLICBBAnQgHDYAiMwEICBBAWohIAsLIBxBAWohHAwACwtB1OwEICA2AABB2OwEICQ2AABB4NAHKAAAIR1B5NAHKAAAIR5B6NAHKAAAIR9BACEgQQAhJEEAISNBACEcAkAgHkF/Rg0AA0AgHCAbTw0BIBwgI0YEQCAjISIgI0HAAGohIwNAICJBAnQoAKDvBiAecSEhICQgHSAhIB90aigAAHIhJCAiQQFqISIgIiAjSQ0ACwsgHEECdCgAoK4GQX9HBEAgHEECdCgAoK4GIANrIQUgHEECdCgA4M4GIBxBAnQoAKCuBmshGiAcQQJ0KACg7wYhCAJAAkAgGkEQakEBIB90Sw0AQQAhIgNAIB0gCCAiaiAecSAfdGohIQJAICEoAAAgCEcNACAhKAAEIBpBAWpHDQAgGkEQTQRAIAX9AAAAQcgCIBpr/QAAAP1OICFBEGr9AAAA/VH9Uw0BBUEAIQYDQCAFIAZq/QAAACAhQRBqIAZq/QAAAP1R/VMNAiAGQRBqIQYgBkEQaiAaSQ0ACyAaQRBrIQYgBSAGav0AAAAgIUEQaiAGav0AAAD9Uf1TDQELIBxBAnQgISgACDYA4I8HDAMLICEoAARFDQEgIkEBaiEiICJBBEkNAAsLICBBAnQgHDYAoLAHICBBAWohIAsLIBxBAWohHAwACwtB7NAHICA2AABB8NAHICQ2AABBuPQJKAAAIR1BvPQJKAAAIR5BwPQJKAAAIR9BACEgQQAhJEEAISNBACEcAkAgHkF/Rg0AA0AgHCAbTw0BIBwgI0YEQCAjISIgI0HAAGohIwNAICJBAnQoAPiSCSAecSEhICQgHSAhIB90aigAAHIhJCAiQQFqISIgIiAjSQ0ACwsgHEECdCgA+NEIQX9HBEAgHEECdCgA+NEIIANrIQUgHEECdCgAuPIIIBxBAnQoAPjRCGshGiAcQQJ0KAD4kgkhCAJAAkAgGkEQakEBIB90Sw0AQQAhIgNAIB0gCCAiaiAecSAfdGohIQJAICEoAAAgCEcNACAhKAAEIBpBAWpHDQAgGkEQTQRAIAX9AAAAQcgCIBpr/QAAAP1OICFBEGr9AAAA/VH9Uw0BBUEAIQYDQCAFIAZq/QAAACAhQRBqIAZq/QAAAP1R/VMNAiAGQRBqIQYgBkEQaiAaSQ0ACyAaQRBrIQYgBSAGav0AAAAgIUEQaiAGav0AAAD9Uf1TDQELIBxBAnQgISgACDYAuLMJDAMLICEoAARFDQEgIkEBaiEiICJBBEkNAAsLICBBAnQgHDYA+NMJICBBAWohIAsLIBxBAWohHAwACwtBxPQJICA2AABByPQJICQ2AABBACAANgAAIBsLjjszAX8BfwF/AX8BfwF/AX8BfwF/AX4BfgF+AXwBfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF8RAAAAAAAAPh/ITYCQANAIAAgAUsNASAbIAJPDQEgACEEAkAgBCkAAEL7xKSjpsSOkCKFQgBSDQAgBEEIaiEEIAQhBQNAIAT9AAAA/QwCAgICAgICAgICAgICAgIC/VH9DCAgICAgICAgICAgICAgICD9KiAE/QAAAP0MXFxcXFxcXFxcXFxcXFxcXP0j/VD9ZCEJIAlFBEAgBEEQaiEEDAELCyAJaCEJIAkgJUcEQCAJISULIAQgJWohBCAbQQJ0IAUgA2o2ANhDIBtBAnQgBCADajYAmGQgBCkAAEKi2ICRsqyYueQAhSAEKQAEQuPCyaOmxI6QIoWEQgBSDQAgBEEMaiEEIAQhBQNAIAT9AAAA/QwCAgICAgICAgICAgICAgIC/VH9DCAgICAgICAgICAgICAgICD9KiAE/QAAAP0MXFxcXFxcXFxcXFxcXFxcXP0j/VD9ZCEJIAlFBEAgBEEQaiEEDAELCyAJaCEJIAkgJkcEQCAJISYLIAQgJmohBEHHmK34AiEIIAUhBiAFIAQgBWtBfHFqIQcCQANAIAYgB08NASAIQQ93IAYoAABzQbHz3fF5bCEIIAZBBGohBgwACwsgCEEPdyAGKAAAQQEgBCAGa0EDdHRBAWtxc0Gx893xeWwhCCAIIAhBD3ZzIQggG0ECdCAFIANqNgDYhAEgG0ECdCAEIANqNgCYpQEgG0ECdCAINgDYxQEgBCkAAEKi2ICRgq7YvOUAhSAEKQAFQuHylZOnxI6QIoWEQgBSDQAgBEENaiEEIAQhBQNAIAT9AAAA/QwCAgICAgICAgICAgICAgIC/VH9DCAgICAgICAgICAgICAgICD9KiAE/QAAAP0MXFxcXFxcXFxcXFxcXFxcXP0j/VD9ZCEJIAlFBEAgBEEQaiEEDAELCyAJaCEJIAkgJ0cEQCAJIScLIAQgJ2ohBEHHmK34AiEIIAUhBiAFIAQgBWtBfHFqIQcCQANAIAYgB08NASAIQQ93IAYoAABzQbHz3fF5bCEIIAZBBGohBgwACwsgCEEPdyAGKAAAQQEgBCAGa0EDdHRBAWtxc0Gx893xeWwhCCAIIAhBD3ZzIQggBC0AAEEiRw0AIBtBAnQgBSADajYAsKcCIBtBAnQgBCADajYA8McCIBtBAnQgCDYAsOgCIARBAWohBCAEKQAAQqzAiIGXrN6y5QCFIAQpAARC4fKVq6bEjpAihYRCAFJFRQRAIBtBAnRBfzYAiMoDIBtBAnRBfzYAyOoDIBtBAnRBfzYAyKsEBSAEQQxqIQQgBCEFA0AgBP0AAAD9DAICAgICAgICAgICAgICAgL9Uf0MICAgICAgICAgICAgICAgIP0qIAT9AAAA/QxcXFxcXFxcXFxcXFxcXFxc/SP9UP1kIQkgCUUEQCAEQRBqIQQMAQsLIAloIQkgCSAoRwRAIAkhKAsgBCAoaiEEQceYrfgCIQggBSEGIAUgBCAFa0F8cWohBwJAA0AgBiAHTw0BIAhBD3cgBigAAHNBsfPd8XlsIQggBkEEaiEGDAALCyAIQQ93IAYoAABBASAEIAZrQQN0dEEBa3FzQbHz3fF5bCEIIAggCEEPdnMhCCAELQAAQSJHDQEgG0ECdCAFIANqNgCIygMgG0ECdCAEIANqNgDI6gMgG0ECdCAINgCIiwQgBEEBaiEECyAEKQAAQqzAiInW7du67gCFIAQpAARC7d7V88bOiJ0ghYRCAFINACAEQQxqIQQgBC0AAEEtRiEKIAQgCmohBCAEIQVCACEPA0AgBCkAAEKw4MCBg4aMmDCFIQ0gDSANQvbs2bPnzp279gB8hEKAgYKEiJCgwIB/gyIOUARAIA9CgMLXL34gDSIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAEQQhqIQQMAQsLIA56p0EDdiEMIA8gDEEDdCkAQH4gDUI4IAytQgOGfYZCCIYiDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gBCAMaiEEIAQgBWshDCAMRQ0AIAUtAABBMEYEQCAMQQFLDQELQQAhCyAELQAAQS5GBEAgBEEBaiEEIAQhByAMIQYDQCAEKQAAQrDgwIGDhoyYMIUhDSANIA1C9uzZs+fOnbv2AHyEQoCBgoSIkKDAgH+DIg5QBEAgD0KAwtcvfiANIg5CCn4gDkIIiHxC/4H8h/CfwP8AgyIOQuQAfiAOQhCIfEL//4OA8P8/gyIOQpDOAH4gDkIgiHxC/////w+DfCEPIARBCGohBAwBCwsgDnqnQQN2IQwgDyAMQQN0KQBAfiANQjggDK1CA4Z9hkIIhiIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAMICpHBEAgDCEqCyAEICpqIQQgBCAHayELIAtFDQEgBiALaiEMCyAMQQ9LDQAgD7khECALBEAgECALQQN0KwCAAaMhEAsgEJogECAKGyEQIBtBA3QgEDkA4OwEIAQpAABCrMCIsdasmZE6hSAEKQABQqDEmKvWzIidIIWEQgBSRUUEQCAbQQN0RAAAAAAAAPh/OQCgrQUFIARBCWohBCAELQAAQS1GIQogBCAKaiEEIAQhBUIAIQ8DQCAEKQAAQrDgwIGDhoyYMIUhDSANIA1C9uzZs+fOnbv2AHyEQoCBgoSIkKDAgH+DIg5QBEAgD0KAwtcvfiANIg5CCn4gDkIIiHxC/4H8h/CfwP8AgyIOQuQAfiAOQhCIfEL//4OA8P8/gyIOQpDOAH4gDkIgiHxC/////w+DfCEPIARBCGohBAwBCwsgDnqnQQN2IQwgDyAMQQN0KQBAfiANQjggDK1CA4Z9hkIIhiIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAMICtHBEAgDCErCyAEICtqIQQgBCAFayEMIAxFDQEgBS0AAEEwRgRAIAxBAUsNAgtBACELIAQtAABBLkYEQCAEQQFqIQQgBCEHIAwhBgNAIAQpAABCsODAgYOGjJgwhSENIA0gDUL27Nmz586du/YAfIRCgIGChIiQoMCAf4MiDlAEQCAPQoDC1y9+IA0iDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gBEEIaiEEDAELCyAOeqdBA3YhDCAPIAxBA3QpAEB+IA1COCAMrUIDhn2GQgiGIg5CCn4gDkIIiHxC/4H8h/CfwP8AgyIOQuQAfiAOQhCIfEL//4OA8P8/gyIOQpDOAH4gDkIgiHxC/////w+DfCEPIAwgLEcEQCAMISwLIAQgLGohBCAEIAdrIQsgC0UNAiAGIAtqIQwLIAxBD0sNASALQQJLDQEgD7lBAiALa0EDdCsAgAGiIRAgEEQAADQm9WsMQ2QNASAKBEBEAAAAAAAAAAAgEKEhEAsgG0EDdCAQOQCgrQULIAQpAABCrMCIoaeu2rLzAIUgBCkAA0L05KWrts6InSCFhEIAUkVFBEAgG0EDdEQAAAAAAAD4fzkA4O0FBSAEQQtqIQQgBC0AAEEtRiEKIAQgCmohBCAEIQVCACEPA0AgBCkAAEKw4MCBg4aMmDCFIQ0gDSANQvbs2bPnzp279gB8hEKAgYKEiJCgwIB/gyIOUARAIA9CgMLXL34gDSIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAEQQhqIQQMAQsLIA56p0EDdiEMIA8gDEEDdCkAQH4gDUI4IAytQgOGfYZCCIYiDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gDCAtRwRAIAwhLQsgBCAtaiEEIAQgBWshDCAMRQ0BIAUtAABBMEYEQCAMQQFLDQILIAxBD0sNASAPuSEQIBCaIBAgChshECAbQQN0IBA5AODtBQsgBCkAAEKswIjZls2bsiKFIAQpAANC69K5o6bEjpAihYRCAFINACAEQQtqIQQgBCEFA0AgBP0AAAD9DAICAgICAgICAgICAgICAgL9Uf0MICAgICAgICAgICAgICAgIP0qIAT9AAAA/QxcXFxcXFxcXFxcXFxcXFxc/SP9UP1kIQkgCUUEQCAEQRBqIQQMAQsLIAloIQkgCSAvRwRAIAkhLwsgBCAvaiEEQceYrfgCIQggBSEGIAUgBCAFa0F8cWohBwJAA0AgBiAHTw0BIAhBD3cgBigAAHNBsfPd8XlsIQggBkEEaiEGDAALCyAIQQ93IAYoAABBASAEIAZrQQN0dEEBa3FzQbHz3fF5bCEIIAggCEEPdnMhCCAbQQJ0IAUgA2o2AKCuBiAbQQJ0IAQgA2o2AODOBiAbQQJ0IAg2AKDvBiAEKQAAQqLYgJHCzty68wCFIAQpAAZC9ebRq8bMiJ0ghYRCAFINACAEQQ5qIQQgBCgAAEH05NWrBkYEQEQAAAAAAADwPyEQIARBBGohBAUgBCgAAEHmwrGbB3MgBCgAAUHh2M2rBnNyDQFEAAAAAAAAAAAhECAEQQVqIQQLIBtBA3QgEDkA+NAHIAQpAABCrMCImYat2bHrAIUgBCkABULlxq2rxsyInSCFhEIAUkVFBEAgG0EDdEQAAAAAAAD4fzkAuJEIBSAEQQ1qIQQgBCgAAEH05NWrBkYEQEQAAAAAAADwPyEQIARBBGohBAUgBCgAAEHmwrGbB3MgBCgAAUHh2M2rBnNyDQJEAAAAAAAAAAAhECAEQQVqIQQLIBtBA3QgEDkAuJEICyAEKQAAQqzAiJn2rZ239ACFIAQpAAZC7ujJy6fEjpAihYRCAFJFRQRAIBtBAnRBfzYA+NEIIBtBAnRBfzYAuPIIIBtBAnRBfzYAuLMJBSAEQQ5qIQQgBCEFA0AgBP0AAAD9DAICAgICAgICAgICAgICAgL9Uf0MICAgICAgICAgICAgICAgIP0qIAT9AAAA/QxcXFxcXFxcXFxcXFxcXFxc/SP9UP1kIQkgCUUEQCAEQRBqIQQMAQsLIAloIQkgCSAwRwRAIAkhMAsgBCAwaiEEQceYrfgCIQggBSEGIAUgBCAFa0F8cWohBwJAA0AgBiAHTw0BIAhBD3cgBigAAHNBsfPd8XlsIQggBkEEaiEGDAALCyAIQQ93IAYoAABBASAEIAZrQQN0dEEBa3FzQbHz3fF5bCEIIAggCEEPdnMhCCAELQAAQSJHDQEgG0ECdCAFIANqNgD40QggG0ECdCAEIANqNgC48gggG0ECdCAINgD4kgkgBEEBaiEECyAEKQAAQqzAiInGzoidIIVCAFINACAEQQhqIQQgBC0AAEEiRgRAIARBAWohBCAEKAAAQbDgwIEDcyERIAQoAARBreDA6QJzIRIgBCgACEGw4NCCA3MhEyAEKAAMQbD0wIEDcyEUIAQtABNB2gBGBEAgBCgAEEG64MDRBXMhFUEAIRZBFCEaBSAEKAAQQbrgwPECcyEVIAQoABRBsODA0QVzIRZBGCEaCyARIBFB9uzZswdqciASIBJB/+zZ+wdqcnIgEyATQfbs/bMHanJyIBQgFEH2/tmzB2pyciAVIBVB/+zZ+wdqcnIgFiAWQfbs2fsHanJyQYCBgoR4cQ0BIAQgGmotAABBIkcNASATQRh2Qf8BcUEKbCAUQQB2Qf8BcWohFyAUQRB2Qf8BcUEKbCAUQRh2Qf8BcWohGCAVQQh2Qf8BcUEKbCAVQRB2Qf8BcWohGSAXQRhPIBhBPE9yIBlBPE9yDQEgE0H//wNxIRMgESAzRyASIDRHciATIDVHcgRAIBEhMyASITQgEyE1IAQQACE2CyA2IDZiDQEgFkEAdkH/AXFBCmwgFkEIdkH/AXFqQQpsIBZBEHZB/wFxaiEWIBdBPGwgGGpBPGwgGWohGSA2IBlB6AdsIBZqt6AhECAEIBpBAWpqIQQFIAQtAABBLUYhCiAEIApqIQQgBCEFQgAhDwNAIAQpAABCsODAgYOGjJgwhSENIA0gDUL27Nmz586du/YAfIRCgIGChIiQoMCAf4MiDlAEQCAPQoDC1y9+IA0iDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gBEEIaiEEDAELCyAOeqdBA3YhDCAPIAxBA3QpAEB+IA1COCAMrUIDhn2GQgiGIg5CCn4gDkIIiHxC/4H8h/CfwP8AgyIOQuQAfiAOQhCIfEL//4OA8P8/gyIOQpDOAH4gDkIgiHxC/////w+DfCEPIAwgMUcEQCAMITELIAQgMWohBCAEIAVrIQwgDEUNASAFLQAAQTBGBEAgDEEBSw0CCyAMQQ9LDQEgD7khECAQmiAQIAobIRALIBtBA3QgEDkA0PQJIAQvAABB/RRzDQAgG0ECdCAAIANqNgDYAiAbQQJ0IARBAWogA2o2AJgjIBtBAWohGyAEQQJqIQAMAQsLC0GYpwIoAAAhHUGcpwIoAAAhHkGgpwIoAAAhH0EAISBBACEkQQAhI0EAIRwCQCAeQX9GDQADQCAcIBtPDQEgHCAjRgRAICMhIiAjQcAAaiEjA0AgIkECdCgA2MUBIB5xISEgJCAdICEgH3RqKAAAciEkICJBAWohIiAiICNJDQALCyAcQQJ0KADYhAFBf0cEQCAcQQJ0KADYhAEgA2shBSAcQQJ0KACYpQEgHEECdCgA2IQBayEaIBxBAnQoANjFASEIAkACQCAaQRBqQQEgH3RLDQBBACEiA0AgHSAIICJqIB5xIB90aiEhAkAgISgAACAIRw0AICEoAAQgGkEBakcNACAaQRBNBEAgBf0AAABByAIgGmv9AAAA/U4gIUEQav0AAAD9Uf1TDQEFQQAhBgNAIAUgBmr9AAAAICFBEGogBmr9AAAA/VH9Uw0CIAZBEGohBiAGQRBqIBpJDQALIBpBEGshBiAFIAZq/QAAACAhQRBqIAZq/QAAAP1R/VMNAQsgHEECdCAhKAAINgCY5gEMAwsgISgABEUNASAiQQFqISIgIkEESQ0ACwsgIEECdCAcNgDYhgIgIEEBaiEgCwsgHEEBaiEcDAALC0GkpwIgIDYAAEGopwIgJDYAAEHwyQMoAAAhHUH0yQMoAAAhHkH4yQMoAAAhH0EAISBBACEkQQAhI0EAIRwCQCAeQX9GDQADQCAcIBtPDQEgHCAjRgRAICMhIiAjQcAAaiEjA0AgIkECdCgAsOgCIB5xISEgJCAdICEgH3RqKAAAciEkICJBAWohIiAiICNJDQALCyAcQQJ0KACwpwJBf0cEQCAcQQJ0KACwpwIgA2shBSAcQQJ0KADwxwIgHEECdCgAsKcCayEaIBxBAnQoALDoAiEIAkACQCAaQRBqQQEgH3RLDQBBACEiA0AgHSAIICJqIB5xIB90aiEhAkAgISgAACAIRw0AICEoAAQgGkEBakcNACAaQRBNBEAgBf0AAABByAIgGmv9AAAA/U4gIUEQav0AAAD9Uf1TDQEFQQAhBgNAIAUgBmr9AAAAICFBEGogBmr9AAAA/VH9Uw0CIAZBEGohBiAGQRBqIBpJDQALIBpBEGshBiAFIAZq/QAAACAhQRBqIAZq/QAAAP1R/VMNAQsgHEECdCAhKAAINgDwiAMMAwsgISgABEUNASAiQQFqISIgIkEESQ0ACwsgIEECdCAcNgCwqQMgIEEBaiEgCwsgHEEBaiEcDAALC0H8yQMgIDYAAEGAygMgJDYAAEHI7AQoAAAhHUHM7AQoAAAhHkHQ7AQoAAAhH0EAISBBACEkQQAhI0EAIRwCQCAeQX9GDQADQCAcIBtPDQEgHCAjRgRAICMhIiAjQcAAaiEjA0AgIkECdCgAiIsEIB5xISEgJCAdICEgH3RqKAAAciEkICJBAWohIiAiICNJDQALCyAcQQJ0KACIygNBf0cEQCAcQQJ0KACIygMgA2shBSAcQQJ0KADI6gMgHEECdCgAiMoDayEaIBxBAnQoAIiLBCEIAkACQCAaQRBqQQEgH3RLDQBBACEiA0AgHSAIICJqIB5xIB90aiEhAkAgISgAACAIRw0AICEoAAQgGkEBakcNACAaQRBNBEAgBf0AAABByAIgGmv9AAAA/U4gIUEQav0AAAD9Uf1TDQEFQQAhBgNAIAUgBmr9AAAAICFBEGogBmr9AAAA/VH9Uw0CIAZBEGohBiAGQRBqIBpJDQALIBpBEGshBiAFIAZq/QAAACAhQRBqIAZq/QAAAP1R/VMNAQsgHEECdCAhKAAINgDIqwQMAwsgISgABEUNASAiQQFqISIgIkEESQ0ACwsgIEECdCAcNgCIzAQgIEEBaiEgCwsgHEEBaiEcDAALC0HU7AQgIDYAAEHY7AQgJDYAAEHg0AcoAAAhHUHk0AcoAAAhHkHo0AcoAAAhH0EAISBBACEkQQAhI0EAIRwCQCAeQX9GDQADQCAcIBtPDQEgHCAjRgRAICMhIiAjQcAAaiEjA0AgIkECdCgAoO8GIB5xISEgJCAdICEgH3RqKAAAciEkICJBAWohIiAiICNJDQALCyAcQQJ0KACgrgZBf0cEQCAcQQJ0KACgrgYgA2shBSAcQQJ0KADgzgYgHEECdCgAoK4GayEaIBxBAnQoAKDvBiEIAkACQCAaQRBqQQEgH3RLDQBBACEiA0AgHSAIICJqIB5xIB90aiEhAkAgISgAACAIRw0AICEoAAQgGkEBakcNACAaQRBNBEAgBf0AAABByAIgGmv9AAAA/U4gIUEQav0AAAD9Uf1TDQEFQQAhBgNAIAUgBmr9AAAAICFBEGogBmr9AAAA/VH9Uw0CIAZBEGohBiAGQRBqIBpJDQALIBpBEGshBiAFIAZq/QAAACAhQRBqIAZq/QAAAP1R/VMNAQsgHEECdCAhKAAINgDgjwcMAwsgISgABEUNASAiQQFqISIgIkEESQ0ACwsgIEECdCAcNgCgsAcgIEEBaiEgCwsgHEEBaiEcDAALC0Hs0AcgIDYAAEHw0AcgJDYAAEG49AkoAAAhHUG89AkoAAAhHkHA9AkoAAAhH0EAISBBACEkQQAhI0EAIRwCQCAeQX9GDQADQCAcIBtPDQEgHCAjRgRAICMhIiAjQcAAaiEjA0AgIkECdCgA+JIJIB5xISEgJCAdICEgH3RqKAAAciEkICJBAWohIiAiICNJDQALCyAcQQJ0KAD40QhBf0cEQCAcQQJ0KAD40QggA2shBSAcQQJ0KAC48gggHEECdCgA+NEIayEaIBxBAnQoAPiSCSEIAkACQCAaQRBqQQEgH3RLDQBBACEiA0AgHSAIICJqIB5xIB90aiEhAkAgISgAACAIRw0AICEoAAQgGkEBakcNACAaQRBNBEAgBf0AAABByAIgGmv9AAAA/U4gIUEQav0AAAD9Uf1TDQEFQQAhBgNAIAUgBmr9AAAAICFBEGogBmr9AAAA/VH9Uw0CIAZBEGohBiAGQRBqIBpJDQALIBpBEGshBiAFIAZq/QAAACAhQRBqIAZq/QAAAP1R/VMNAQsgHEECdCAhKAAINgC4swkMAwsgISgABEUNASAiQQFqISIgIkEESQ0ACwsgIEECdCAcNgD40wkgIEEBaiEgCwsgHEEBaiEcDAALC0HE9AkgIDYAAEHI9AkgJDYAAEEAIAA2AAAgGwsLoAIBAEHAAAuYAgEAAAAAAAAACgAAAAAAAABkAAAAAAAAAOgDAAAAAAAAECcAAAAAAACghgEAAAAAAEBCDwAAAAAAgJaYAAAAAAAAAAAAAADwPwAAAAAAACRAAAAAAAAAWUAAAAAAAECPQAAAAAAAiMNAAAAAAABq+EAAAAAAgIQuQQAAAADQEmNBAAAAAITXl0EAAAAAZc3NQQAAACBfoAJCAAAA6HZIN0IAAACilBptQgAAQOWcMKJCAACQHsS81kIAADQm9WsMQwCA4Dd5w0FDAKDYhVc0dkMAyE5nbcGrQwA9kWDkWOFDQIy1eB2vFURQ7+LW5BpLRJLVTQbP8IBE/////////////////////wAAAAAAAAAAAAAAAAAAAAA=",
          rows: 1024,
          window: 170640,
          windowBytes: 65536,
          from: 344,
          to: 4504,
          at: 162384,
          numbers: [
            { array: 79456, place: 0 }, // amount
            { array: 87712, place: 1 }, // fee
            { array: 95968, place: 2 }, // tries
            { array: 125048, place: 3 }, // trusted
            { array: 133304, place: 4 }, // checked
          ],
          texts: [
            { from: 8664, to: 12824, texts: [0] }, // id
            // card
            {
              from: 16984,
              to: 21144,
              texts: [],
              coded: { hash: 25304, code: 29464, misses: 33624, cache: 37784, columns: [{ place: 0, domain: 0 }] },
            },
            // payer
            {
              from: 37808,
              to: 41968,
              texts: [],
              coded: { hash: 46128, code: 50288, misses: 54448, cache: 58608, columns: [{ place: 1, domain: 1 }] },
            },
            // payee
            {
              from: 58632,
              to: 62792,
              texts: [],
              coded: { hash: 66952, code: 71112, misses: 75272, cache: 79432, columns: [{ place: 2, domain: 1 }] },
            },
            // kind
            {
              from: 104224,
              to: 108384,
              texts: [],
              coded: { hash: 112544, code: 116704, misses: 120864, cache: 125024, values: values7, columns: [{ place: 3, domain: 2 }] },
            },
            // country
            {
              from: 141560,
              to: 145720,
              texts: [],
              coded: { hash: 149880, code: 154040, misses: 158200, cache: 162360, columns: [{ place: 4, domain: 3 }] },
            },
          ],
        },
          (input, from, to, rows, row, most) => {
            const { bytes, view } = input
            const powers = tens
            const id_from = rows.textFrom[0]
            const id_to = rows.textTo[0]
            const card_column = rows.codes[0]
            const payer_column = rows.codes[1]
            const payee_column = rows.codes[2]
            const amount_column = rows.numbers[0]
            const fee_column = rows.numbers[1]
            const tries_column = rows.numbers[2]
            const kind_column = rows.codes[3]
            const trusted_column = rows.numbers[3]
            const checked_column = rows.numbers[4]
            const country_column = rows.codes[4]
            const table0 = input.codes[0]
            const { slots: slots0, words: words0 } = table0
            const mask0 = slots0.length - 1
            const table1 = input.codes[1]
            const { slots: slots1, words: words1 } = table1
            const mask1 = slots1.length - 1
            const table2 = input.codes[2]
            const { slots: slots2, words: words2 } = table2
            const mask2 = slots2.length - 1
            const table3 = input.codes[3]
            const { slots: slots3, words: words3 } = table3
            const mask3 = slots3.length - 1
            const ats = rows.at
            const starts = rows.from, ends = rows.to
            // Whole numbers for certain
            to |= 0
            row |= 0
            const first = row
            let beyond = (row + most) | 0
            const fieldAt = fieldsByName, lengths = nameLengths, way = ways
            const bit0 = bits0
            const columns0 = [id_from, card_column, payer_column, payee_column, amount_column, fee_column, tries_column, kind_column, trusted_column, checked_column, country_column, null]
            const ends0 = [id_to, null, null, null, null, null, null, null, null, null, null, null]
            let seen0 = 0
            let year11 = 0, month11 = 0, day11 = 0, midnight11 = NaN
            let year12 = 0, month12 = 0, day12 = 0, midnight12 = NaN
            let line = from | 0, place = from | 0, mark = from | 0
            let done = 0, separator = 0, field = 0, start = 0, last = 0, word = 0, marks = 0, hash = 0, code = 0, at = 0, offset = 0
            let year = 0, month = 0, day = 0, hour = 0, second = 0, thousandth = 0, hours = 0, minutes = 0, seconds = 0, length = 0
            let value = 0, fraction = 0, decimal = 0
            let negative = false
            let valueTable = null
            lines: while (line <= to && row < beyond) {
              place = line
              payee_column[row] = -1
              fee_column[row] = NaN
              tries_column[row] = NaN
              checked_column[row] = NaN
              country_column[row] = -1
              fields: {
                ordered: {
                  // id
                  done = 0
                  mark = place
                  if (!(view.getInt32(place, true) === 1684611707 && view.getInt32(place + 3, true) === 574235236)) break ordered
                  place += 7
                  start = place
                  for (;;) {
                    word = view.getInt32(place, true)
                    marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                    if (marks !== 0) break
                    place += 4
                  }
                  place += (31 - Math.clz32(marks & -marks)) >> 3
                  if (view.getUint8(place) !== 34) break ordered
                  id_from[row] = start
                  id_to[row] = place
                  place++
                  // card
                  done = 1
                  mark = place
                  if (!(view.getFloat64(place, true) === 1.1607217511433258e-28 && view.getInt32(place + 5, true) === 574235236)) break ordered
                  place += 9
                  start = place
                  hash = 789269575
                  for (;;) {
                    word = view.getInt32(place, true)
                    marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                    if (marks !== 0) break
                    hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                    place += 4
                  }
                  last = place
                  marks = (31 - Math.clz32(marks & -marks)) & 24
                  place += marks >> 3
                  if (view.getUint8(place) !== 34) break ordered
                  word &= (1 << marks) - 1
                  hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                  hash ^= hash >>> 15
                  offset = slots0[hash & mask0]
                  found: {
                    if (offset !== 0 && words0[offset] === hash && words0[offset + 1] === place - start) {
                      code = words0[offset + 2]
                      offset += 3
                      at = start
                      while (at < last && words0[offset] === view.getInt32(at, true)) {
                        at += 4
                        offset++
                      }
                      if (at === last && words0[offset] === word) break found
                    }
                    code = decoding.intern(table0, view, start, place, hash)
                    if (table0.slots !== slots0 || table0.words !== words0) beyond = (row + 1) | 0
                  }
                  card_column[row] = code
                  place++
                  // payer
                  done = 2
                  mark = place
                  if (!(view.getFloat64(place, true) === 9.428758568974728e-143 && view.getUint16(place + 8, true) === 8762)) break ordered
                  place += 10
                  start = place
                  hash = 789269575
                  for (;;) {
                    word = view.getInt32(place, true)
                    marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                    if (marks !== 0) break
                    hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                    place += 4
                  }
                  last = place
                  marks = (31 - Math.clz32(marks & -marks)) & 24
                  place += marks >> 3
                  if (view.getUint8(place) !== 34) break ordered
                  word &= (1 << marks) - 1
                  hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                  hash ^= hash >>> 15
                  offset = slots1[hash & mask1]
                  found: {
                    if (offset !== 0 && words1[offset] === hash && words1[offset + 1] === place - start) {
                      code = words1[offset + 2]
                      offset += 3
                      at = start
                      while (at < last && words1[offset] === view.getInt32(at, true)) {
                        at += 4
                        offset++
                      }
                      if (at === last && words1[offset] === word) break found
                    }
                    code = decoding.intern(table1, view, start, place, hash)
                    if (table1.slots !== slots1 || table1.words !== words1) beyond = (row + 1) | 0
                  }
                  payer_column[row] = code
                  place++
                  // payee
                  done = 3
                  mark = place
                  if (view.getFloat64(place, true) === 5.483179193037675e-143 && view.getUint16(place + 8, true) === 8762) {
                    place += 10
                    start = place
                    hash = 789269575
                    for (;;) {
                      word = view.getInt32(place, true)
                      marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                      if (marks !== 0) break
                      hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                      place += 4
                    }
                    last = place
                    marks = (31 - Math.clz32(marks & -marks)) & 24
                    place += marks >> 3
                    if (view.getUint8(place) !== 34) break ordered
                    word &= (1 << marks) - 1
                    hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                    hash ^= hash >>> 15
                    offset = slots1[hash & mask1]
                    found: {
                      if (offset !== 0 && words1[offset] === hash && words1[offset + 1] === place - start) {
                        code = words1[offset + 2]
                        offset += 3
                        at = start
                        while (at < last && words1[offset] === view.getInt32(at, true)) {
                          at += 4
                          offset++
                        }
                        if (at === last && words1[offset] === word) break found
                      }
                      code = decoding.intern(table1, view, start, place, hash)
                      if (table1.slots !== slots1 || table1.words !== words1) beyond = (row + 1) | 0
                    }
                    payee_column[row] = code
                    place++
                  }
                  // amount
                  done = 4
                  mark = place
                  if (!(view.getFloat64(place, true) === 6.978437478136172e+252 && view.getUint16(place + 8, true) === 14882)) break ordered
                  place += 10
                  negative = view.getUint8(place) === 45
                  if (negative) place++
                  start = place
                  value = 0
                  for (;;) {
                    word = view.getInt32(place, true) ^ 0x30303030
                    marks = (word | (word + 0x76767676)) & 0x80808080
                    if (marks !== 0) break
                    word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                    value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                    place += 4
                  }
                  marks = (31 - Math.clz32(marks & -marks)) >> 3
                  word = (word << (24 - (marks << 3))) << 8
                  word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                  value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                  place += marks
                  if (place === start || (view.getUint8(start) === 48 && place - start > 1)) break ordered
                  fraction = 0
                  if (view.getUint8(place) === 46) {
                    start++
                    fraction = ++place
                    for (;;) {
                      word = view.getInt32(place, true) ^ 0x30303030
                      marks = (word | (word + 0x76767676)) & 0x80808080
                      if (marks !== 0) break
                      word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                      value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                      place += 4
                    }
                    marks = (31 - Math.clz32(marks & -marks)) >> 3
                    word = (word << (24 - (marks << 3))) << 8
                    word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                    value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                    place += marks
                    fraction = place - fraction
                    if (fraction === 0) break ordered
                  }
                  if ((view.getUint8(place) !== 44 && view.getUint8(place) !== 125) || place - start > 15) break ordered
                  if (fraction > 0) value /= powers[fraction]
                  if (negative) value = -value
                  amount_column[row] = value
                  // fee
                  done = 5
                  mark = place
                  if (view.getInt32(place, true) === 1701192236 && view.getInt32(place + 3, true) === 975332709) {
                    place += 7
                    negative = view.getUint8(place) === 45
                    if (negative) place++
                    start = place
                    value = 0
                    for (;;) {
                      word = view.getInt32(place, true) ^ 0x30303030
                      marks = (word | (word + 0x76767676)) & 0x80808080
                      if (marks !== 0) break
                      word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                      value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                      place += 4
                    }
                    marks = (31 - Math.clz32(marks & -marks)) >> 3
                    word = (word << (24 - (marks << 3))) << 8
                    word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                    value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                    place += marks
                    if (place === start || (view.getUint8(start) === 48 && place - start > 1)) break ordered
                    fraction = 0
                    if (view.getUint8(place) === 46) {
                      start++
                      fraction = ++place
                      for (;;) {
                        word = view.getInt32(place, true) ^ 0x30303030
                        marks = (word | (word + 0x76767676)) & 0x80808080
                        if (marks !== 0) break
                        word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                        value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                        place += 4
                      }
                      marks = (31 - Math.clz32(marks & -marks)) >> 3
                      word = (word << (24 - (marks << 3))) << 8
                      word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                      value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                      place += marks
                      fraction = place - fraction
                      if (fraction === 0) break ordered
                    }
                    if ((view.getUint8(place) !== 44 && view.getUint8(place) !== 125) || fraction > 2 || value * powers[2 - fraction] > 1000000000000000 || place - start > 15) break ordered
                    value = value * powers[2 - fraction]
                    if (negative) value = 0 - value
                    fee_column[row] = value
                  }
                  // tries
                  done = 6
                  mark = place
                  if (view.getFloat64(place, true) === 9.941167230964669e-143 && view.getInt32(place + 5, true) === 975336293) {
                    place += 9
                    negative = view.getUint8(place) === 45
                    if (negative) place++
                    start = place
                    value = 0
                    for (;;) {
                      word = view.getInt32(place, true) ^ 0x30303030
                      marks = (word | (word + 0x76767676)) & 0x80808080
                      if (marks !== 0) break
                      word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                      value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                      place += 4
                    }
                    marks = (31 - Math.clz32(marks & -marks)) >> 3
                    word = (word << (24 - (marks << 3))) << 8
                    word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                    value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                    place += marks
                    if (place === start || (view.getUint8(start) === 48 && place - start > 1) || place - start > 15 || (view.getUint8(place) !== 44 && view.getUint8(place) !== 125)) break ordered
                    if (negative) value = -value
                    tries_column[row] = value
                  }
                  // kind
                  done = 7
                  mark = place
                  if (!(view.getFloat64(place, true) === 1.1607179294936419e-28 && view.getInt32(place + 5, true) === 574235236)) break ordered
                  place += 9
                  start = place
                  hash = 789269575
                  for (;;) {
                    word = view.getInt32(place, true)
                    marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                    if (marks !== 0) break
                    hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                    place += 4
                  }
                  last = place
                  marks = (31 - Math.clz32(marks & -marks)) & 24
                  place += marks >> 3
                  if (view.getUint8(place) !== 34) break ordered
                  word &= (1 << marks) - 1
                  hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                  hash ^= hash >>> 15
                  offset = values7.slots[hash & (values7.slots.length - 1)]
                  found: {
                    if (offset !== 0 && values7.words[offset] === hash && values7.words[offset + 1] === place - start) {
                      code = values7.words[offset + 2]
                      offset += 3
                      at = start
                      while (at < last && values7.words[offset] === view.getInt32(at, true)) {
                        at += 4
                        offset++
                      }
                      if (at === last && values7.words[offset] === word) break found
                    }
                    if (decoding.intern(values7, view, start, place, hash) < 0) break ordered
                  }
                  offset = slots2[hash & mask2]
                  found: {
                    if (offset !== 0 && words2[offset] === hash && words2[offset + 1] === place - start) {
                      code = words2[offset + 2]
                      offset += 3
                      at = start
                      while (at < last && words2[offset] === view.getInt32(at, true)) {
                        at += 4
                        offset++
                      }
                      if (at === last && words2[offset] === word) break found
                    }
                    code = decoding.intern(table2, view, start, place, hash)
                    if (table2.slots !== slots2 || table2.words !== words2) beyond = (row + 1) | 0
                  }
                  kind_column[row] = code
                  place++
                  // trusted
                  done = 8
                  mark = place
                  if (!(view.getFloat64(place, true) === 5.303861745164335e+180 && view.getInt32(place + 7, true) === 975332453)) break ordered
                  place += 11
                  if (view.getInt32(place, true) === 1702195828) {
                    value = 1
                    place += 4
                  } else if (view.getInt32(place, true) === 1936482662 && view.getInt32(place + 1, true) === 1702063201) {
                    value = 0
                    place += 5
                  } else break ordered
                  trusted_column[row] = value
                  // checked
                  done = 9
                  mark = place
                  if (view.getFloat64(place, true) === 3.551501144584016e+180 && view.getInt32(place + 7, true) === 975332453) {
                    place += 11
                    if (view.getInt32(place, true) === 1702195828) {
                      value = 1
                      place += 4
                    } else if (view.getInt32(place, true) === 1936482662 && view.getInt32(place + 1, true) === 1702063201) {
                      value = 0
                      place += 5
                    } else break ordered
                    checked_column[row] = value
                  }
                  // country
                  done = 10
                  mark = place
                  if (view.getFloat64(place, true) === 2.1797983942574774e+243 && view.getInt32(place + 8, true) === 574235257) {
                    place += 12
                    start = place
                    hash = 789269575
                    for (;;) {
                      word = view.getInt32(place, true)
                      marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                      if (marks !== 0) break
                      hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                      place += 4
                    }
                    last = place
                    marks = (31 - Math.clz32(marks & -marks)) & 24
                    place += marks >> 3
                    if (view.getUint8(place) !== 34) break ordered
                    word &= (1 << marks) - 1
                    hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                    hash ^= hash >>> 15
                    offset = slots3[hash & mask3]
                    found: {
                      if (offset !== 0 && words3[offset] === hash && words3[offset + 1] === place - start) {
                        code = words3[offset + 2]
                        offset += 3
                        at = start
                        while (at < last && words3[offset] === view.getInt32(at, true)) {
                          at += 4
                          offset++
                        }
                        if (at === last && words3[offset] === word) break found
                      }
                      code = decoding.intern(table3, view, start, place, hash)
                      if (table3.slots !== slots3 || table3.words !== words3) beyond = (row + 1) | 0
                    }
                    country_column[row] = code
                    place++
                  }
                  // at
                  done = 11
                  mark = place
                  if (!(view.getInt32(place, true) === 1952522796 && view.getUint16(place + 4, true) === 14882)) break ordered
                  place += 6
                  if (view.getUint8(place) === 34) {
                    place++
                    start = place
                    year = view.getInt32(place + 0, true) ^ 0x30303030
                    month = view.getInt32(place + 4, true) ^ 0x2d30302d
                    day = view.getInt32(place + 8, true) ^ 0x30543030
                    hour = view.getInt32(place + 12, true) ^ 0x30303a30
                    if (view.getUint8(place + 19) === 90) {
                      second = view.getInt32(place + 16, true) ^ 0x5a30303a
                      thousandth = 0
                      length = 20
                    } else {
                      second = view.getInt32(place + 16, true) ^ 0x2e30303a
                      thousandth = view.getInt32(place + 20, true) ^ 0x5a303030
                      length = 24
                    }
                    marks = (year | (year + 0x76767676) | month | (month + 0x7f76767f) | day | (day + 0x767f7676) | hour | (hour + 0x76767f76) | second | (second + 0x7f76767f) | thousandth | (thousandth + 0x7f767676)) & 0x80808080
                    hours = (day >>> 24) * 10 + (hour & 255)
                    minutes = ((hour >>> 16) & 255) * 10 + (hour >>> 24)
                    seconds = ((second >>> 8) & 255) * 10 + ((second >>> 16) & 255)
                    if (marks === 0 && view.getUint8(place + length) === 34 && hours < 24 && minutes < 60 && seconds < 60) {
                      day &= 0xffff
                      if (year !== year11 || month !== month11 || day !== day11) {
                        year11 = year
                        month11 = month
                        day11 = day
                        midnight11 = decoding.isoTime(bytes, place, place + 10)
                      }
                      thousandth = (thousandth & 255) * 100 + ((thousandth >>> 8) & 255) * 10 + ((thousandth >>> 16) & 255)
                      value = midnight11 + ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandth
                      place += length
                    } else {
                      break ordered
                    }
                    if (value !== value) break ordered
                    place++
                  } else {
                    negative = view.getUint8(place) === 45
                    if (negative) place++
                    start = place
                    value = 0
                    for (;;) {
                      word = view.getInt32(place, true) ^ 0x30303030
                      marks = (word | (word + 0x76767676)) & 0x80808080
                      if (marks !== 0) break
                      word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                      value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                      place += 4
                    }
                    marks = (31 - Math.clz32(marks & -marks)) >> 3
                    word = (word << (24 - (marks << 3))) << 8
                    word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                    value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                    place += marks
                    if (place === start || (view.getUint8(start) === 48 && place - start > 1) || place - start > 15 || (view.getUint8(place) !== 44 && view.getUint8(place) !== 125)) break ordered
                    if (negative) value = -value
                  }
                  ats[row] = value
                  done = 12
                  mark = place
                  if (view.getUint8(place) === 125) break fields
                }
                // In any order, from the first field that was not read
                place = mark
                seen0 = seenBefore0[done]
                separator = done === 0 ? 123 : 44
                for (;;) {
                  if (view.getUint8(place) !== separator) {
                    while (view.getUint8(place) === 32 || view.getUint8(place) === 9 || view.getUint8(place) === 13) place++
                    if (view.getUint8(place) === 125 && separator === 44) break
                    if (view.getUint8(place) !== separator) break lines
                  }
                  separator = 44
                  place++
                  for (;;) {
                    if (view.getUint8(place) !== 34) while (view.getUint8(place) === 32 || view.getUint8(place) === 9 || view.getUint8(place) === 13) place++
                    if (view.getUint8(place) !== 34) break lines
                    mark = place
                    field = fieldAt[Math.imul(view.getInt32(place + 1, true), -1243920997) >>> 27]
                    known: {
                      quick: for (;;) {
                        switch (field) {
                          case 0: // id
                            if (!(view.getInt32(place, true) === 577005858 && view.getInt32(place + 1, true) === 975332457)) {
                              field = 12
                              continue
                            }
                            place += 5
                            if (view.getUint8(place) === 32) place++
                            if (view.getUint8(place) !== 34) break quick
                            place++
                            start = place
                            for (;;) {
                              word = view.getInt32(place, true)
                              marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                              if (marks !== 0) break
                              place += 4
                            }
                            place += (31 - Math.clz32(marks & -marks)) >> 3
                            if (view.getUint8(place) !== 34) break quick
                            id_from[row] = start
                            id_to[row] = place
                            place++
                            seen0 |= 1
                            break known
                          case 1: // card
                            if (!(view.getInt32(place, true) === 1918984994 && view.getInt32(place + 3, true) === 975332466)) {
                              field = 12
                              continue
                            }
                            place += 7
                            if (view.getUint8(place) === 32) place++
                            if (view.getUint8(place) !== 34) break quick
                            place++
                            start = place
                            hash = 789269575
                            for (;;) {
                              word = view.getInt32(place, true)
                              marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                              if (marks !== 0) break
                              hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                              place += 4
                            }
                            last = place
                            marks = (31 - Math.clz32(marks & -marks)) & 24
                            place += marks >> 3
                            if (view.getUint8(place) !== 34) break quick
                            word &= (1 << marks) - 1
                            hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                            hash ^= hash >>> 15
                            offset = slots0[hash & mask0]
                            found: {
                              if (offset !== 0 && words0[offset] === hash && words0[offset + 1] === place - start) {
                                code = words0[offset + 2]
                                offset += 3
                                at = start
                                while (at < last && words0[offset] === view.getInt32(at, true)) {
                                  at += 4
                                  offset++
                                }
                                if (at === last && words0[offset] === word) break found
                              }
                              code = decoding.intern(table0, view, start, place, hash)
                              if (table0.slots !== slots0 || table0.words !== words0) beyond = (row + 1) | 0
                            }
                            card_column[row] = code
                            place++
                            seen0 |= 2
                            break known
                          case 2: // payer
                            if (!(view.getFloat64(place, true) === 1.1641605893120827e-28)) {
                              field = 3
                              continue
                            }
                            place += 8
                            if (view.getUint8(place) === 32) place++
                            if (view.getUint8(place) !== 34) break quick
                            place++
                            start = place
                            hash = 789269575
                            for (;;) {
                              word = view.getInt32(place, true)
                              marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                              if (marks !== 0) break
                              hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                              place += 4
                            }
                            last = place
                            marks = (31 - Math.clz32(marks & -marks)) & 24
                            place += marks >> 3
                            if (view.getUint8(place) !== 34) break quick
                            word &= (1 << marks) - 1
                            hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                            hash ^= hash >>> 15
                            offset = slots1[hash & mask1]
                            found: {
                              if (offset !== 0 && words1[offset] === hash && words1[offset + 1] === place - start) {
                                code = words1[offset + 2]
                                offset += 3
                                at = start
                                while (at < last && words1[offset] === view.getInt32(at, true)) {
                                  at += 4
                                  offset++
                                }
                                if (at === last && words1[offset] === word) break found
                              }
                              code = decoding.intern(table1, view, start, place, hash)
                              if (table1.slots !== slots1 || table1.words !== words1) beyond = (row + 1) | 0
                            }
                            payer_column[row] = code
                            place++
                            seen0 |= 4
                            break known
                          case 3: // payee
                            if (!(view.getFloat64(place, true) === 1.1609558418846224e-28)) {
                              field = 12
                              continue
                            }
                            place += 8
                            if (view.getUint8(place) === 32) place++
                            if (view.getUint8(place) !== 34) break quick
                            place++
                            start = place
                            hash = 789269575
                            for (;;) {
                              word = view.getInt32(place, true)
                              marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                              if (marks !== 0) break
                              hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                              place += 4
                            }
                            last = place
                            marks = (31 - Math.clz32(marks & -marks)) & 24
                            place += marks >> 3
                            if (view.getUint8(place) !== 34) break quick
                            word &= (1 << marks) - 1
                            hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                            hash ^= hash >>> 15
                            offset = slots1[hash & mask1]
                            found: {
                              if (offset !== 0 && words1[offset] === hash && words1[offset + 1] === place - start) {
                                code = words1[offset + 2]
                                offset += 3
                                at = start
                                while (at < last && words1[offset] === view.getInt32(at, true)) {
                                  at += 4
                                  offset++
                                }
                                if (at === last && words1[offset] === word) break found
                              }
                              code = decoding.intern(table1, view, start, place, hash)
                              if (table1.slots !== slots1 || table1.words !== words1) beyond = (row + 1) | 0
                            }
                            payee_column[row] = code
                            place++
                            break known
                          case 4: // amount
                            if (!(view.getFloat64(place, true) === 1.0471813006379201e-142 && view.getInt32(place + 5, true) === 975336558)) {
                              field = 12
                              continue
                            }
                            place += 9
                            if (view.getUint8(place) === 32) place++
                            negative = view.getUint8(place) === 45
                            if (negative) place++
                            start = place
                            value = 0
                            for (;;) {
                              word = view.getInt32(place, true) ^ 0x30303030
                              marks = (word | (word + 0x76767676)) & 0x80808080
                              if (marks !== 0) break
                              word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                              value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                              place += 4
                            }
                            marks = (31 - Math.clz32(marks & -marks)) >> 3
                            word = (word << (24 - (marks << 3))) << 8
                            word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                            value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                            place += marks
                            if (place === start || (view.getUint8(start) === 48 && place - start > 1)) break quick
                            fraction = 0
                            if (view.getUint8(place) === 46) {
                              start++
                              fraction = ++place
                              for (;;) {
                                word = view.getInt32(place, true) ^ 0x30303030
                                marks = (word | (word + 0x76767676)) & 0x80808080
                                if (marks !== 0) break
                                word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                                value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                                place += 4
                              }
                              marks = (31 - Math.clz32(marks & -marks)) >> 3
                              word = (word << (24 - (marks << 3))) << 8
                              word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                              value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                              place += marks
                              fraction = place - fraction
                              if (fraction === 0) break quick
                            }
                            if ((view.getUint8(place) !== 44 && view.getUint8(place) !== 125) || place - start > 15) break quick
                            if (fraction > 0) value /= powers[fraction]
                            if (negative) value = -value
                            amount_column[row] = value
                            seen0 |= 8
                            break known
                          case 5: // fee
                            if (!(view.getInt32(place, true) === 1701144098 && view.getUint16(place + 4, true) === 14882)) {
                              field = 12
                              continue
                            }
                            place += 6
                            if (view.getUint8(place) === 32) place++
                            negative = view.getUint8(place) === 45
                            if (negative) place++
                            start = place
                            value = 0
                            for (;;) {
                              word = view.getInt32(place, true) ^ 0x30303030
                              marks = (word | (word + 0x76767676)) & 0x80808080
                              if (marks !== 0) break
                              word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                              value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                              place += 4
                            }
                            marks = (31 - Math.clz32(marks & -marks)) >> 3
                            word = (word << (24 - (marks << 3))) << 8
                            word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                            value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                            place += marks
                            if (place === start || (view.getUint8(start) === 48 && place - start > 1)) break quick
                            fraction = 0
                            if (view.getUint8(place) === 46) {
                              start++
                              fraction = ++place
                              for (;;) {
                                word = view.getInt32(place, true) ^ 0x30303030
                                marks = (word | (word + 0x76767676)) & 0x80808080
                                if (marks !== 0) break
                                word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                                value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                                place += 4
                              }
                              marks = (31 - Math.clz32(marks & -marks)) >> 3
                              word = (word << (24 - (marks << 3))) << 8
                              word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                              value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                              place += marks
                              fraction = place - fraction
                              if (fraction === 0) break quick
                            }
                            if ((view.getUint8(place) !== 44 && view.getUint8(place) !== 125) || fraction > 2 || value * powers[2 - fraction] > 1000000000000000 || place - start > 15) break quick
                            value = value * powers[2 - fraction]
                            if (negative) value = 0 - value
                            fee_column[row] = value
                            break known
                          case 6: // tries
                            if (!(view.getFloat64(place, true) === 1.1644070484096757e-28)) {
                              field = 12
                              continue
                            }
                            place += 8
                            if (view.getUint8(place) === 32) place++
                            negative = view.getUint8(place) === 45
                            if (negative) place++
                            start = place
                            value = 0
                            for (;;) {
                              word = view.getInt32(place, true) ^ 0x30303030
                              marks = (word | (word + 0x76767676)) & 0x80808080
                              if (marks !== 0) break
                              word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                              value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                              place += 4
                            }
                            marks = (31 - Math.clz32(marks & -marks)) >> 3
                            word = (word << (24 - (marks << 3))) << 8
                            word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                            value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                            place += marks
                            if (place === start || (view.getUint8(start) === 48 && place - start > 1) || place - start > 15 || (view.getUint8(place) !== 44 && view.getUint8(place) !== 125)) break quick
                            if (negative) value = -value
                            tries_column[row] = value
                            break known
                          case 7: // kind
                            if (!(view.getInt32(place, true) === 1852402466 && view.getInt32(place + 3, true) === 975332462)) {
                              field = 12
                              continue
                            }
                            place += 7
                            if (view.getUint8(place) === 32) place++
                            if (view.getUint8(place) !== 34) break quick
                            place++
                            start = place
                            hash = 789269575
                            for (;;) {
                              word = view.getInt32(place, true)
                              marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                              if (marks !== 0) break
                              hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                              place += 4
                            }
                            last = place
                            marks = (31 - Math.clz32(marks & -marks)) & 24
                            place += marks >> 3
                            if (view.getUint8(place) !== 34) break quick
                            word &= (1 << marks) - 1
                            hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                            hash ^= hash >>> 15
                            offset = values7.slots[hash & (values7.slots.length - 1)]
                            found: {
                              if (offset !== 0 && values7.words[offset] === hash && values7.words[offset + 1] === place - start) {
                                code = values7.words[offset + 2]
                                offset += 3
                                at = start
                                while (at < last && values7.words[offset] === view.getInt32(at, true)) {
                                  at += 4
                                  offset++
                                }
                                if (at === last && values7.words[offset] === word) break found
                              }
                              if (decoding.intern(values7, view, start, place, hash) < 0) break quick
                            }
                            offset = slots2[hash & mask2]
                            found: {
                              if (offset !== 0 && words2[offset] === hash && words2[offset + 1] === place - start) {
                                code = words2[offset + 2]
                                offset += 3
                                at = start
                                while (at < last && words2[offset] === view.getInt32(at, true)) {
                                  at += 4
                                  offset++
                                }
                                if (at === last && words2[offset] === word) break found
                              }
                              code = decoding.intern(table2, view, start, place, hash)
                              if (table2.slots !== slots2 || table2.words !== words2) beyond = (row + 1) | 0
                            }
                            kind_column[row] = code
                            place++
                            seen0 |= 16
                            break known
                          case 8: // trusted
                            if (!(view.getFloat64(place, true) === 4.2451566049530026e+175 && view.getUint16(place + 8, true) === 14882)) {
                              field = 12
                              continue
                            }
                            place += 10
                            if (view.getUint8(place) === 32) place++
                            if (view.getInt32(place, true) === 1702195828) {
                              value = 1
                              place += 4
                            } else if (view.getInt32(place, true) === 1936482662 && view.getInt32(place + 1, true) === 1702063201) {
                              value = 0
                              place += 5
                            } else break quick
                            trusted_column[row] = value
                            seen0 |= 32
                            break known
                          case 9: // checked
                            if (!(view.getFloat64(place, true) === 4.2381519415306645e+175 && view.getUint16(place + 8, true) === 14882)) {
                              field = 12
                              continue
                            }
                            place += 10
                            if (view.getUint8(place) === 32) place++
                            if (view.getInt32(place, true) === 1702195828) {
                              value = 1
                              place += 4
                            } else if (view.getInt32(place, true) === 1936482662 && view.getInt32(place + 1, true) === 1702063201) {
                              value = 0
                              place += 5
                            } else break quick
                            checked_column[row] = value
                            break known
                          case 10: // country
                            if (!(view.getFloat64(place, true) === 1.0223170819282758e+277 && view.getUint16(place + 8, true) === 14882)) {
                              field = 12
                              continue
                            }
                            place += 10
                            if (view.getUint8(place) === 32) place++
                            if (view.getUint8(place) !== 34) break quick
                            place++
                            start = place
                            hash = 789269575
                            for (;;) {
                              word = view.getInt32(place, true)
                              marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                              if (marks !== 0) break
                              hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                              place += 4
                            }
                            last = place
                            marks = (31 - Math.clz32(marks & -marks)) & 24
                            place += marks >> 3
                            if (view.getUint8(place) !== 34) break quick
                            word &= (1 << marks) - 1
                            hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                            hash ^= hash >>> 15
                            offset = slots3[hash & mask3]
                            found: {
                              if (offset !== 0 && words3[offset] === hash && words3[offset + 1] === place - start) {
                                code = words3[offset + 2]
                                offset += 3
                                at = start
                                while (at < last && words3[offset] === view.getInt32(at, true)) {
                                  at += 4
                                  offset++
                                }
                                if (at === last && words3[offset] === word) break found
                              }
                              code = decoding.intern(table3, view, start, place, hash)
                              if (table3.slots !== slots3 || table3.words !== words3) beyond = (row + 1) | 0
                            }
                            country_column[row] = code
                            place++
                            break known
                          case 11: // at
                            if (!(view.getInt32(place, true) === 578052386 && view.getInt32(place + 1, true) === 975336545)) {
                              field = 12
                              continue
                            }
                            place += 5
                            if (view.getUint8(place) === 32) place++
                            if (view.getUint8(place) === 34) {
                              place++
                              start = place
                              year = view.getInt32(place + 0, true) ^ 0x30303030
                              month = view.getInt32(place + 4, true) ^ 0x2d30302d
                              day = view.getInt32(place + 8, true) ^ 0x30543030
                              hour = view.getInt32(place + 12, true) ^ 0x30303a30
                              if (view.getUint8(place + 19) === 90) {
                                second = view.getInt32(place + 16, true) ^ 0x5a30303a
                                thousandth = 0
                                length = 20
                              } else {
                                second = view.getInt32(place + 16, true) ^ 0x2e30303a
                                thousandth = view.getInt32(place + 20, true) ^ 0x5a303030
                                length = 24
                              }
                              marks = (year | (year + 0x76767676) | month | (month + 0x7f76767f) | day | (day + 0x767f7676) | hour | (hour + 0x76767f76) | second | (second + 0x7f76767f) | thousandth | (thousandth + 0x7f767676)) & 0x80808080
                              hours = (day >>> 24) * 10 + (hour & 255)
                              minutes = ((hour >>> 16) & 255) * 10 + (hour >>> 24)
                              seconds = ((second >>> 8) & 255) * 10 + ((second >>> 16) & 255)
                              if (marks === 0 && view.getUint8(place + length) === 34 && hours < 24 && minutes < 60 && seconds < 60) {
                                day &= 0xffff
                                if (year !== year11 || month !== month11 || day !== day11) {
                                  year11 = year
                                  month11 = month
                                  day11 = day
                                  midnight11 = decoding.isoTime(bytes, place, place + 10)
                                }
                                thousandth = (thousandth & 255) * 100 + ((thousandth >>> 8) & 255) * 10 + ((thousandth >>> 16) & 255)
                                value = midnight11 + ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandth
                                place += length
                              } else {
                                break quick
                              }
                              if (value !== value) break quick
                              place++
                            } else {
                              negative = view.getUint8(place) === 45
                              if (negative) place++
                              start = place
                              value = 0
                              for (;;) {
                                word = view.getInt32(place, true) ^ 0x30303030
                                marks = (word | (word + 0x76767676)) & 0x80808080
                                if (marks !== 0) break
                                word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                                value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                                place += 4
                              }
                              marks = (31 - Math.clz32(marks & -marks)) >> 3
                              word = (word << (24 - (marks << 3))) << 8
                              word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                              value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                              place += marks
                              if (place === start || (view.getUint8(start) === 48 && place - start > 1) || place - start > 15 || (view.getUint8(place) !== 44 && view.getUint8(place) !== 125)) break quick
                              if (negative) value = -value
                            }
                            ats[row] = value
                            seen0 |= 64
                            break known
                          default: // not declared
                            place++
                            for (;;) {
                              word = view.getInt32(place, true)
                              marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                              if (marks !== 0) break
                              place += 4
                            }
                            place += (31 - Math.clz32(marks & -marks)) >> 3
                            if (view.getUint16(place, true) !== 0x3a22) break lines
                            place += 2
                            if (view.getUint8(place) <= 32) while (view.getUint8(place) === 32 || view.getUint8(place) === 9 || view.getUint8(place) === 13) place++
                            if (view.getUint8(place) === 34) {
                              place++
                              for (;;) {
                                word = view.getInt32(place, true)
                                marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                                if (marks !== 0) break
                                place += 4
                              }
                              place += (31 - Math.clz32(marks & -marks)) >> 3
                              if (view.getUint8(place) !== 34) {
                                place = decoding.stringEnd(bytes, place)
                                if (place < 0) break lines
                              }
                              place++
                            } else {
                              place = decoding.valueEnd(bytes, place)
                              if (place < 0) break lines
                            }
                            break known
                        }
                      }
                      place = mark + lengths[field]
                      value: switch (way[field]) {
                        case 0: // id
                          if (view.getUint8(place) <= 32) while (view.getUint8(place) === 32 || view.getUint8(place) === 9 || view.getUint8(place) === 13) place++
                          if (view.getUint8(place) !== 34) break lines
                          place++
                          start = place
                          for (;;) {
                            word = view.getInt32(place, true)
                            marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                            if (marks !== 0) break
                            place += 4
                          }
                          place += (31 - Math.clz32(marks & -marks)) >> 3
                          if (view.getUint8(place) !== 34) break lines
                          columns0[field][row] = start
                          ends0[field][row] = place
                          place++
                          break
                        case 1: // card
                          if (view.getUint8(place) <= 32) while (view.getUint8(place) === 32 || view.getUint8(place) === 9 || view.getUint8(place) === 13) place++
                          if (view.getUint8(place) !== 34) break lines
                          place++
                          start = place
                          hash = 789269575
                          for (;;) {
                            word = view.getInt32(place, true)
                            marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                            if (marks !== 0) break
                            hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                            place += 4
                          }
                          last = place
                          marks = (31 - Math.clz32(marks & -marks)) & 24
                          place += marks >> 3
                          if (view.getUint8(place) !== 34) break lines
                          word &= (1 << marks) - 1
                          hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                          hash ^= hash >>> 15
                          offset = slots0[hash & mask0]
                          found: {
                            if (offset !== 0 && words0[offset] === hash && words0[offset + 1] === place - start) {
                              code = words0[offset + 2]
                              offset += 3
                              at = start
                              while (at < last && words0[offset] === view.getInt32(at, true)) {
                                at += 4
                                offset++
                              }
                              if (at === last && words0[offset] === word) break found
                            }
                            code = decoding.intern(table0, view, start, place, hash)
                            if (table0.slots !== slots0 || table0.words !== words0) beyond = (row + 1) | 0
                          }
                          columns0[field][row] = code
                          place++
                          break
                        case 2: // payer, payee
                          if (view.getUint8(place) <= 32) while (view.getUint8(place) === 32 || view.getUint8(place) === 9 || view.getUint8(place) === 13) place++
                          if (nullable[field] === 1 && view.getInt32(place, true) === 1819047278) {
                            place += 4
                            columns0[field][row] = -1
                            break value
                          }
                          if (view.getUint8(place) !== 34) break lines
                          place++
                          start = place
                          hash = 789269575
                          for (;;) {
                            word = view.getInt32(place, true)
                            marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                            if (marks !== 0) break
                            hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                            place += 4
                          }
                          last = place
                          marks = (31 - Math.clz32(marks & -marks)) & 24
                          place += marks >> 3
                          if (view.getUint8(place) !== 34) break lines
                          word &= (1 << marks) - 1
                          hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                          hash ^= hash >>> 15
                          offset = slots1[hash & mask1]
                          found: {
                            if (offset !== 0 && words1[offset] === hash && words1[offset + 1] === place - start) {
                              code = words1[offset + 2]
                              offset += 3
                              at = start
                              while (at < last && words1[offset] === view.getInt32(at, true)) {
                                at += 4
                                offset++
                              }
                              if (at === last && words1[offset] === word) break found
                            }
                            code = decoding.intern(table1, view, start, place, hash)
                            if (table1.slots !== slots1 || table1.words !== words1) beyond = (row + 1) | 0
                          }
                          columns0[field][row] = code
                          place++
                          break
                        case 3: // amount
                          if (view.getUint8(place) <= 32) while (view.getUint8(place) === 32 || view.getUint8(place) === 9 || view.getUint8(place) === 13) place++
                          negative = view.getUint8(place) === 45
                          if (negative) place++
                          start = place
                          value = 0
                          for (;;) {
                            word = view.getInt32(place, true) ^ 0x30303030
                            marks = (word | (word + 0x76767676)) & 0x80808080
                            if (marks !== 0) break
                            word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                            value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                            place += 4
                          }
                          marks = (31 - Math.clz32(marks & -marks)) >> 3
                          word = (word << (24 - (marks << 3))) << 8
                          word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                          value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                          place += marks
                          if (place === start || (view.getUint8(start) === 48 && place - start > 1)) break lines
                          fraction = 0
                          if (view.getUint8(place) === 46) {
                            start++
                            fraction = ++place
                            for (;;) {
                              word = view.getInt32(place, true) ^ 0x30303030
                              marks = (word | (word + 0x76767676)) & 0x80808080
                              if (marks !== 0) break
                              word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                              value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                              place += 4
                            }
                            marks = (31 - Math.clz32(marks & -marks)) >> 3
                            word = (word << (24 - (marks << 3))) << 8
                            word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                            value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                            place += marks
                            fraction = place - fraction
                            if (fraction === 0) break lines
                          }
                          if (place - start > 15 || (view.getUint8(place) | 32) === 101) {
                            // More digits than are exact, or an exponent
                            if (fraction > 0) start--
                            place = decoding.numberEnd(bytes, start)
                            value = decoding.number(bytes, start, place)
                            if (value !== value) break lines
                            if (negative) value = -value
                          } else {
                            if (fraction > 0) {
                              value /= powers[fraction]
                              if (negative) value = -value
                            } else if (negative) value = -value
                          }
                          columns0[field][row] = value
                          break
                        case 4: // fee
                          if (view.getUint8(place) <= 32) while (view.getUint8(place) === 32 || view.getUint8(place) === 9 || view.getUint8(place) === 13) place++
                          if (nullable[field] === 1 && view.getInt32(place, true) === 1819047278) {
                            place += 4
                            columns0[field][row] = NaN
                            break value
                          }
                          negative = view.getUint8(place) === 45
                          if (negative) place++
                          start = place
                          value = 0
                          for (;;) {
                            word = view.getInt32(place, true) ^ 0x30303030
                            marks = (word | (word + 0x76767676)) & 0x80808080
                            if (marks !== 0) break
                            word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                            value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                            place += 4
                          }
                          marks = (31 - Math.clz32(marks & -marks)) >> 3
                          word = (word << (24 - (marks << 3))) << 8
                          word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                          value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                          place += marks
                          if (place === start || (view.getUint8(start) === 48 && place - start > 1)) break lines
                          fraction = 0
                          if (view.getUint8(place) === 46) {
                            start++
                            fraction = ++place
                            for (;;) {
                              word = view.getInt32(place, true) ^ 0x30303030
                              marks = (word | (word + 0x76767676)) & 0x80808080
                              if (marks !== 0) break
                              word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                              value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                              place += 4
                            }
                            marks = (31 - Math.clz32(marks & -marks)) >> 3
                            word = (word << (24 - (marks << 3))) << 8
                            word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                            value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                            place += marks
                            fraction = place - fraction
                            if (fraction === 0) break lines
                          }
                          if (place - start > 15 || (view.getUint8(place) | 32) === 101) {
                            // More digits than are exact, or an exponent
                            if (fraction > 0) start--
                            place = decoding.numberEnd(bytes, start)
                            value = decoding.number(bytes, start, place)
                            if (value !== value) break lines
                            if (negative) value = -value
                            decimal = Math.round(value * 100)
                            if (!Number.isSafeInteger(decimal) || decimal / 100 !== value) break lines
                            value = decimal + 0
                          } else {
                            if (fraction <= 2 && value * powers[2 - fraction] <= 1000000000000000) {
                              value = value * powers[2 - fraction]
                              if (negative) value = 0 - value
                            } else {
                              value /= powers[fraction]
                              if (negative) value = -value
                              decimal = Math.round(value * 100)
                              if (!Number.isSafeInteger(decimal) || decimal / 100 !== value) break lines
                              value = decimal + 0
                            }
                          }
                          columns0[field][row] = value
                          break
                        case 5: // tries
                          if (view.getUint8(place) <= 32) while (view.getUint8(place) === 32 || view.getUint8(place) === 9 || view.getUint8(place) === 13) place++
                          if (nullable[field] === 1 && view.getInt32(place, true) === 1819047278) {
                            place += 4
                            columns0[field][row] = NaN
                            break value
                          }
                          negative = view.getUint8(place) === 45
                          if (negative) place++
                          start = place
                          value = 0
                          for (;;) {
                            word = view.getInt32(place, true) ^ 0x30303030
                            marks = (word | (word + 0x76767676)) & 0x80808080
                            if (marks !== 0) break
                            word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                            value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                            place += 4
                          }
                          marks = (31 - Math.clz32(marks & -marks)) >> 3
                          word = (word << (24 - (marks << 3))) << 8
                          word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                          value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                          place += marks
                          if (place === start || (view.getUint8(start) === 48 && place - start > 1)) break lines
                          fraction = 0
                          if (view.getUint8(place) === 46) {
                            start++
                            fraction = ++place
                            for (;;) {
                              word = view.getInt32(place, true) ^ 0x30303030
                              marks = (word | (word + 0x76767676)) & 0x80808080
                              if (marks !== 0) break
                              word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                              value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                              place += 4
                            }
                            marks = (31 - Math.clz32(marks & -marks)) >> 3
                            word = (word << (24 - (marks << 3))) << 8
                            word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                            value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                            place += marks
                            fraction = place - fraction
                            if (fraction === 0) break lines
                          }
                          if (place - start > 15 || (view.getUint8(place) | 32) === 101) {
                            // More digits than are exact, or an exponent
                            if (fraction > 0) start--
                            place = decoding.numberEnd(bytes, start)
                            value = decoding.number(bytes, start, place)
                            if (value !== value) break lines
                            if (negative) value = -value
                            if (!Number.isSafeInteger(value)) break lines
                          } else {
                            if (fraction > 0) {
                              value /= powers[fraction]
                              if (negative) value = -value
                              if (!Number.isSafeInteger(value)) break lines
                            } else if (negative) value = -value
                          }
                          columns0[field][row] = value
                          break
                        case 6: // kind
                          if (view.getUint8(place) <= 32) while (view.getUint8(place) === 32 || view.getUint8(place) === 9 || view.getUint8(place) === 13) place++
                          if (view.getUint8(place) !== 34) break lines
                          place++
                          valueTable = valueTables[field]
                          start = place
                          hash = 789269575
                          for (;;) {
                            word = view.getInt32(place, true)
                            marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                            if (marks !== 0) break
                            hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                            place += 4
                          }
                          last = place
                          marks = (31 - Math.clz32(marks & -marks)) & 24
                          place += marks >> 3
                          if (view.getUint8(place) !== 34) break lines
                          word &= (1 << marks) - 1
                          hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                          hash ^= hash >>> 15
                          offset = valueTable.slots[hash & (valueTable.slots.length - 1)]
                          found: {
                            if (offset !== 0 && valueTable.words[offset] === hash && valueTable.words[offset + 1] === place - start) {
                              code = valueTable.words[offset + 2]
                              offset += 3
                              at = start
                              while (at < last && valueTable.words[offset] === view.getInt32(at, true)) {
                                at += 4
                                offset++
                              }
                              if (at === last && valueTable.words[offset] === word) break found
                            }
                            if (decoding.intern(valueTable, view, start, place, hash) < 0) break lines
                          }
                          offset = slots2[hash & mask2]
                          found: {
                            if (offset !== 0 && words2[offset] === hash && words2[offset + 1] === place - start) {
                              code = words2[offset + 2]
                              offset += 3
                              at = start
                              while (at < last && words2[offset] === view.getInt32(at, true)) {
                                at += 4
                                offset++
                              }
                              if (at === last && words2[offset] === word) break found
                            }
                            code = decoding.intern(table2, view, start, place, hash)
                            if (table2.slots !== slots2 || table2.words !== words2) beyond = (row + 1) | 0
                          }
                          columns0[field][row] = code
                          place++
                          break
                        case 7: // trusted, checked
                          if (view.getUint8(place) <= 32) while (view.getUint8(place) === 32 || view.getUint8(place) === 9 || view.getUint8(place) === 13) place++
                          if (nullable[field] === 1 && view.getInt32(place, true) === 1819047278) {
                            place += 4
                            columns0[field][row] = NaN
                            break value
                          }
                          if (view.getInt32(place, true) === 1702195828) {
                            value = 1
                            place += 4
                          } else if (view.getInt32(place, true) === 1936482662 && view.getInt32(place + 1, true) === 1702063201) {
                            value = 0
                            place += 5
                          } else break lines
                          columns0[field][row] = value
                          break
                        case 8: // country
                          if (view.getUint8(place) <= 32) while (view.getUint8(place) === 32 || view.getUint8(place) === 9 || view.getUint8(place) === 13) place++
                          if (nullable[field] === 1 && view.getInt32(place, true) === 1819047278) {
                            place += 4
                            columns0[field][row] = -1
                            break value
                          }
                          if (view.getUint8(place) !== 34) break lines
                          place++
                          start = place
                          hash = 789269575
                          for (;;) {
                            word = view.getInt32(place, true)
                            marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                            if (marks !== 0) break
                            hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                            place += 4
                          }
                          last = place
                          marks = (31 - Math.clz32(marks & -marks)) & 24
                          place += marks >> 3
                          if (view.getUint8(place) !== 34) break lines
                          word &= (1 << marks) - 1
                          hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                          hash ^= hash >>> 15
                          offset = slots3[hash & mask3]
                          found: {
                            if (offset !== 0 && words3[offset] === hash && words3[offset + 1] === place - start) {
                              code = words3[offset + 2]
                              offset += 3
                              at = start
                              while (at < last && words3[offset] === view.getInt32(at, true)) {
                                at += 4
                                offset++
                              }
                              if (at === last && words3[offset] === word) break found
                            }
                            code = decoding.intern(table3, view, start, place, hash)
                            if (table3.slots !== slots3 || table3.words !== words3) beyond = (row + 1) | 0
                          }
                          columns0[field][row] = code
                          place++
                          break
                        case 9: // at
                          if (view.getUint8(place) <= 32) while (view.getUint8(place) === 32 || view.getUint8(place) === 9 || view.getUint8(place) === 13) place++
                          if (view.getUint8(place) === 34) {
                            place++
                            start = place
                            year = view.getInt32(place + 0, true) ^ 0x30303030
                            month = view.getInt32(place + 4, true) ^ 0x2d30302d
                            day = view.getInt32(place + 8, true) ^ 0x30543030
                            hour = view.getInt32(place + 12, true) ^ 0x30303a30
                            if (view.getUint8(place + 19) === 90) {
                              second = view.getInt32(place + 16, true) ^ 0x5a30303a
                              thousandth = 0
                              length = 20
                            } else {
                              second = view.getInt32(place + 16, true) ^ 0x2e30303a
                              thousandth = view.getInt32(place + 20, true) ^ 0x5a303030
                              length = 24
                            }
                            marks = (year | (year + 0x76767676) | month | (month + 0x7f76767f) | day | (day + 0x767f7676) | hour | (hour + 0x76767f76) | second | (second + 0x7f76767f) | thousandth | (thousandth + 0x7f767676)) & 0x80808080
                            hours = (day >>> 24) * 10 + (hour & 255)
                            minutes = ((hour >>> 16) & 255) * 10 + (hour >>> 24)
                            seconds = ((second >>> 8) & 255) * 10 + ((second >>> 16) & 255)
                            if (marks === 0 && view.getUint8(place + length) === 34 && hours < 24 && minutes < 60 && seconds < 60) {
                              day &= 0xffff
                              if (year !== year12 || month !== month12 || day !== day12) {
                                year12 = year
                                month12 = month
                                day12 = day
                                midnight12 = decoding.isoTime(bytes, place, place + 10)
                              }
                              thousandth = (thousandth & 255) * 100 + ((thousandth >>> 8) & 255) * 10 + ((thousandth >>> 16) & 255)
                              value = midnight12 + ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandth
                              place += length
                            } else {
                              for (;;) {
                                word = view.getInt32(place, true)
                                marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                                if (marks !== 0) break
                                place += 4
                              }
                              place += (31 - Math.clz32(marks & -marks)) >> 3
                              if (view.getUint8(place) !== 34) break lines
                              value = decoding.isoTime(bytes, start, place)
                            }
                            if (value !== value) break lines
                            place++
                          } else {
                            negative = view.getUint8(place) === 45
                            if (negative) place++
                            start = place
                            value = 0
                            for (;;) {
                              word = view.getInt32(place, true) ^ 0x30303030
                              marks = (word | (word + 0x76767676)) & 0x80808080
                              if (marks !== 0) break
                              word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                              value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                              place += 4
                            }
                            marks = (31 - Math.clz32(marks & -marks)) >> 3
                            word = (word << (24 - (marks << 3))) << 8
                            word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                            value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                            place += marks
                            if (place === start || (view.getUint8(start) === 48 && place - start > 1)) break lines
                            fraction = 0
                            if (view.getUint8(place) === 46) {
                              start++
                              fraction = ++place
                              for (;;) {
                                word = view.getInt32(place, true) ^ 0x30303030
                                marks = (word | (word + 0x76767676)) & 0x80808080
                                if (marks !== 0) break
                                word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                                value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                                place += 4
                              }
                              marks = (31 - Math.clz32(marks & -marks)) >> 3
                              word = (word << (24 - (marks << 3))) << 8
                              word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                              value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                              place += marks
                              fraction = place - fraction
                              if (fraction === 0) break lines
                            }
                            if (place - start > 15 || (view.getUint8(place) | 32) === 101) {
                              // More digits than are exact, or an exponent
                              if (fraction > 0) start--
                              place = decoding.numberEnd(bytes, start)
                              value = decoding.number(bytes, start, place)
                              if (value !== value) break lines
                              if (negative) value = -value
                              value = Math.floor(value)
                              if (!(Math.abs(value) <= 8640000000000000)) break lines
                            } else {
                              if (fraction > 0) {
                                value /= powers[fraction]
                                if (negative) value = -value
                                value = Math.floor(value)
                                if (!(Math.abs(value) <= 8640000000000000)) break lines
                              } else if (negative) value = -value
                            }
                          }
                          ats[row] = value
                          break
                      }
                      seen0 |= bit0[field]
                    }
                    if (view.getUint8(place) !== 44) break
                    place++
                  }
                }
                if (seen0 !== 127) break lines
              }
              place++
              if (view.getUint8(place) !== 10) while (view.getUint8(place) === 32 || view.getUint8(place) === 9 || view.getUint8(place) === 13) place++
              if (view.getUint8(place) !== 10) break
              starts[row] = line
              ends[row] = view.getUint8(place - 1) === 13 ? place - 1 : place
              row++
              line = place + 1
            }
            input.place = line
            return row - first
          }
        )
      })(),
      // Login
      (() => {
        const tens = Float64Array.of(1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000, 10000000000000, 100000000000000, 1000000000000000, 10000000000000000, 100000000000000000, 1000000000000000000, 10000000000000000000, 100000000000000000000, 1e+21, 1e+22)
        const fieldsByName = Uint8Array.of(2, 5, 5, 4, 5, 1, 5, 3, 5, 5, 5, 0, 5, 5, 5, 5)
        const nameLengths = Int32Array.of(5, 7, 9, 9, 5)
        const ways = Uint8Array.of(0, 1, 0, 2, 3)
        const nullable = Uint8Array.of(0, 0, 1, 0, 0)
        const bits0 = Int32Array.of(1, 2, 0, 4, 8)
        const seenBefore0 = Int32Array.of(0, 1, 3, 3, 7, 15)
        const reachKeys = new Int32Array(129), reachFacts = new Int32Array(129)
        // No word that is looked for there
        reachKeys[0] = 1
        for (const [slot, word, fact] of [[100, 1684611628, ((6 - 0) << 12) | (0 << 8) | 0], [89, 1937056300, ((8 - 0) << 12) | (0 << 8) | 1], [62, 1701061164, ((10 - 0) << 12) | (0 << 8) | 2], [46, 1634083372, ((10 - 0) << 12) | (0 << 8) | 3], [39, 1952522796, ((6 - 0) << 12) | (0 << 8) | 4], [87, 577005858, ((6 - 1) << 12) | (1 << 8) | 0], [108, 1702065442, ((8 - 1) << 12) | (1 << 8) | 1], [64, 1986356258, ((10 - 1) << 12) | (1 << 8) | 2], [0, 1767990818, ((10 - 1) << 12) | (1 << 8) | 3], [99, 578052386, ((6 - 1) << 12) | (1 << 8) | 4], [90, 975332457, ((6 - 2) << 12) | (2 << 8) | 0], [47, 1919251317, ((8 - 2) << 12) | (2 << 8) | 1], [2, 1769366884, ((10 - 2) << 12) | (2 << 8) | 2], [60, 1818845542, ((10 - 2) << 12) | (2 << 8) | 3], [31, 975336545, ((6 - 2) << 12) | (2 << 8) | 4], [12, 574235236, ((6 - 3) << 12) | (3 << 8) | 0], [98, 577922419, ((8 - 3) << 12) | (3 << 8) | 1], [55, 1667855973, ((10 - 3) << 12) | (3 << 8) | 2], [67, 1701603681, ((10 - 3) << 12) | (3 << 8) | 3]]) {
          reachKeys[slot] = word
          reachFacts[slot] = fact
        }
        const reachSlots = Int32Array.of(100, 87, 90, 12, 89, 108, 47, 98, 62, 64, 2, 55, 46, 0, 60, 67, 39, 99, 31, 128)
        const nameHeads = Int32Array.of(6, 8, 10, 10, 6)
        const places = new Int32Array(32), disorders = new Int32Array(32)
        // Lines as they mostly are, in WebAssembly; the function behind it reads those, too, and all others
        return decoding.plainLines({
          code: "AGFzbQEAAAABDgJgBH9/f38Bf2ABfwF8AgwBBGZyb20DZGF5AAEDAwIAAAUDAQACBxsDBXRpZ2h0AAEGc3BhY2VkAAIGbWVtb3J5AgAK6iUC+BIqAX8BfwF/AX8BfwF/AX8BfwF/AX4BfgF+AXwBfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF8RAAAAAAAAPh/IS0CQANAIAAgAUsNASAbIAJPDQEgACEEAkAgBCgAAEH7xKSjBnMgBCgAA0HkxOiRAnNyDQAgBEEHaiEEIAQhBQNAIAT9AAAA/QwCAgICAgICAgICAgICAgIC/VH9DCAgICAgICAgICAgICAgICD9KiAE/QAAAP0MXFxcXFxcXFxcXFxcXFxcXP0j/VD9ZCEJIAlFBEAgBEEQaiEEDAELCyAJaCEJIAkgJUcEQCAJISULIAQgJWohBCAbQQJ0IAUgA2o2ANhDIBtBAnQgBCADajYAmGQgBCkAAEKi2Iipt66ZuSKFIAQpAAJCourNq6bOiJ0ihYRCAFINACAEQQpqIQQgBCEFA0AgBP0AAAD9DAICAgICAgICAgICAgICAgL9Uf0MICAgICAgICAgICAgICAgIP0qIAT9AAAA/QxcXFxcXFxcXFxcXFxcXFxc/SP9UP1kIQkgCUUEQCAEQRBqIQQMAQsLIAloIQkgCSAmRwRAIAkhJgsgBCAmaiEEQceYrfgCIQggBSEGIAUgBCAFa0F8cWohBwJAA0AgBiAHTw0BIAhBD3cgBigAAHNBsfPd8XlsIQggBkEEaiEGDAALCyAIQQ93IAYoAABBASAEIAZrQQN0dEEBa3FzQbHz3fF5bCEIIAggCEEPdnMhCCAELQAAQSJHDQAgG0ECdCAFIANqNgDYhAEgG0ECdCAEIANqNgCYpQEgG0ECdCAINgDYxQEgBEEBaiEEIAQpAABCrMSQq+au2rHlAIUgBCkAA0Ll7KWb1syInSKFhEIAUkVFBEAgG0ECdEF/NgCwpwIgG0ECdEF/NgDwxwIFIARBC2ohBCAEIQUDQCAE/QAAAP0MAgICAgICAgICAgICAgICAv1R/QwgICAgICAgICAgICAgICAg/SogBP0AAAD9DFxcXFxcXFxcXFxcXFxcXFz9I/1Q/WQhCSAJRQRAIARBEGohBAwBCwsgCWghCSAJICdHBEAgCSEnCyAEICdqIQQgBC0AAEEiRw0BIBtBAnQgBSADajYAsKcCIBtBAnQgBCADajYA8McCIARBAWohBAsgBCkAAEKsxJiLlo3bsuQAhSAEKQACQubCpePWjJmROoWEQgBSDQAgBEEKaiEEIAQoAABB9OTVqwZGBEBEAAAAAAAA8D8hECAEQQRqIQQFIAQoAABB5sKxmwdzIAQoAAFB4djNqwZzcg0BRAAAAAAAAAAAIRAgBEEFaiEECyAbQQN0IBA5ALDoAiAEKAAAQazEhKMHcyAEKAACQeHoidEDc3INACAEQQZqIQQgBC0AAEEiRgRAIARBAWohBCAEKAAAQbDgwIEDcyERIAQoAARBreDA6QJzIRIgBCgACEGw4NCCA3MhEyAEKAAMQbD0wIEDcyEUIAQtABNB2gBGBEAgBCgAEEG64MDRBXMhFUEAIRZBFCEaBSAEKAAQQbrgwPECcyEVIAQoABRBsODA0QVzIRZBGCEaCyARIBFB9uzZswdqciASIBJB/+zZ+wdqcnIgEyATQfbs/bMHanJyIBQgFEH2/tmzB2pyciAVIBVB/+zZ+wdqcnIgFiAWQfbs2fsHanJyQYCBgoR4cQ0BIAQgGmotAABBIkcNASATQRh2Qf8BcUEKbCAUQQB2Qf8BcWohFyAUQRB2Qf8BcUEKbCAUQRh2Qf8BcWohGCAVQQh2Qf8BcUEKbCAVQRB2Qf8BcWohGSAXQRhPIBhBPE9yIBlBPE9yDQEgE0H//wNxIRMgESAqRyASICtHciATICxHcgRAIBEhKiASISsgEyEsIAQQACEtCyAtIC1iDQEgFkEAdkH/AXFBCmwgFkEIdkH/AXFqQQpsIBZBEHZB/wFxaiEWIBdBPGwgGGpBPGwgGWohGSAtIBlB6AdsIBZqt6AhECAEIBpBAWpqIQQFIAQtAABBLUYhCiAEIApqIQQgBCEFQgAhDwNAIAQpAABCsODAgYOGjJgwhSENIA0gDUL27Nmz586du/YAfIRCgIGChIiQoMCAf4MiDlAEQCAPQoDC1y9+IA0iDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gBEEIaiEEDAELCyAOeqdBA3YhDCAPIAxBA3QpAEB+IA1COCAMrUIDhn2GQgiGIg5CCn4gDkIIiHxC/4H8h/CfwP8AgyIOQuQAfiAOQhCIfEL//4OA8P8/gyIOQpDOAH4gDkIgiHxC/////w+DfCEPIAwgKEcEQCAMISgLIAQgKGohBCAEIAVrIQwgDEUNASAFLQAAQTBGBEAgDEEBSw0CCyAMQQ9LDQEgD7khECAQmiAQIAobIRALIBtBA3QgEDkA8KgDIAQvAABB/RRzDQAgG0ECdCAAIANqNgDYAiAbQQJ0IARBAWogA2o2AJgjIBtBAWohGyAEQQJqIQAMAQsLC0GYpwIoAAAhHUGcpwIoAAAhHkGgpwIoAAAhH0EAISBBACEkQQAhI0EAIRwCQCAeQX9GDQADQCAcIBtPDQEgHCAjRgRAICMhIiAjQcAAaiEjA0AgIkECdCgA2MUBIB5xISEgJCAdICEgH3RqKAAAciEkICJBAWohIiAiICNJDQALCyAcQQJ0KADYhAFBf0cEQCAcQQJ0KADYhAEgA2shBSAcQQJ0KACYpQEgHEECdCgA2IQBayEaIBxBAnQoANjFASEIAkACQCAaQRBqQQEgH3RLDQBBACEiA0AgHSAIICJqIB5xIB90aiEhAkAgISgAACAIRw0AICEoAAQgGkEBakcNACAaQRBNBEAgBf0AAABByAIgGmv9AAAA/U4gIUEQav0AAAD9Uf1TDQEFQQAhBgNAIAUgBmr9AAAAICFBEGogBmr9AAAA/VH9Uw0CIAZBEGohBiAGQRBqIBpJDQALIBpBEGshBiAFIAZq/QAAACAhQRBqIAZq/QAAAP1R/VMNAQsgHEECdCAhKAAINgCY5gEMAwsgISgABEUNASAiQQFqISIgIkEESQ0ACwsgIEECdCAcNgDYhgIgIEEBaiEgCwsgHEEBaiEcDAALC0GkpwIgIDYAAEGopwIgJDYAAEEAIAA2AAAgGwvtEioBfwF/AX8BfwF/AX8BfwF/AX8BfgF+AX4BfAF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AXxEAAAAAAAA+H8hLQJAA0AgACABSw0BIBsgAk8NASAAIQQCQCAEKQAAQvvEpKOmxI6QIoVCAFINACAEQQhqIQQgBCEFA0AgBP0AAAD9DAICAgICAgICAgICAgICAgL9Uf0MICAgICAgICAgICAgICAgIP0qIAT9AAAA/QxcXFxcXFxcXFxcXFxcXFxc/SP9UP1kIQkgCUUEQCAEQRBqIQQMAQsLIAloIQkgCSAlRwRAIAkhJQsgBCAlaiEEIBtBAnQgBSADajYA2EMgG0ECdCAEIANqNgCYZCAEKQAAQqLYgJHS7tyy8gCFIAQpAARC9eaVk6fEjpAihYRCAFINACAEQQxqIQQgBCEFA0AgBP0AAAD9DAICAgICAgICAgICAgICAgL9Uf0MICAgICAgICAgICAgICAgIP0qIAT9AAAA/QxcXFxcXFxcXFxcXFxcXFxc/SP9UP1kIQkgCUUEQCAEQRBqIQQMAQsLIAloIQkgCSAmRwRAIAkhJgsgBCAmaiEEQceYrfgCIQggBSEGIAUgBCAFa0F8cWohBwJAA0AgBiAHTw0BIAhBD3cgBigAAHNBsfPd8XlsIQggBkEEaiEGDAALCyAIQQ93IAYoAABBASAEIAZrQQN0dEEBa3FzQbHz3fF5bCEIIAggCEEPdnMhCCAELQAAQSJHDQAgG0ECdCAFIANqNgDYhAEgG0ECdCAEIANqNgCYpQEgG0ECdCAINgDYxQEgBEEBaiEEIAQpAABCrMCIodbM3bTjAIUgBCkABUL20o2rpsSOkCKFhEIAUkVFBEAgG0ECdEF/NgCwpwIgG0ECdEF/NgDwxwIFIARBDWohBCAEIQUDQCAE/QAAAP0MAgICAgICAgICAgICAgICAv1R/QwgICAgICAgICAgICAgICAg/SogBP0AAAD9DFxcXFxcXFxcXFxcXFxcXFz9I/1Q/WQhCSAJRQRAIARBEGohBAwBCwsgCWghCSAJICdHBEAgCSEnCyAEICdqIQQgBC0AAEEiRw0BIBtBAnQgBSADajYAsKcCIBtBAnQgBCADajYA8McCIARBAWohBAsgBCkAAEKswIixlqyatuUAhSAEKQAEQuHSsavGzIidIIWEQgBSDQAgBEEMaiEEIAQoAABB9OTVqwZGBEBEAAAAAAAA8D8hECAEQQRqIQQFIAQoAABB5sKxmwdzIAQoAAFB4djNqwZzcg0BRAAAAAAAAAAAIRAgBEEFaiEECyAbQQN0IBA5ALDoAiAEKQAAQqzAiInGzoidIIVCAFINACAEQQhqIQQgBC0AAEEiRgRAIARBAWohBCAEKAAAQbDgwIEDcyERIAQoAARBreDA6QJzIRIgBCgACEGw4NCCA3MhEyAEKAAMQbD0wIEDcyEUIAQtABNB2gBGBEAgBCgAEEG64MDRBXMhFUEAIRZBFCEaBSAEKAAQQbrgwPECcyEVIAQoABRBsODA0QVzIRZBGCEaCyARIBFB9uzZswdqciASIBJB/+zZ+wdqcnIgEyATQfbs/bMHanJyIBQgFEH2/tmzB2pyciAVIBVB/+zZ+wdqcnIgFiAWQfbs2fsHanJyQYCBgoR4cQ0BIAQgGmotAABBIkcNASATQRh2Qf8BcUEKbCAUQQB2Qf8BcWohFyAUQRB2Qf8BcUEKbCAUQRh2Qf8BcWohGCAVQQh2Qf8BcUEKbCAVQRB2Qf8BcWohGSAXQRhPIBhBPE9yIBlBPE9yDQEgE0H//wNxIRMgESAqRyASICtHciATICxHcgRAIBEhKiASISsgEyEsIAQQACEtCyAtIC1iDQEgFkEAdkH/AXFBCmwgFkEIdkH/AXFqQQpsIBZBEHZB/wFxaiEWIBdBPGwgGGpBPGwgGWohGSAtIBlB6AdsIBZqt6AhECAEIBpBAWpqIQQFIAQtAABBLUYhCiAEIApqIQQgBCEFQgAhDwNAIAQpAABCsODAgYOGjJgwhSENIA0gDUL27Nmz586du/YAfIRCgIGChIiQoMCAf4MiDlAEQCAPQoDC1y9+IA0iDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gBEEIaiEEDAELCyAOeqdBA3YhDCAPIAxBA3QpAEB+IA1COCAMrUIDhn2GQgiGIg5CCn4gDkIIiHxC/4H8h/CfwP8AgyIOQuQAfiAOQhCIfEL//4OA8P8/gyIOQpDOAH4gDkIgiHxC/////w+DfCEPIAwgKEcEQCAMISgLIAQgKGohBCAEIAVrIQwgDEUNASAFLQAAQTBGBEAgDEEBSw0CCyAMQQ9LDQEgD7khECAQmiAQIAobIRALIBtBA3QgEDkA8KgDIAQvAABB/RRzDQAgG0ECdCAAIANqNgDYAiAbQQJ0IARBAWogA2o2AJgjIBtBAWohGyAEQQJqIQAMAQsLC0GYpwIoAAAhHUGcpwIoAAAhHkGgpwIoAAAhH0EAISBBACEkQQAhI0EAIRwCQCAeQX9GDQADQCAcIBtPDQEgHCAjRgRAICMhIiAjQcAAaiEjA0AgIkECdCgA2MUBIB5xISEgJCAdICEgH3RqKAAAciEkICJBAWohIiAiICNJDQALCyAcQQJ0KADYhAFBf0cEQCAcQQJ0KADYhAEgA2shBSAcQQJ0KACYpQEgHEECdCgA2IQBayEaIBxBAnQoANjFASEIAkACQCAaQRBqQQEgH3RLDQBBACEiA0AgHSAIICJqIB5xIB90aiEhAkAgISgAACAIRw0AICEoAAQgGkEBakcNACAaQRBNBEAgBf0AAABByAIgGmv9AAAA/U4gIUEQav0AAAD9Uf1TDQEFQQAhBgNAIAUgBmr9AAAAICFBEGogBmr9AAAA/VH9Uw0CIAZBEGohBiAGQRBqIBpJDQALIBpBEGshBiAFIAZq/QAAACAhQRBqIAZq/QAAAP1R/VMNAQsgHEECdCAhKAAINgCY5gEMAwsgISgABEUNASAiQQFqISIgIkEESQ0ACwsgIEECdCAcNgDYhgIgIEEBaiEgCwsgHEEBaiEcDAALC0GkpwIgIDYAAEGopwIgJDYAAEEAIAA2AAAgGwsLoAIBAEHAAAuYAgEAAAAAAAAACgAAAAAAAABkAAAAAAAAAOgDAAAAAAAAECcAAAAAAACghgEAAAAAAEBCDwAAAAAAgJaYAAAAAAAAAAAAAADwPwAAAAAAACRAAAAAAAAAWUAAAAAAAECPQAAAAAAAiMNAAAAAAABq+EAAAAAAgIQuQQAAAADQEmNBAAAAAITXl0EAAAAAZc3NQQAAACBfoAJCAAAA6HZIN0IAAACilBptQgAAQOWcMKJCAACQHsS81kIAADQm9WsMQwCA4Dd5w0FDAKDYhVc0dkMAyE5nbcGrQwA9kWDkWOFDQIy1eB2vFURQ7+LW5BpLRJLVTQbP8IBE/////////////////////wAAAAAAAAAAAAAAAAAAAAA=",
          rows: 1024,
          window: 62640,
          windowBytes: 65536,
          from: 344,
          to: 4504,
          at: 54384,
          numbers: [
            { array: 46128, place: 0 }, // failed
          ],
          texts: [
            { from: 8664, to: 12824, texts: [0] }, // id
            // user
            {
              from: 16984,
              to: 21144,
              texts: [],
              coded: { hash: 25304, code: 29464, misses: 33624, cache: 37784, columns: [{ place: 0, domain: 0 }] },
            },
            { from: 37808, to: 41968, texts: [1] }, // device
          ],
        },
          (input, from, to, rows, row, most) => {
            const { bytes, view } = input
            const powers = tens
            const id_from = rows.textFrom[0]
            const id_to = rows.textTo[0]
            const user_column = rows.codes[0]
            const device_from = rows.textFrom[1]
            const device_to = rows.textTo[1]
            const failed_column = rows.numbers[0]
            const table0 = input.codes[0]
            const { slots: slots0, words: words0 } = table0
            const mask0 = slots0.length - 1
            const ats = rows.at
            const starts = rows.from, ends = rows.to
            // Whole numbers for certain
            to |= 0
            row |= 0
            const first = row
            let beyond = (row + most) | 0
            const fieldAt = fieldsByName, lengths = nameLengths, way = ways
            const bit0 = bits0
            const columns0 = [id_from, user_column, device_from, failed_column, null]
            const ends0 = [id_to, null, device_to, null, null]
            let seen0 = 0
            const keys = reachKeys, facts = reachFacts, slots = reachSlots, commas = places, heads = nameHeads
            let disorder = disorders[0], lead = 0, careful = -1, ahead = -1, shut = -1, close = -1, side = 0, other = 0
            let found = false, certain = false, begin = 0, turn = 0, spot = 0, key = 0, fact = 0, near = 0, comma = 0, edge = 0
            let sum = 0, total = 0, order = 0, slack = 0
            commas.fill(-1)
            let year4 = 0, month4 = 0, day4 = 0, midnight4 = NaN
            let year5 = 0, month5 = 0, day5 = 0, midnight5 = NaN
            let line = from | 0, place = from | 0, mark = from | 0
            let done = 0, separator = 0, field = 0, start = 0, last = 0, word = 0, marks = 0, hash = 0, code = 0, at = 0, offset = 0
            let year = 0, month = 0, day = 0, hour = 0, second = 0, thousandth = 0, hours = 0, minutes = 0, seconds = 0, length = 0
            let value = 0, fraction = 0
            let stop = 0
            let negative = false
            lines: while (line <= to && row < beyond) {
              place = line
              device_from[row] = -1
              fields: {
                if (line !== ahead)
                ordered: {
                  // id
                  done = 0
                  mark = place
                  if (!(view.getInt32(place, true) === 1684611707 && view.getInt32(place + 3, true) === 574235236)) break ordered
                  place += 7
                  start = place
                  for (;;) {
                    word = view.getInt32(place, true)
                    marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                    if (marks !== 0) break
                    place += 4
                  }
                  place += (31 - Math.clz32(marks & -marks)) >> 3
                  if (view.getUint8(place) !== 34) break ordered
                  id_from[row] = start
                  id_to[row] = place
                  place++
                  // user
                  done = 1
                  mark = place
                  if (!(view.getFloat64(place, true) === 1.16416056703199e-28 && view.getInt32(place + 5, true) === 574235250)) break ordered
                  place += 9
                  start = place
                  hash = 789269575
                  for (;;) {
                    word = view.getInt32(place, true)
                    marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                    if (marks !== 0) break
                    hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                    place += 4
                  }
                  last = place
                  marks = (31 - Math.clz32(marks & -marks)) & 24
                  place += marks >> 3
                  if (view.getUint8(place) !== 34) break ordered
                  word &= (1 << marks) - 1
                  hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                  hash ^= hash >>> 15
                  offset = slots0[hash & mask0]
                  found: {
                    if (offset !== 0 && words0[offset] === hash && words0[offset + 1] === place - start) {
                      code = words0[offset + 2]
                      offset += 3
                      at = start
                      while (at < last && words0[offset] === view.getInt32(at, true)) {
                        at += 4
                        offset++
                      }
                      if (at === last && words0[offset] === word) break found
                    }
                    code = decoding.intern(table0, view, start, place, hash)
                    if (table0.slots !== slots0 || table0.words !== words0) beyond = (row + 1) | 0
                  }
                  user_column[row] = code
                  place++
                  // device
                  done = 2
                  mark = place
                  if (view.getFloat64(place, true) === 2.5171950621146363e+180 && view.getInt32(place + 7, true) === 574235237) {
                    place += 11
                    start = place
                    for (;;) {
                      word = view.getInt32(place, true)
                      marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                      if (marks !== 0) break
                      place += 4
                    }
                    place += (31 - Math.clz32(marks & -marks)) >> 3
                    if (view.getUint8(place) !== 34) break ordered
                    device_from[row] = start
                    device_to[row] = place
                    place++
                  }
                  // failed
                  done = 3
                  mark = place
                  if (!(view.getFloat64(place, true) === 4.238942916776549e+175 && view.getUint16(place + 8, true) === 14882)) break ordered
                  place += 10
                  if (view.getInt32(place, true) === 1702195828) {
                    value = 1
                    place += 4
                  } else if (view.getInt32(place, true) === 1936482662 && view.getInt32(place + 1, true) === 1702063201) {
                    value = 0
                    place += 5
                  } else break ordered
                  failed_column[row] = value
                  // at
                  done = 4
                  mark = place
                  if (!(view.getInt32(place, true) === 1952522796 && view.getUint16(place + 4, true) === 14882)) break ordered
                  place += 6
                  if (view.getUint8(place) === 34) {
                    place++
                    start = place
                    year = view.getInt32(place + 0, true) ^ 0x30303030
                    month = view.getInt32(place + 4, true) ^ 0x2d30302d
                    day = view.getInt32(place + 8, true) ^ 0x30543030
                    hour = view.getInt32(place + 12, true) ^ 0x30303a30
                    if (view.getUint8(place + 19) === 90) {
                      second = view.getInt32(place + 16, true) ^ 0x5a30303a
                      thousandth = 0
                      length = 20
                    } else {
                      second = view.getInt32(place + 16, true) ^ 0x2e30303a
                      thousandth = view.getInt32(place + 20, true) ^ 0x5a303030
                      length = 24
                    }
                    marks = (year | (year + 0x76767676) | month | (month + 0x7f76767f) | day | (day + 0x767f7676) | hour | (hour + 0x76767f76) | second | (second + 0x7f76767f) | thousandth | (thousandth + 0x7f767676)) & 0x80808080
                    hours = (day >>> 24) * 10 + (hour & 255)
                    minutes = ((hour >>> 16) & 255) * 10 + (hour >>> 24)
                    seconds = ((second >>> 8) & 255) * 10 + ((second >>> 16) & 255)
                    if (marks === 0 && view.getUint8(place + length) === 34 && hours < 24 && minutes < 60 && seconds < 60) {
                      day &= 0xffff
                      if (year !== year4 || month !== month4 || day !== day4) {
                        year4 = year
                        month4 = month
                        day4 = day
                        midnight4 = decoding.isoTime(bytes, place, place + 10)
                      }
                      thousandth = (thousandth & 255) * 100 + ((thousandth >>> 8) & 255) * 10 + ((thousandth >>> 16) & 255)
                      value = midnight4 + ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandth
                      place += length
                    } else {
                      break ordered
                    }
                    if (value !== value) break ordered
                    place++
                  } else {
                    negative = view.getUint8(place) === 45
                    if (negative) place++
                    start = place
                    value = 0
                    for (;;) {
                      word = view.getInt32(place, true) ^ 0x30303030
                      marks = (word | (word + 0x76767676)) & 0x80808080
                      if (marks !== 0) break
                      word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                      value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                      place += 4
                    }
                    marks = (31 - Math.clz32(marks & -marks)) >> 3
                    word = (word << (24 - (marks << 3))) << 8
                    word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                    value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                    place += marks
                    if (place === start || (view.getUint8(start) === 48 && place - start > 1) || place - start > 15 || (view.getUint8(place) !== 44 && view.getUint8(place) !== 125)) break ordered
                    if (negative) value = -value
                  }
                  ats[row] = value
                  done = 5
                  mark = place
                  if (view.getUint8(place) === 125) break fields
                }
                scattered: {
                  if (line !== ahead) {
                    // Does each line begin with another field?
                    key = view.getInt32(mark + 2, true)
                    disorder = key === lead ? Math.max(disorder - 1, -1000) : Math.min(disorder + 2, 16)
                    lead = key
                    if (disorder < 8 || line === careful) break scattered
                  }
                  for (;;) {
                    // The places of the line itself, or of the one behind it
                    if (line === ahead) {
                      total = sum
                      close = shut
                      begin = close + 2
                    } else begin = line
                    shut = -1
                    side ^= 8
                    spot = begin
                    sum = 0 - begin
                    certain = true
                    found = begin <= to && view.getUint16(begin, true) === 0x227b
                    key = found ? view.getInt32(begin, true) ^ 0x57 : 0 // as if a comma stood there
                    if (line === ahead) {
                      other = side ^ 8
                      found = false
                      read: {
                        order = mark = 0
                        for (turn = 2; turn > 0; turn--) {
                          near = Math.imul(key, -1638417049) >>> 25
                          edge = spot - ((facts[near] >> 8) & 15)
                          if (keys[near] !== key || (certain ? edge !== spot : view.getUint8(edge) !== 44)) {
                            break
                          }
                          certain = false
                          fact = facts[near]
                          comma = edge
                          commas[(fact & 255) | side] = comma
                          sum += comma
                          spot = (spot + (fact >> 12)) | 0
                          key = spot > to ? 0 : view.getInt32(spot, true)
                        }
                        // id
                        place = commas[other | 0]
                        if (place < line) break read
                        order |= place - mark
                        mark = place
                        place++
                        if (!(view.getInt32(place, true) === 577005858 && view.getUint16(place + 4, true) === 8762)) break read
                        place += 6
                        start = place
                        for (;;) {
                          word = view.getInt32(place, true)
                          marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                          if (marks !== 0) break
                          place += 4
                        }
                        place += (31 - Math.clz32(marks & -marks)) >> 3
                        if (Math.imul(stop = view.getUint16(place, true) ^ 0x2c22, stop - 0x5100) !== 0) break read
                        id_from[row] = start
                        id_to[row] = place
                        place++
                        total -= place
                        // user
                        place = commas[other | 1]
                        if (place < line) break read
                        order |= place - mark
                        mark = place
                        place++
                        if (!(view.getFloat64(place, true) === 8.37176909916684e-144)) break read
                        place += 8
                        start = place
                        hash = 789269575
                        for (;;) {
                          word = view.getInt32(place, true)
                          marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                          if (marks !== 0) break
                          hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                          place += 4
                        }
                        last = place
                        marks = (31 - Math.clz32(marks & -marks)) & 24
                        place += marks >> 3
                        if (Math.imul(stop = view.getUint16(place, true) ^ 0x2c22, stop - 0x5100) !== 0) break read
                        word &= (1 << marks) - 1
                        hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                        hash ^= hash >>> 15
                        offset = slots0[hash & mask0]
                        found: {
                          if (offset !== 0 && words0[offset] === hash && words0[offset + 1] === place - start) {
                            code = words0[offset + 2]
                            offset += 3
                            at = start
                            while (at < last && words0[offset] === view.getInt32(at, true)) {
                              at += 4
                              offset++
                            }
                            if (at === last && words0[offset] === word) break found
                          }
                          code = decoding.intern(table0, view, start, place, hash)
                          if (table0.slots !== slots0 || table0.words !== words0) beyond = (row + 1) | 0
                        }
                        user_column[row] = code
                        place++
                        total -= place
                        for (turn = 3; turn > 0; turn--) {
                          near = Math.imul(key, -1638417049) >>> 25
                          edge = spot - ((facts[near] >> 8) & 15)
                          if (keys[near] !== key || (certain ? edge !== spot : view.getUint8(edge) !== 44)) {
                            break
                          }
                          certain = false
                          fact = facts[near]
                          comma = edge
                          commas[(fact & 255) | side] = comma
                          sum += comma
                          spot = (spot + (fact >> 12)) | 0
                          key = spot > to ? 0 : view.getInt32(spot, true)
                        }
                        // device
                        place = commas[other | 2]
                        if (place >= line) {
                          order |= place - mark
                          mark = place
                          place++
                          if (view.getFloat64(place, true) === 5.481114864973125e-143 && view.getFloat64(place + 5, true) === 1.916117746174044e+214) {
                            place += 13
                            if (Math.imul(stop = view.getUint8(place) ^ 44, stop - 81) !== 0) break read
                          } else {
                            if (!(view.getFloat64(place, true) === 5.481114864973125e-143 && view.getUint16(place + 8, true) === 8762)) break read
                            place += 10
                            start = place
                            for (;;) {
                              word = view.getInt32(place, true)
                              marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                              if (marks !== 0) break
                              place += 4
                            }
                            place += (31 - Math.clz32(marks & -marks)) >> 3
                            if (Math.imul(stop = view.getUint16(place, true) ^ 0x2c22, stop - 0x5100) !== 0) break read
                            device_from[row] = start
                            device_to[row] = place
                            place++
                          }
                          total -= place
                        }
                        // failed
                        place = commas[other | 3]
                        if (place < line) break read
                        order |= place - mark
                        mark = place
                        place++
                        if (!(view.getFloat64(place, true) === 5.226861844031443e-143 && view.getInt32(place + 5, true) === 975332453)) break read
                        place += 9
                        if (view.getInt32(place, true) === 1702195828) {
                          value = 1
                          place += 4
                        } else if (view.getInt32(place, true) === 1936482662 && view.getInt32(place + 1, true) === 1702063201) {
                          value = 0
                          place += 5
                        } else break read
                        failed_column[row] = value
                        if (Math.imul(stop = view.getUint8(place) ^ 44, stop - 81) !== 0) break read
                        total -= place
                        // at
                        place = commas[other | 4]
                        if (place < line) break read
                        order |= place - mark
                        mark = place
                        place++
                        if (!(view.getInt32(place, true) === 578052386 && view.getInt32(place + 1, true) === 975336545)) break read
                        place += 5
                        if (view.getUint8(place) === 34) {
                          place++
                          start = place
                          year = view.getInt32(place + 0, true) ^ 0x30303030
                          month = view.getInt32(place + 4, true) ^ 0x2d30302d
                          day = view.getInt32(place + 8, true) ^ 0x30543030
                          hour = view.getInt32(place + 12, true) ^ 0x30303a30
                          if (view.getUint8(place + 19) === 90) {
                            second = view.getInt32(place + 16, true) ^ 0x5a30303a
                            thousandth = 0
                            length = 20
                          } else {
                            second = view.getInt32(place + 16, true) ^ 0x2e30303a
                            thousandth = view.getInt32(place + 20, true) ^ 0x5a303030
                            length = 24
                          }
                          marks = (year | (year + 0x76767676) | month | (month + 0x7f76767f) | day | (day + 0x767f7676) | hour | (hour + 0x76767f76) | second | (second + 0x7f76767f) | thousandth | (thousandth + 0x7f767676)) & 0x80808080
                          hours = (day >>> 24) * 10 + (hour & 255)
                          minutes = ((hour >>> 16) & 255) * 10 + (hour >>> 24)
                          seconds = ((second >>> 8) & 255) * 10 + ((second >>> 16) & 255)
                          if (marks === 0 && view.getUint8(place + length) === 34 && hours < 24 && minutes < 60 && seconds < 60) {
                            day &= 0xffff
                            if (year !== year4 || month !== month4 || day !== day4) {
                              year4 = year
                              month4 = month
                              day4 = day
                              midnight4 = decoding.isoTime(bytes, place, place + 10)
                            }
                            thousandth = (thousandth & 255) * 100 + ((thousandth >>> 8) & 255) * 10 + ((thousandth >>> 16) & 255)
                            value = midnight4 + ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandth
                            place += length
                          } else {
                            break read
                          }
                          if (value !== value) break read
                          place++
                        } else {
                          negative = view.getUint8(place) === 45
                          if (negative) place++
                          start = place
                          value = 0
                          for (;;) {
                            word = view.getInt32(place, true) ^ 0x30303030
                            marks = (word | (word + 0x76767676)) & 0x80808080
                            if (marks !== 0) break
                            word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                            value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                            place += 4
                          }
                          marks = (31 - Math.clz32(marks & -marks)) >> 3
                          word = (word << (24 - (marks << 3))) << 8
                          word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                          value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                          place += marks
                          if (place === start || (view.getUint8(start) === 48 && place - start > 1) || place - start > 15) break read
                          if (negative) value = -value
                        }
                        ats[row] = value
                        if (Math.imul(stop = view.getUint8(place) ^ 44, stop - 81) !== 0) break read
                        total -= place
                        // Each value ended where the next field begins: none ends behind that place
                        found = total === 0
                      }
                      if (!found) {
                        // It is read once more
                        careful = line
                        ahead = -1
                        disorder = 0
                        commas.fill(-1)
                        continue lines
                      }
                      found = begin <= to && view.getUint16(begin, true) === 0x227b
                    }
                    places: if (found) {
                      for (;;) {
                        near = Math.imul(key, -1638417049) >>> 25
                        edge = spot - ((facts[near] >> 8) & 15)
                        if (keys[near] !== key || (certain ? edge !== spot : view.getUint8(edge) !== 44)) {
                          if (spot <= to && view.getUint16(spot, true) === 0x0a7d) break
                          if (certain) break places
                          // The value before has another length than was foreseen
                          spot = comma + heads[fact & 255]
                          if (spot > to) break places
                          if (view.getUint8(spot) === 34) {
                            spot++
                            for (;;) {
                              word = view.getInt32(spot, true)
                              marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                              if (marks !== 0) break
                              spot += 4
                            }
                            spot += (31 - Math.clz32(marks & -marks)) >> 3
                            if (view.getUint8(spot) !== 34) break places
                            spot++
                          } else {
                            for (;;) {
                              word = view.getInt32(spot, true)
                              marks = ((word - 0x2d2d2d2d) | ((word ^ 0x7d7d7d7d) - 0x01010101)) & ~word & 0x80808080
                              if (marks !== 0) break
                              spot += 4
                            }
                            spot += (31 - Math.clz32(marks & -marks)) >> 3
                          }
                          slack++
                          length = spot - comma
                          edge = (fact >> 12) + ((fact >> 8) & 15)
                          if ((length > edge || length < edge - 3) && length < 0x7ffff) {
                            if (length < edge) length += 3
                            fact &= 255
                            for (turn = 0; turn < 4; turn++) {
                              near = slots[fact * 4 + turn]
                              facts[near] = ((length - turn) << 12) | (turn << 8) | fact
                            }
                          }
                          if (view.getUint8(spot) === 125) break
                          if (view.getUint8(spot) !== 44) break places
                          certain = true
                          key = view.getInt32(spot + 0, true)
                          continue
                        }
                        certain = false
                        fact = facts[near]
                        comma = edge
                        commas[(fact & 255) | side] = comma
                        sum += comma
                        spot = (spot + (fact >> 12)) | 0
                        key = spot > to ? 0 : view.getInt32(spot, true)
                      }
                      shut = spot
                      sum += spot
                    }
                    if (shut < 0) commas.fill(-1)
                    if (begin !== line) break
                    if (shut < 0) {
                      disorder = -1000
                      break scattered
                    }
                    ahead = line
                  }
                  place = close
                  ahead = shut >= 0 && order < 0 ? begin : -1
                  if (slack > 0) slack--
                  if (slack > 64) {
                    disorder = -1000
                    slack = 0
                    ahead = -1
                    commas.fill(-1)
                  }
                  break fields
                }
                // In any order, from the first field that was not read
                place = mark
                seen0 = seenBefore0[done]
                separator = done === 0 ? 123 : 44
                for (;;) {
                  if (view.getUint8(place) !== separator) {
                    while (view.getUint8(place) === 32 || view.getUint8(place) === 9 || view.getUint8(place) === 13) place++
                    if (view.getUint8(place) === 125 && separator === 44) break
                    if (view.getUint8(place) !== separator) break lines
                  }
                  separator = 44
                  place++
                  for (;;) {
                    if (view.getUint8(place) !== 34) while (view.getUint8(place) === 32 || view.getUint8(place) === 9 || view.getUint8(place) === 13) place++
                    if (view.getUint8(place) !== 34) break lines
                    mark = place
                    field = fieldAt[Math.imul(view.getInt32(place + 1, true), -1638417049) >>> 28]
                    known: {
                      quick: for (;;) {
                        switch (field) {
                          case 0: // id
                            if (!(view.getInt32(place, true) === 577005858 && view.getInt32(place + 1, true) === 975332457)) {
                              field = 5
                              continue
                            }
                            place += 5
                            if (view.getUint8(place) === 32) place++
                            if (view.getUint8(place) !== 34) break quick
                            place++
                            start = place
                            for (;;) {
                              word = view.getInt32(place, true)
                              marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                              if (marks !== 0) break
                              place += 4
                            }
                            place += (31 - Math.clz32(marks & -marks)) >> 3
                            if (view.getUint8(place) !== 34) break quick
                            id_from[row] = start
                            id_to[row] = place
                            place++
                            seen0 |= 1
                            break known
                          case 1: // user
                            if (!(view.getInt32(place, true) === 1702065442 && view.getInt32(place + 3, true) === 975336037)) {
                              field = 5
                              continue
                            }
                            place += 7
                            if (view.getUint8(place) === 32) place++
                            if (view.getUint8(place) !== 34) break quick
                            place++
                            start = place
                            hash = 789269575
                            for (;;) {
                              word = view.getInt32(place, true)
                              marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                              if (marks !== 0) break
                              hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                              place += 4
                            }
                            last = place
                            marks = (31 - Math.clz32(marks & -marks)) & 24
                            place += marks >> 3
                            if (view.getUint8(place) !== 34) break quick
                            word &= (1 << marks) - 1
                            hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                            hash ^= hash >>> 15
                            offset = slots0[hash & mask0]
                            found: {
                              if (offset !== 0 && words0[offset] === hash && words0[offset + 1] === place - start) {
                                code = words0[offset + 2]
                                offset += 3
                                at = start
                                while (at < last && words0[offset] === view.getInt32(at, true)) {
                                  at += 4
                                  offset++
                                }
                                if (at === last && words0[offset] === word) break found
                              }
                              code = decoding.intern(table0, view, start, place, hash)
                              if (table0.slots !== slots0 || table0.words !== words0) beyond = (row + 1) | 0
                            }
                            user_column[row] = code
                            place++
                            seen0 |= 2
                            break known
                          case 2: // device
                            if (!(view.getFloat64(place, true) === 5.481114864973125e-143 && view.getInt32(place + 5, true) === 975332707)) {
                              field = 5
                              continue
                            }
                            place += 9
                            if (view.getUint8(place) === 32) place++
                            if (view.getUint8(place) !== 34) break quick
                            place++
                            start = place
                            for (;;) {
                              word = view.getInt32(place, true)
                              marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                              if (marks !== 0) break
                              place += 4
                            }
                            place += (31 - Math.clz32(marks & -marks)) >> 3
                            if (view.getUint8(place) !== 34) break quick
                            device_from[row] = start
                            device_to[row] = place
                            place++
                            break known
                          case 3: // failed
                            if (!(view.getFloat64(place, true) === 5.226861844031443e-143 && view.getInt32(place + 5, true) === 975332453)) {
                              field = 5
                              continue
                            }
                            place += 9
                            if (view.getUint8(place) === 32) place++
                            if (view.getInt32(place, true) === 1702195828) {
                              value = 1
                              place += 4
                            } else if (view.getInt32(place, true) === 1936482662 && view.getInt32(place + 1, true) === 1702063201) {
                              value = 0
                              place += 5
                            } else break quick
                            failed_column[row] = value
                            seen0 |= 4
                            break known
                          case 4: // at
                            if (!(view.getInt32(place, true) === 578052386 && view.getInt32(place + 1, true) === 975336545)) {
                              field = 5
                              continue
                            }
                            place += 5
                            if (view.getUint8(place) === 32) place++
                            if (view.getUint8(place) === 34) {
                              place++
                              start = place
                              year = view.getInt32(place + 0, true) ^ 0x30303030
                              month = view.getInt32(place + 4, true) ^ 0x2d30302d
                              day = view.getInt32(place + 8, true) ^ 0x30543030
                              hour = view.getInt32(place + 12, true) ^ 0x30303a30
                              if (view.getUint8(place + 19) === 90) {
                                second = view.getInt32(place + 16, true) ^ 0x5a30303a
                                thousandth = 0
                                length = 20
                              } else {
                                second = view.getInt32(place + 16, true) ^ 0x2e30303a
                                thousandth = view.getInt32(place + 20, true) ^ 0x5a303030
                                length = 24
                              }
                              marks = (year | (year + 0x76767676) | month | (month + 0x7f76767f) | day | (day + 0x767f7676) | hour | (hour + 0x76767f76) | second | (second + 0x7f76767f) | thousandth | (thousandth + 0x7f767676)) & 0x80808080
                              hours = (day >>> 24) * 10 + (hour & 255)
                              minutes = ((hour >>> 16) & 255) * 10 + (hour >>> 24)
                              seconds = ((second >>> 8) & 255) * 10 + ((second >>> 16) & 255)
                              if (marks === 0 && view.getUint8(place + length) === 34 && hours < 24 && minutes < 60 && seconds < 60) {
                                day &= 0xffff
                                if (year !== year4 || month !== month4 || day !== day4) {
                                  year4 = year
                                  month4 = month
                                  day4 = day
                                  midnight4 = decoding.isoTime(bytes, place, place + 10)
                                }
                                thousandth = (thousandth & 255) * 100 + ((thousandth >>> 8) & 255) * 10 + ((thousandth >>> 16) & 255)
                                value = midnight4 + ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandth
                                place += length
                              } else {
                                break quick
                              }
                              if (value !== value) break quick
                              place++
                            } else {
                              negative = view.getUint8(place) === 45
                              if (negative) place++
                              start = place
                              value = 0
                              for (;;) {
                                word = view.getInt32(place, true) ^ 0x30303030
                                marks = (word | (word + 0x76767676)) & 0x80808080
                                if (marks !== 0) break
                                word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                                value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                                place += 4
                              }
                              marks = (31 - Math.clz32(marks & -marks)) >> 3
                              word = (word << (24 - (marks << 3))) << 8
                              word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                              value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                              place += marks
                              if (place === start || (view.getUint8(start) === 48 && place - start > 1) || place - start > 15 || (view.getUint8(place) !== 44 && view.getUint8(place) !== 125)) break quick
                              if (negative) value = -value
                            }
                            ats[row] = value
                            seen0 |= 8
                            break known
                          default: // not declared
                            place++
                            for (;;) {
                              word = view.getInt32(place, true)
                              marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                              if (marks !== 0) break
                              place += 4
                            }
                            place += (31 - Math.clz32(marks & -marks)) >> 3
                            if (view.getUint16(place, true) !== 0x3a22) break lines
                            place += 2
                            if (view.getUint8(place) <= 32) while (view.getUint8(place) === 32 || view.getUint8(place) === 9 || view.getUint8(place) === 13) place++
                            if (view.getUint8(place) === 34) {
                              place++
                              for (;;) {
                                word = view.getInt32(place, true)
                                marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                                if (marks !== 0) break
                                place += 4
                              }
                              place += (31 - Math.clz32(marks & -marks)) >> 3
                              if (view.getUint8(place) !== 34) {
                                place = decoding.stringEnd(bytes, place)
                                if (place < 0) break lines
                              }
                              place++
                            } else {
                              place = decoding.valueEnd(bytes, place)
                              if (place < 0) break lines
                            }
                            break known
                        }
                      }
                      place = mark + lengths[field]
                      value: switch (way[field]) {
                        case 0: // id, device
                          if (view.getUint8(place) <= 32) while (view.getUint8(place) === 32 || view.getUint8(place) === 9 || view.getUint8(place) === 13) place++
                          if (nullable[field] === 1 && view.getInt32(place, true) === 1819047278) {
                            place += 4
                            columns0[field][row] = -1
                            break value
                          }
                          if (view.getUint8(place) !== 34) break lines
                          place++
                          start = place
                          for (;;) {
                            word = view.getInt32(place, true)
                            marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                            if (marks !== 0) break
                            place += 4
                          }
                          place += (31 - Math.clz32(marks & -marks)) >> 3
                          if (view.getUint8(place) !== 34) break lines
                          columns0[field][row] = start
                          ends0[field][row] = place
                          place++
                          break
                        case 1: // user
                          if (view.getUint8(place) <= 32) while (view.getUint8(place) === 32 || view.getUint8(place) === 9 || view.getUint8(place) === 13) place++
                          if (view.getUint8(place) !== 34) break lines
                          place++
                          start = place
                          hash = 789269575
                          for (;;) {
                            word = view.getInt32(place, true)
                            marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                            if (marks !== 0) break
                            hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                            place += 4
                          }
                          last = place
                          marks = (31 - Math.clz32(marks & -marks)) & 24
                          place += marks >> 3
                          if (view.getUint8(place) !== 34) break lines
                          word &= (1 << marks) - 1
                          hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                          hash ^= hash >>> 15
                          offset = slots0[hash & mask0]
                          found: {
                            if (offset !== 0 && words0[offset] === hash && words0[offset + 1] === place - start) {
                              code = words0[offset + 2]
                              offset += 3
                              at = start
                              while (at < last && words0[offset] === view.getInt32(at, true)) {
                                at += 4
                                offset++
                              }
                              if (at === last && words0[offset] === word) break found
                            }
                            code = decoding.intern(table0, view, start, place, hash)
                            if (table0.slots !== slots0 || table0.words !== words0) beyond = (row + 1) | 0
                          }
                          columns0[field][row] = code
                          place++
                          break
                        case 2: // failed
                          if (view.getUint8(place) <= 32) while (view.getUint8(place) === 32 || view.getUint8(place) === 9 || view.getUint8(place) === 13) place++
                          if (view.getInt32(place, true) === 1702195828) {
                            value = 1
                            place += 4
                          } else if (view.getInt32(place, true) === 1936482662 && view.getInt32(place + 1, true) === 1702063201) {
                            value = 0
                            place += 5
                          } else break lines
                          columns0[field][row] = value
                          break
                        case 3: // at
                          if (view.getUint8(place) <= 32) while (view.getUint8(place) === 32 || view.getUint8(place) === 9 || view.getUint8(place) === 13) place++
                          if (view.getUint8(place) === 34) {
                            place++
                            start = place
                            year = view.getInt32(place + 0, true) ^ 0x30303030
                            month = view.getInt32(place + 4, true) ^ 0x2d30302d
                            day = view.getInt32(place + 8, true) ^ 0x30543030
                            hour = view.getInt32(place + 12, true) ^ 0x30303a30
                            if (view.getUint8(place + 19) === 90) {
                              second = view.getInt32(place + 16, true) ^ 0x5a30303a
                              thousandth = 0
                              length = 20
                            } else {
                              second = view.getInt32(place + 16, true) ^ 0x2e30303a
                              thousandth = view.getInt32(place + 20, true) ^ 0x5a303030
                              length = 24
                            }
                            marks = (year | (year + 0x76767676) | month | (month + 0x7f76767f) | day | (day + 0x767f7676) | hour | (hour + 0x76767f76) | second | (second + 0x7f76767f) | thousandth | (thousandth + 0x7f767676)) & 0x80808080
                            hours = (day >>> 24) * 10 + (hour & 255)
                            minutes = ((hour >>> 16) & 255) * 10 + (hour >>> 24)
                            seconds = ((second >>> 8) & 255) * 10 + ((second >>> 16) & 255)
                            if (marks === 0 && view.getUint8(place + length) === 34 && hours < 24 && minutes < 60 && seconds < 60) {
                              day &= 0xffff
                              if (year !== year5 || month !== month5 || day !== day5) {
                                year5 = year
                                month5 = month
                                day5 = day
                                midnight5 = decoding.isoTime(bytes, place, place + 10)
                              }
                              thousandth = (thousandth & 255) * 100 + ((thousandth >>> 8) & 255) * 10 + ((thousandth >>> 16) & 255)
                              value = midnight5 + ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandth
                              place += length
                            } else {
                              for (;;) {
                                word = view.getInt32(place, true)
                                marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                                if (marks !== 0) break
                                place += 4
                              }
                              place += (31 - Math.clz32(marks & -marks)) >> 3
                              if (view.getUint8(place) !== 34) break lines
                              value = decoding.isoTime(bytes, start, place)
                            }
                            if (value !== value) break lines
                            place++
                          } else {
                            negative = view.getUint8(place) === 45
                            if (negative) place++
                            start = place
                            value = 0
                            for (;;) {
                              word = view.getInt32(place, true) ^ 0x30303030
                              marks = (word | (word + 0x76767676)) & 0x80808080
                              if (marks !== 0) break
                              word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                              value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                              place += 4
                            }
                            marks = (31 - Math.clz32(marks & -marks)) >> 3
                            word = (word << (24 - (marks << 3))) << 8
                            word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                            value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                            place += marks
                            if (place === start || (view.getUint8(start) === 48 && place - start > 1)) break lines
                            fraction = 0
                            if (view.getUint8(place) === 46) {
                              start++
                              fraction = ++place
                              for (;;) {
                                word = view.getInt32(place, true) ^ 0x30303030
                                marks = (word | (word + 0x76767676)) & 0x80808080
                                if (marks !== 0) break
                                word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                                value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                                place += 4
                              }
                              marks = (31 - Math.clz32(marks & -marks)) >> 3
                              word = (word << (24 - (marks << 3))) << 8
                              word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                              value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                              place += marks
                              fraction = place - fraction
                              if (fraction === 0) break lines
                            }
                            if (place - start > 15 || (view.getUint8(place) | 32) === 101) {
                              // More digits than are exact, or an exponent
                              if (fraction > 0) start--
                              place = decoding.numberEnd(bytes, start)
                              value = decoding.number(bytes, start, place)
                              if (value !== value) break lines
                              if (negative) value = -value
                              value = Math.floor(value)
                              if (!(Math.abs(value) <= 8640000000000000)) break lines
                            } else {
                              if (fraction > 0) {
                                value /= powers[fraction]
                                if (negative) value = -value
                                value = Math.floor(value)
                                if (!(Math.abs(value) <= 8640000000000000)) break lines
                              } else if (negative) value = -value
                            }
                          }
                          ats[row] = value
                          break
                      }
                      seen0 |= bit0[field]
                    }
                    if (view.getUint8(place) !== 44) break
                    place++
                  }
                }
                if (seen0 !== 15) break lines
              }
              place++
              if (view.getUint8(place) !== 10) while (view.getUint8(place) === 32 || view.getUint8(place) === 9 || view.getUint8(place) === 13) place++
              if (view.getUint8(place) !== 10) break
              starts[row] = line
              ends[row] = view.getUint8(place - 1) === 13 ? place - 1 : place
              row++
              line = place + 1
            }
            disorders[0] = disorder
            input.place = line
            return row - first
          }
        )
      })(),
    ],
    cellDecoders: [
      // Payment
      (() => {
        const tens = Float64Array.of(1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000, 10000000000000, 100000000000000, 1000000000000000, 10000000000000000, 100000000000000000, 1000000000000000000, 10000000000000000000, 100000000000000000000, 1e+21, 1e+22)
        const values7 = decoding.texts(["card", "wire"])
        return (input, from, to, rows, row, most) => {
          const { bytes, view } = input
          const powers = tens
          const id_from = rows.textFrom[0]
          const id_to = rows.textTo[0]
          const card_column = rows.codes[0]
          const payer_column = rows.codes[1]
          const payee_column = rows.codes[2]
          const amount_column = rows.numbers[0]
          const fee_column = rows.numbers[1]
          const tries_column = rows.numbers[2]
          const kind_column = rows.codes[3]
          const trusted_column = rows.numbers[3]
          const checked_column = rows.numbers[4]
          const country_column = rows.codes[4]
          const table0 = input.codes[0]
          const { slots: slots0, words: words0 } = table0
          const mask0 = slots0.length - 1
          const table1 = input.codes[1]
          const { slots: slots1, words: words1 } = table1
          const mask1 = slots1.length - 1
          const table2 = input.codes[2]
          const { slots: slots2, words: words2 } = table2
          const mask2 = slots2.length - 1
          const table3 = input.codes[3]
          const { slots: slots3, words: words3 } = table3
          const mask3 = slots3.length - 1
          const ats = rows.at
          const starts = rows.from, ends = rows.to
          // Whole numbers for certain
          to |= 0
          row |= 0
          const first = row
          let beyond = (row + most) | 0
          const { delimiter, fields: fieldAt } = input
          const delimiters = Math.imul(delimiter, 0x01010101)
          const width = fieldAt.length
          let year11 = 0, month11 = 0, day11 = 0, midnight11 = NaN
          let line = from | 0, place = from | 0
          let start = 0, last = 0, word = 0, marks = 0, hash = 0, code = 0, at = 0, offset = 0
          let year = 0, month = 0, day = 0, hour = 0, second = 0, thousandth = 0, hours = 0, minutes = 0, seconds = 0, length = 0
          let value = 0, fraction = 0, decimal = 0
          let column = 0, stop = 0
          let negative = false, quoted = false
          lines: while (line <= to && row < beyond) {
            place = line
            // A blank line is no row
            if (view.getUint8(place) === 10 || view.getUint8(place) === 13) break
            payee_column[row] = -1
            fee_column[row] = NaN
            tries_column[row] = NaN
            checked_column[row] = NaN
            country_column[row] = -1
            for (column = 1; ; column++) {
              stop = delimiters
              quoted = view.getUint8(place) === 34
              if (quoted) {
                stop = 0x22222222
                place++
              }
              value: switch (fieldAt[column - 1]) {
                case 0: // id
                  start = place
                  for (;;) {
                    word = view.getInt32(place, true)
                    marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ stop) - 0x01010101)) & ~word & 0x80808080
                    if (marks !== 0) break
                    place += 4
                  }
                  place += (31 - Math.clz32(marks & -marks)) >> 3
                  if (place === start) break lines
                  id_from[row] = start
                  id_to[row] = place
                  break
                case 1: // card
                  start = place
                  hash = 789269575
                  for (;;) {
                    word = view.getInt32(place, true)
                    marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ stop) - 0x01010101)) & ~word & 0x80808080
                    if (marks !== 0) break
                    hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                    place += 4
                  }
                  last = place
                  marks = (31 - Math.clz32(marks & -marks)) & 24
                  place += marks >> 3
                  word &= (1 << marks) - 1
                  hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                  hash ^= hash >>> 15
                  if (place === start) break lines
                  offset = slots0[hash & mask0]
                  found: {
                    if (offset !== 0 && words0[offset] === hash && words0[offset + 1] === place - start) {
                      code = words0[offset + 2]
                      offset += 3
                      at = start
                      while (at < last && words0[offset] === view.getInt32(at, true)) {
                        at += 4
                        offset++
                      }
                      if (at === last && words0[offset] === word) break found
                    }
                    code = decoding.intern(table0, view, start, place, hash)
                    if (table0.slots !== slots0 || table0.words !== words0) beyond = (row + 1) | 0
                  }
                  card_column[row] = code
                  break
                case 2: // payer
                  start = place
                  hash = 789269575
                  for (;;) {
                    word = view.getInt32(place, true)
                    marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ stop) - 0x01010101)) & ~word & 0x80808080
                    if (marks !== 0) break
                    hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                    place += 4
                  }
                  last = place
                  marks = (31 - Math.clz32(marks & -marks)) & 24
                  place += marks >> 3
                  word &= (1 << marks) - 1
                  hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                  hash ^= hash >>> 15
                  if (place === start) break lines
                  offset = slots1[hash & mask1]
                  found: {
                    if (offset !== 0 && words1[offset] === hash && words1[offset + 1] === place - start) {
                      code = words1[offset + 2]
                      offset += 3
                      at = start
                      while (at < last && words1[offset] === view.getInt32(at, true)) {
                        at += 4
                        offset++
                      }
                      if (at === last && words1[offset] === word) break found
                    }
                    code = decoding.intern(table1, view, start, place, hash)
                    if (table1.slots !== slots1 || table1.words !== words1) beyond = (row + 1) | 0
                  }
                  payer_column[row] = code
                  break
                case 3: // payee
                  start = place
                  hash = 789269575
                  for (;;) {
                    word = view.getInt32(place, true)
                    marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ stop) - 0x01010101)) & ~word & 0x80808080
                    if (marks !== 0) break
                    hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                    place += 4
                  }
                  last = place
                  marks = (31 - Math.clz32(marks & -marks)) & 24
                  place += marks >> 3
                  word &= (1 << marks) - 1
                  hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                  hash ^= hash >>> 15
                  if (place === start) break value
                  offset = slots1[hash & mask1]
                  found: {
                    if (offset !== 0 && words1[offset] === hash && words1[offset + 1] === place - start) {
                      code = words1[offset + 2]
                      offset += 3
                      at = start
                      while (at < last && words1[offset] === view.getInt32(at, true)) {
                        at += 4
                        offset++
                      }
                      if (at === last && words1[offset] === word) break found
                    }
                    code = decoding.intern(table1, view, start, place, hash)
                    if (table1.slots !== slots1 || table1.words !== words1) beyond = (row + 1) | 0
                  }
                  payee_column[row] = code
                  break
                case 4: // amount
                  negative = view.getUint8(place) === 45
                  if (negative) place++
                  start = place
                  value = 0
                  for (;;) {
                    word = view.getInt32(place, true) ^ 0x30303030
                    marks = (word | (word + 0x76767676)) & 0x80808080
                    if (marks !== 0) break
                    word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                    value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                    place += 4
                  }
                  marks = (31 - Math.clz32(marks & -marks)) >> 3
                  word = (word << (24 - (marks << 3))) << 8
                  word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                  value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                  place += marks
                  if (place === start) break lines
                  fraction = 0
                  if (view.getUint8(place) === 46) {
                    start++
                    fraction = ++place
                    for (;;) {
                      word = view.getInt32(place, true) ^ 0x30303030
                      marks = (word | (word + 0x76767676)) & 0x80808080
                      if (marks !== 0) break
                      word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                      value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                      place += 4
                    }
                    marks = (31 - Math.clz32(marks & -marks)) >> 3
                    word = (word << (24 - (marks << 3))) << 8
                    word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                    value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                    place += marks
                    fraction = place - fraction
                    if (fraction === 0) break lines
                  }
                  if (place - start > 15 || (view.getUint8(place) | 32) === 101) {
                    // More digits than are exact, or an exponent
                    if (fraction > 0) start--
                    place = decoding.numberEnd(bytes, start)
                    value = decoding.number(bytes, start, place)
                    if (value !== value) break lines
                    if (negative) value = -value
                  } else {
                    if (fraction > 0) {
                      value /= powers[fraction]
                      if (negative) value = -value
                    } else if (negative) value = -value
                  }
                  amount_column[row] = value
                  break
                case 5: // fee
                  negative = view.getUint8(place) === 45
                  if (negative) place++
                  start = place
                  value = 0
                  for (;;) {
                    word = view.getInt32(place, true) ^ 0x30303030
                    marks = (word | (word + 0x76767676)) & 0x80808080
                    if (marks !== 0) break
                    word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                    value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                    place += 4
                  }
                  marks = (31 - Math.clz32(marks & -marks)) >> 3
                  word = (word << (24 - (marks << 3))) << 8
                  word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                  value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                  place += marks
                  if (place === start) { if (!negative && (view.getUint8(place) === delimiter || view.getUint8(place) === 10 || view.getUint8(place) === 13 || view.getUint8(place) === 34)) break value; break lines }
                  fraction = 0
                  if (view.getUint8(place) === 46) {
                    start++
                    fraction = ++place
                    for (;;) {
                      word = view.getInt32(place, true) ^ 0x30303030
                      marks = (word | (word + 0x76767676)) & 0x80808080
                      if (marks !== 0) break
                      word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                      value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                      place += 4
                    }
                    marks = (31 - Math.clz32(marks & -marks)) >> 3
                    word = (word << (24 - (marks << 3))) << 8
                    word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                    value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                    place += marks
                    fraction = place - fraction
                    if (fraction === 0) break lines
                  }
                  if (place - start > 15 || (view.getUint8(place) | 32) === 101) {
                    // More digits than are exact, or an exponent
                    if (fraction > 0) start--
                    place = decoding.numberEnd(bytes, start)
                    value = decoding.number(bytes, start, place)
                    if (value !== value) break lines
                    if (negative) value = -value
                    decimal = Math.round(value * 100)
                    if (!Number.isSafeInteger(decimal) || decimal / 100 !== value) break lines
                    value = decimal + 0
                  } else {
                    if (fraction <= 2 && value * powers[2 - fraction] <= 1000000000000000) {
                      value = value * powers[2 - fraction]
                      if (negative) value = 0 - value
                    } else {
                      value /= powers[fraction]
                      if (negative) value = -value
                      decimal = Math.round(value * 100)
                      if (!Number.isSafeInteger(decimal) || decimal / 100 !== value) break lines
                      value = decimal + 0
                    }
                  }
                  fee_column[row] = value
                  break
                case 6: // tries
                  negative = view.getUint8(place) === 45
                  if (negative) place++
                  start = place
                  value = 0
                  for (;;) {
                    word = view.getInt32(place, true) ^ 0x30303030
                    marks = (word | (word + 0x76767676)) & 0x80808080
                    if (marks !== 0) break
                    word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                    value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                    place += 4
                  }
                  marks = (31 - Math.clz32(marks & -marks)) >> 3
                  word = (word << (24 - (marks << 3))) << 8
                  word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                  value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                  place += marks
                  if (place === start) { if (!negative && (view.getUint8(place) === delimiter || view.getUint8(place) === 10 || view.getUint8(place) === 13 || view.getUint8(place) === 34)) break value; break lines }
                  fraction = 0
                  if (view.getUint8(place) === 46) {
                    start++
                    fraction = ++place
                    for (;;) {
                      word = view.getInt32(place, true) ^ 0x30303030
                      marks = (word | (word + 0x76767676)) & 0x80808080
                      if (marks !== 0) break
                      word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                      value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                      place += 4
                    }
                    marks = (31 - Math.clz32(marks & -marks)) >> 3
                    word = (word << (24 - (marks << 3))) << 8
                    word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                    value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                    place += marks
                    fraction = place - fraction
                    if (fraction === 0) break lines
                  }
                  if (place - start > 15 || (view.getUint8(place) | 32) === 101) {
                    // More digits than are exact, or an exponent
                    if (fraction > 0) start--
                    place = decoding.numberEnd(bytes, start)
                    value = decoding.number(bytes, start, place)
                    if (value !== value) break lines
                    if (negative) value = -value
                    if (!Number.isSafeInteger(value)) break lines
                  } else {
                    if (fraction > 0) {
                      value /= powers[fraction]
                      if (negative) value = -value
                      if (!Number.isSafeInteger(value)) break lines
                    } else if (negative) value = -value
                  }
                  tries_column[row] = value
                  break
                case 7: // kind
                  start = place
                  hash = 789269575
                  for (;;) {
                    word = view.getInt32(place, true)
                    marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ stop) - 0x01010101)) & ~word & 0x80808080
                    if (marks !== 0) break
                    hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                    place += 4
                  }
                  last = place
                  marks = (31 - Math.clz32(marks & -marks)) & 24
                  place += marks >> 3
                  word &= (1 << marks) - 1
                  hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                  hash ^= hash >>> 15
                  if (place === start) break lines
                  offset = values7.slots[hash & (values7.slots.length - 1)]
                  found: {
                    if (offset !== 0 && values7.words[offset] === hash && values7.words[offset + 1] === place - start) {
                      code = values7.words[offset + 2]
                      offset += 3
                      at = start
                      while (at < last && values7.words[offset] === view.getInt32(at, true)) {
                        at += 4
                        offset++
                      }
                      if (at === last && values7.words[offset] === word) break found
                    }
                    if (decoding.intern(values7, view, start, place, hash) < 0) break lines
                  }
                  offset = slots2[hash & mask2]
                  found: {
                    if (offset !== 0 && words2[offset] === hash && words2[offset + 1] === place - start) {
                      code = words2[offset + 2]
                      offset += 3
                      at = start
                      while (at < last && words2[offset] === view.getInt32(at, true)) {
                        at += 4
                        offset++
                      }
                      if (at === last && words2[offset] === word) break found
                    }
                    code = decoding.intern(table2, view, start, place, hash)
                    if (table2.slots !== slots2 || table2.words !== words2) beyond = (row + 1) | 0
                  }
                  kind_column[row] = code
                  break
                case 8: // trusted
                  if (view.getInt32(place, true) === 1702195828) {
                    value = 1
                    place += 4
                  } else if (view.getInt32(place, true) === 1936482662 && view.getInt32(place + 1, true) === 1702063201) {
                    value = 0
                    place += 5
                  } else break lines
                  trusted_column[row] = value
                  break
                case 9: // checked
                  if (view.getUint8(place) === delimiter || view.getUint8(place) === 10 || view.getUint8(place) === 13 || view.getUint8(place) === 34) break value
                  if (view.getInt32(place, true) === 1702195828) {
                    value = 1
                    place += 4
                  } else if (view.getInt32(place, true) === 1936482662 && view.getInt32(place + 1, true) === 1702063201) {
                    value = 0
                    place += 5
                  } else break lines
                  checked_column[row] = value
                  break
                case 10: // country
                  start = place
                  hash = 789269575
                  for (;;) {
                    word = view.getInt32(place, true)
                    marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ stop) - 0x01010101)) & ~word & 0x80808080
                    if (marks !== 0) break
                    hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                    place += 4
                  }
                  last = place
                  marks = (31 - Math.clz32(marks & -marks)) & 24
                  place += marks >> 3
                  word &= (1 << marks) - 1
                  hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                  hash ^= hash >>> 15
                  if (place === start) break value
                  offset = slots3[hash & mask3]
                  found: {
                    if (offset !== 0 && words3[offset] === hash && words3[offset + 1] === place - start) {
                      code = words3[offset + 2]
                      offset += 3
                      at = start
                      while (at < last && words3[offset] === view.getInt32(at, true)) {
                        at += 4
                        offset++
                      }
                      if (at === last && words3[offset] === word) break found
                    }
                    code = decoding.intern(table3, view, start, place, hash)
                    if (table3.slots !== slots3 || table3.words !== words3) beyond = (row + 1) | 0
                  }
                  country_column[row] = code
                  break
                case 11: // at
                  if (view.getUint8(place + 4) === 45) {
                    start = place
                    year = view.getInt32(place + 0, true) ^ 0x30303030
                    month = view.getInt32(place + 4, true) ^ 0x2d30302d
                    day = view.getInt32(place + 8, true) ^ 0x30543030
                    hour = view.getInt32(place + 12, true) ^ 0x30303a30
                    if (view.getUint8(place + 19) === 90) {
                      second = view.getInt32(place + 16, true) ^ 0x5a30303a
                      thousandth = 0
                      length = 20
                    } else {
                      second = view.getInt32(place + 16, true) ^ 0x2e30303a
                      thousandth = view.getInt32(place + 20, true) ^ 0x5a303030
                      length = 24
                    }
                    marks = (year | (year + 0x76767676) | month | (month + 0x7f76767f) | day | (day + 0x767f7676) | hour | (hour + 0x76767f76) | second | (second + 0x7f76767f) | thousandth | (thousandth + 0x7f767676)) & 0x80808080
                    hours = (day >>> 24) * 10 + (hour & 255)
                    minutes = ((hour >>> 16) & 255) * 10 + (hour >>> 24)
                    seconds = ((second >>> 8) & 255) * 10 + ((second >>> 16) & 255)
                    if (marks === 0 && true && hours < 24 && minutes < 60 && seconds < 60) {
                      day &= 0xffff
                      if (year !== year11 || month !== month11 || day !== day11) {
                        year11 = year
                        month11 = month
                        day11 = day
                        midnight11 = decoding.isoTime(bytes, place, place + 10)
                      }
                      thousandth = (thousandth & 255) * 100 + ((thousandth >>> 8) & 255) * 10 + ((thousandth >>> 16) & 255)
                      value = midnight11 + ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandth
                      place += length
                    } else {
                      for (;;) {
                        word = view.getInt32(place, true)
                        marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ stop) - 0x01010101)) & ~word & 0x80808080
                        if (marks !== 0) break
                        place += 4
                      }
                      place += (31 - Math.clz32(marks & -marks)) >> 3
                      value = decoding.isoTime(bytes, start, place)
                    }
                    if (value !== value) break lines
                  } else {
                    negative = view.getUint8(place) === 45
                    if (negative) place++
                    start = place
                    value = 0
                    for (;;) {
                      word = view.getInt32(place, true) ^ 0x30303030
                      marks = (word | (word + 0x76767676)) & 0x80808080
                      if (marks !== 0) break
                      word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                      value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                      place += 4
                    }
                    marks = (31 - Math.clz32(marks & -marks)) >> 3
                    word = (word << (24 - (marks << 3))) << 8
                    word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                    value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                    place += marks
                    if (place === start) break lines
                    fraction = 0
                    if (view.getUint8(place) === 46) {
                      start++
                      fraction = ++place
                      for (;;) {
                        word = view.getInt32(place, true) ^ 0x30303030
                        marks = (word | (word + 0x76767676)) & 0x80808080
                        if (marks !== 0) break
                        word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                        value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                        place += 4
                      }
                      marks = (31 - Math.clz32(marks & -marks)) >> 3
                      word = (word << (24 - (marks << 3))) << 8
                      word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                      value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                      place += marks
                      fraction = place - fraction
                      if (fraction === 0) break lines
                    }
                    if (place - start > 15 || (view.getUint8(place) | 32) === 101) {
                      // More digits than are exact, or an exponent
                      if (fraction > 0) start--
                      place = decoding.numberEnd(bytes, start)
                      value = decoding.number(bytes, start, place)
                      if (value !== value) break lines
                      if (negative) value = -value
                      value = Math.floor(value)
                      if (!(Math.abs(value) <= 8640000000000000)) break lines
                    } else {
                      if (fraction > 0) {
                        value /= powers[fraction]
                        if (negative) value = -value
                        value = Math.floor(value)
                        if (!(Math.abs(value) <= 8640000000000000)) break lines
                      } else if (negative) value = -value
                    }
                  }
                  ats[row] = value
                  break
                default: // not declared
                  for (;;) {
                    word = view.getInt32(place, true)
                    marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ stop) - 0x01010101)) & ~word & 0x80808080
                    if (marks !== 0) break
                    place += 4
                  }
                  place += (31 - Math.clz32(marks & -marks)) >> 3
              }
              if (quoted) {
                if (view.getUint8(place) !== 34) break lines
                place++
              }
              if (column === width || view.getUint8(place) !== delimiter) break
              place++
            }
            if (column !== width) break
            if (view.getUint8(place) === 13) place++
            if (view.getUint8(place) !== 10) break
            starts[row] = line
            ends[row] = view.getUint8(place - 1) === 13 ? place - 1 : place
            row++
            line = place + 1
          }
          input.place = line
          return row - first
        }
      })(),
      // Login
      (() => {
        const tens = Float64Array.of(1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000, 10000000000000, 100000000000000, 1000000000000000, 10000000000000000, 100000000000000000, 1000000000000000000, 10000000000000000000, 100000000000000000000, 1e+21, 1e+22)
        return (input, from, to, rows, row, most) => {
          const { bytes, view } = input
          const powers = tens
          const id_from = rows.textFrom[0]
          const id_to = rows.textTo[0]
          const user_column = rows.codes[0]
          const device_from = rows.textFrom[1]
          const device_to = rows.textTo[1]
          const failed_column = rows.numbers[0]
          const table0 = input.codes[0]
          const { slots: slots0, words: words0 } = table0
          const mask0 = slots0.length - 1
          const ats = rows.at
          const starts = rows.from, ends = rows.to
          // Whole numbers for certain
          to |= 0
          row |= 0
          const first = row
          let beyond = (row + most) | 0
          const { delimiter, fields: fieldAt } = input
          const delimiters = Math.imul(delimiter, 0x01010101)
          const width = fieldAt.length
          let year4 = 0, month4 = 0, day4 = 0, midnight4 = NaN
          let line = from | 0, place = from | 0
          let start = 0, last = 0, word = 0, marks = 0, hash = 0, code = 0, at = 0, offset = 0
          let year = 0, month = 0, day = 0, hour = 0, second = 0, thousandth = 0, hours = 0, minutes = 0, seconds = 0, length = 0
          let value = 0, fraction = 0
          let column = 0, stop = 0
          let negative = false, quoted = false
          lines: while (line <= to && row < beyond) {
            place = line
            // A blank line is no row
            if (view.getUint8(place) === 10 || view.getUint8(place) === 13) break
            device_from[row] = -1
            for (column = 1; ; column++) {
              stop = delimiters
              quoted = view.getUint8(place) === 34
              if (quoted) {
                stop = 0x22222222
                place++
              }
              value: switch (fieldAt[column - 1]) {
                case 0: // id
                  start = place
                  for (;;) {
                    word = view.getInt32(place, true)
                    marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ stop) - 0x01010101)) & ~word & 0x80808080
                    if (marks !== 0) break
                    place += 4
                  }
                  place += (31 - Math.clz32(marks & -marks)) >> 3
                  if (place === start) break lines
                  id_from[row] = start
                  id_to[row] = place
                  break
                case 1: // user
                  start = place
                  hash = 789269575
                  for (;;) {
                    word = view.getInt32(place, true)
                    marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ stop) - 0x01010101)) & ~word & 0x80808080
                    if (marks !== 0) break
                    hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                    place += 4
                  }
                  last = place
                  marks = (31 - Math.clz32(marks & -marks)) & 24
                  place += marks >> 3
                  word &= (1 << marks) - 1
                  hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, -1640531535)
                  hash ^= hash >>> 15
                  if (place === start) break lines
                  offset = slots0[hash & mask0]
                  found: {
                    if (offset !== 0 && words0[offset] === hash && words0[offset + 1] === place - start) {
                      code = words0[offset + 2]
                      offset += 3
                      at = start
                      while (at < last && words0[offset] === view.getInt32(at, true)) {
                        at += 4
                        offset++
                      }
                      if (at === last && words0[offset] === word) break found
                    }
                    code = decoding.intern(table0, view, start, place, hash)
                    if (table0.slots !== slots0 || table0.words !== words0) beyond = (row + 1) | 0
                  }
                  user_column[row] = code
                  break
                case 2: // device
                  start = place
                  for (;;) {
                    word = view.getInt32(place, true)
                    marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ stop) - 0x01010101)) & ~word & 0x80808080
                    if (marks !== 0) break
                    place += 4
                  }
                  place += (31 - Math.clz32(marks & -marks)) >> 3
                  if (place === start) break value
                  device_from[row] = start
                  device_to[row] = place
                  break
                case 3: // failed
                  if (view.getInt32(place, true) === 1702195828) {
                    value = 1
                    place += 4
                  } else if (view.getInt32(place, true) === 1936482662 && view.getInt32(place + 1, true) === 1702063201) {
                    value = 0
                    place += 5
                  } else break lines
                  failed_column[row] = value
                  break
                case 4: // at
                  if (view.getUint8(place + 4) === 45) {
                    start = place
                    year = view.getInt32(place + 0, true) ^ 0x30303030
                    month = view.getInt32(place + 4, true) ^ 0x2d30302d
                    day = view.getInt32(place + 8, true) ^ 0x30543030
                    hour = view.getInt32(place + 12, true) ^ 0x30303a30
                    if (view.getUint8(place + 19) === 90) {
                      second = view.getInt32(place + 16, true) ^ 0x5a30303a
                      thousandth = 0
                      length = 20
                    } else {
                      second = view.getInt32(place + 16, true) ^ 0x2e30303a
                      thousandth = view.getInt32(place + 20, true) ^ 0x5a303030
                      length = 24
                    }
                    marks = (year | (year + 0x76767676) | month | (month + 0x7f76767f) | day | (day + 0x767f7676) | hour | (hour + 0x76767f76) | second | (second + 0x7f76767f) | thousandth | (thousandth + 0x7f767676)) & 0x80808080
                    hours = (day >>> 24) * 10 + (hour & 255)
                    minutes = ((hour >>> 16) & 255) * 10 + (hour >>> 24)
                    seconds = ((second >>> 8) & 255) * 10 + ((second >>> 16) & 255)
                    if (marks === 0 && true && hours < 24 && minutes < 60 && seconds < 60) {
                      day &= 0xffff
                      if (year !== year4 || month !== month4 || day !== day4) {
                        year4 = year
                        month4 = month
                        day4 = day
                        midnight4 = decoding.isoTime(bytes, place, place + 10)
                      }
                      thousandth = (thousandth & 255) * 100 + ((thousandth >>> 8) & 255) * 10 + ((thousandth >>> 16) & 255)
                      value = midnight4 + ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandth
                      place += length
                    } else {
                      for (;;) {
                        word = view.getInt32(place, true)
                        marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ stop) - 0x01010101)) & ~word & 0x80808080
                        if (marks !== 0) break
                        place += 4
                      }
                      place += (31 - Math.clz32(marks & -marks)) >> 3
                      value = decoding.isoTime(bytes, start, place)
                    }
                    if (value !== value) break lines
                  } else {
                    negative = view.getUint8(place) === 45
                    if (negative) place++
                    start = place
                    value = 0
                    for (;;) {
                      word = view.getInt32(place, true) ^ 0x30303030
                      marks = (word | (word + 0x76767676)) & 0x80808080
                      if (marks !== 0) break
                      word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                      value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                      place += 4
                    }
                    marks = (31 - Math.clz32(marks & -marks)) >> 3
                    word = (word << (24 - (marks << 3))) << 8
                    word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                    value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                    place += marks
                    if (place === start) break lines
                    fraction = 0
                    if (view.getUint8(place) === 46) {
                      start++
                      fraction = ++place
                      for (;;) {
                        word = view.getInt32(place, true) ^ 0x30303030
                        marks = (word | (word + 0x76767676)) & 0x80808080
                        if (marks !== 0) break
                        word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                        value = value * 10000 + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                        place += 4
                      }
                      marks = (31 - Math.clz32(marks & -marks)) >> 3
                      word = (word << (24 - (marks << 3))) << 8
                      word = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
                      value = value * powers[marks] + ((Math.imul(word, 100) + (word >>> 16)) & 0xffff)
                      place += marks
                      fraction = place - fraction
                      if (fraction === 0) break lines
                    }
                    if (place - start > 15 || (view.getUint8(place) | 32) === 101) {
                      // More digits than are exact, or an exponent
                      if (fraction > 0) start--
                      place = decoding.numberEnd(bytes, start)
                      value = decoding.number(bytes, start, place)
                      if (value !== value) break lines
                      if (negative) value = -value
                      value = Math.floor(value)
                      if (!(Math.abs(value) <= 8640000000000000)) break lines
                    } else {
                      if (fraction > 0) {
                        value /= powers[fraction]
                        if (negative) value = -value
                        value = Math.floor(value)
                        if (!(Math.abs(value) <= 8640000000000000)) break lines
                      } else if (negative) value = -value
                    }
                  }
                  ats[row] = value
                  break
                default: // not declared
                  for (;;) {
                    word = view.getInt32(place, true)
                    marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ stop) - 0x01010101)) & ~word & 0x80808080
                    if (marks !== 0) break
                    place += 4
                  }
                  place += (31 - Math.clz32(marks & -marks)) >> 3
              }
              if (quoted) {
                if (view.getUint8(place) !== 34) break lines
                place++
              }
              if (column === width || view.getUint8(place) !== delimiter) break
              place++
            }
            if (column !== width) break
            if (view.getUint8(place) === 13) place++
            if (view.getUint8(place) !== 10) break
            starts[row] = line
            ends[row] = view.getUint8(place - 1) === 13 ? place - 1 : place
            row++
            line = place + 1
          }
          input.place = line
          return row - first
        }
      })(),
    ],
    objectReaders: [
      // Payment
      (events, from, to, rows, row, codes) => {
        const textFrom0 = rows.textFrom[0]
        const codes0 = rows.codes[0]
        const codes0_2 = codes[0]
        const codes1 = rows.codes[1]
        const codes1_2 = codes[1]
        const codes2 = rows.codes[2]
        const numbers0 = rows.numbers[0]
        const numbers1 = rows.numbers[1]
        const numbers2 = rows.numbers[2]
        const codes3 = rows.codes[3]
        const codes2_2 = codes[2]
        const numbers3 = rows.numbers[3]
        const numbers4 = rows.numbers[4]
        const codes4 = rows.codes[4]
        const codes3_2 = codes[3]
        const ats = rows.at
        let next = from
        try {
          for (let place = row; next < to; next++, place++) {
            const event = events[next]
            const { id, card, payer, payee, amount, fee, tries, kind, trusted, checked, country, at } = event
            if (!decoding.isPlain(event)) break
            let count = 12
            for (const name in event) count--
            if (payee === undefined) count--
            if (fee === undefined) count--
            if (tries === undefined) count--
            if (checked === undefined) count--
            if (country === undefined) count--
            if ((count !== 0 && !decoding.isFlat(event)) || event.toJSON !== undefined) break
            if (typeof id !== "string") break
            textFrom0[place] = 0
            if (typeof card !== "string") break
            codes0[place] = codes0_2.codeOfText(card)
            if (typeof payer !== "string") break
            codes1[place] = codes1_2.codeOfText(payer)
            if (payee !== undefined && payee !== null && typeof payee !== "string") break
            codes2[place] = payee === undefined || payee === null ? -1 : codes1_2.codeOfText(payee)
            if (!Number.isFinite(amount)) break
            numbers0[place] = amount
            const feeInside = decoding.decimal(fee, 2)
            if (fee !== undefined && fee !== null && Number.isNaN(feeInside)) break
            numbers1[place] = fee === undefined || fee === null ? NaN : feeInside
            if (tries !== undefined && tries !== null && !Number.isSafeInteger(tries)) break
            numbers2[place] = tries === undefined || tries === null ? NaN : tries
            if (!values.has(kind)) break
            codes3[place] = codes2_2.codeOfText(kind)
            if (typeof trusted !== "boolean") break
            numbers3[place] = Number(trusted)
            if (checked !== undefined && checked !== null && typeof checked !== "boolean") break
            numbers4[place] = checked === undefined || checked === null ? NaN : Number(checked)
            if (country !== undefined && country !== null && typeof country !== "string") break
            codes4[place] = country === undefined || country === null ? -1 : codes3_2.codeOfText(country)
            const atInside = decoding.time(at, false)
            if (Number.isNaN(atInside)) break
            ats[place] = atInside
          }
        } catch {
          // What throws when it is read is refused in the slow way.
        }
        return next - from
      },
      // Login
      (events, from, to, rows, row, codes) => {
        const textFrom0 = rows.textFrom[0]
        const codes0 = rows.codes[0]
        const codes0_2 = codes[0]
        const textFrom1 = rows.textFrom[1]
        const numbers0 = rows.numbers[0]
        const ats = rows.at
        let next = from
        try {
          for (let place = row; next < to; next++, place++) {
            const event = events[next]
            const { id, user, device, failed, at } = event
            if (!decoding.isPlain(event)) break
            let count = 5
            for (const name in event) count--
            if (device === undefined) count--
            if ((count !== 0 && !decoding.isFlat(event)) || event.toJSON !== undefined) break
            if (typeof id !== "string") break
            textFrom0[place] = 0
            if (typeof user !== "string") break
            codes0[place] = codes0_2.codeOfText(user)
            if (device !== undefined && device !== null && typeof device !== "string") break
            textFrom1[place] = device === undefined || device === null ? -1 : 0
            if (typeof failed !== "boolean") break
            numbers0[place] = Number(failed)
            const atInside = decoding.time(at, false)
            if (Number.isNaN(atInside)) break
            ats[place] = atInside
          }
        } catch {
          // What throws when it is read is refused in the slow way.
        }
        return next - from
      },
    ],
    selects: [
      // Payment where ((((event.amount > twice) and (event.fee != 2.5)) and ((event.amount / event.tries) > 10)) and ((event.tries ?? 1) in 0..5))
      (rows, order, from, to, chosen) => {
        const type = rows.type
        const amount = rows.numbers[0]
        const twice_2 = twice()
        const fee = rows.numbers[1]
        const tries = rows.numbers[2]
        let count = 0
        for (let place = from; place < to; place++) {
          const row = order[place]
          if (
            type[row] === 0 &&
            amount[row] > twice_2 &&
            differ(fee[row], 250) &&
            divide(amount[row], tries[row]) > 10 &&
            between(known(tries[row]) ?? 1, 0, 5)
          ) chosen[count++] = place
        }
        return count
      },
      // Payment where ((((event.kind == "wire") and (event.payer != event.payee)) and ((event.country in risky) or (event.country not in many))) and (event.country is present))
      (rows, order, from, to, chosen) => {
        const type = rows.type
        const kind = rows.codes[3]
        const payer = rows.codes[1]
        const payee = rows.codes[2]
        const country = rows.codes[4]
        let count = 0
        for (let place = from; place < to; place++) {
          const row = order[place]
          if (
            type[row] === 0 &&
            kind[row] === wireCode &&
            payee[row] !== -1 && payer[row] !== payee[row] &&
            (country[row] === NGCode || country[row] === RUCode || (country[row] !== -1 && !codes.has(country[row]))) &&
            country[row] !== -1
          ) chosen[count++] = place
        }
        return count
      },
      // Login where (event.failed and (event.device is missing))
      (rows, order, from, to, chosen) => {
        const type = rows.type
        const failed = rows.numbers[0]
        const device = rows.textFrom[1]
        let count = 0
        for (let place = from; place < to; place++) {
          const row = order[place]
          if (
            type[row] === 1 &&
            failed[row] === 1 &&
            device[row] === -1
          ) chosen[count++] = place
        }
        return count
      },
      // Payment where (not event.trusted and not event.checked)
      (rows, order, from, to, chosen) => {
        const type = rows.type
        const trusted = rows.numbers[3]
        const checked = rows.numbers[4]
        let count = 0
        for (let place = from; place < to; place++) {
          const row = order[place]
          if (
            type[row] === 0 &&
            !(trusted[row] === 1) &&
            !(checked[row] === 1)
          ) chosen[count++] = place
        }
        return count
      },
    ],
  }
}

export const rules = { manifest, create }
