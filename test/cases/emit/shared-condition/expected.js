function create(library, params, host) {
  const { show, decoding } = library
  const numberType = { kind: "number" }

  // rule Doubled
  function doubled_where_first(event) {
    if (event.type !== 0) return false
    const it = event.fields
    return it.amount > 100
  }
  function doubled_message(match, key) {
    return `twice ${show(numberType, match.last(0).amount)}`
  }

  return {
    rules: [
      {
        conditions: [doubled_where_first],
        outputs: [
          { message: doubled_message },
        ],
      },
    ],
    series: [],
    awaited: [],
    readers: [
      // Payment
      (scan) => {
        let id, card, amount, device, at
        for (let field = scan.next(); field >= 0; field = scan.next()) {
          switch (field) {
            case 0:
              id = scan.string()
              break
            case 1:
              card = scan.string()
              break
            case 2:
              amount = scan.number()
              break
            case 3:
              device = scan.string()
              break
            case 4:
              at = scan.time(false)
              break
          }
        }
        if (scan.odd || id === undefined || card === undefined || amount === undefined || at === undefined) return undefined
        return { id, card, amount, device, at }
      },
      // Refund
      (scan) => {
        let id, card, amount, at
        for (let field = scan.next(); field >= 0; field = scan.next()) {
          switch (field) {
            case 0:
              id = scan.string()
              break
            case 1:
              card = scan.string()
              break
            case 2:
              amount = scan.number()
              break
            case 3:
              at = scan.time(false)
              break
          }
        }
        if (scan.odd || id === undefined || card === undefined || amount === undefined || at === undefined) return undefined
        return { id, card, amount, at }
      },
    ],
    decoders: [
      // Payment
      (() => {
        const tens = Float64Array.of(1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000, 10000000000000, 100000000000000, 1000000000000000, 10000000000000000, 100000000000000000, 1000000000000000000, 10000000000000000000, 100000000000000000000, 1e+21, 1e+22)
        const fieldsByName = Uint8Array.of(5, 5, 5, 3, 2, 5, 5, 5, 5, 0, 4, 5, 5, 5, 5, 1)
        const nameLengths = Int32Array.of(5, 7, 9, 9, 5)
        const ways = Uint8Array.of(0, 1, 2, 0, 3)
        const nullable = Uint8Array.of(0, 0, 0, 1, 0)
        const bits0 = Int32Array.of(1, 2, 4, 0, 8)
        const seenBefore0 = Int32Array.of(0, 1, 3, 7, 7, 15)
        const reachKeys = new Int32Array(129), reachFacts = new Int32Array(129)
        // No word that is looked for there
        reachKeys[0] = 1
        for (const [slot, word, fact] of [[60, 1684611628, ((6 - 0) << 12) | (0 << 8) | 0], [3, 1633886764, ((8 - 0) << 12) | (0 << 8) | 1], [95, 1835082284, ((10 - 0) << 12) | (0 << 8) | 2], [92, 1701061164, ((10 - 0) << 12) | (0 << 8) | 3], [126, 1952522796, ((6 - 0) << 12) | (0 << 8) | 4], [110, 577005858, ((6 - 1) << 12) | (1 << 8) | 0], [44, 1918984994, ((8 - 1) << 12) | (1 << 8) | 1], [10, 1869439266, ((10 - 1) << 12) | (1 << 8) | 2], [91, 1986356258, ((10 - 1) << 12) | (1 << 8) | 3], [46, 578052386, ((6 - 1) << 12) | (1 << 8) | 4], [77, 975332457, ((6 - 2) << 12) | (2 << 8) | 0], [122, 1685217635, ((8 - 2) << 12) | (2 << 8) | 1], [36, 1970236769, ((10 - 2) << 12) | (2 << 8) | 2], [26, 1769366884, ((10 - 2) << 12) | (2 << 8) | 3], [80, 975336545, ((6 - 2) << 12) | (2 << 8) | 4], [66, 574235236, ((6 - 3) << 12) | (3 << 8) | 0], [41, 577008225, ((8 - 3) << 12) | (3 << 8) | 1], [117, 1853189997, ((10 - 3) << 12) | (3 << 8) | 2], [39, 1667855973, ((10 - 3) << 12) | (3 << 8) | 3]]) {
          reachKeys[slot] = word
          reachFacts[slot] = fact
        }
        const reachSlots = Int32Array.of(60, 110, 77, 66, 3, 44, 122, 41, 95, 10, 36, 117, 92, 91, 26, 39, 126, 46, 80, 128)
        const nameHeads = Int32Array.of(6, 8, 10, 10, 6)
        const places = new Int32Array(32), disorders = new Int32Array(32)
        // Lines as they mostly are, in WebAssembly; the function behind it reads those, too, and all others
        return decoding.plainLines({
          code: "AGFzbQEAAAABDgJgBH9/f38Bf2ABfwF8AgwBBGZyb20DZGF5AAEDBQQAAAAABQMBAAIHLQUFdGlnaHQAAQZzcGFjZWQAAglzY2F0dGVyZWQAAwNhbnkABAZtZW1vcnkCAArcbQTNFj8BfwF/AX8BfwF/AX8BfwF/AX8BfgF+AX4BfAF/AX8BfwF/AX8BfwF/AX8BfwF/AXsBewF7AXsBewF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF+AX4BfgF7AXsBewF/AX8BfwF/AX8BfwF/AX8BfwF/AXz9DAICAgICAgICAgICAgICAgIhG/0MICAgICAgICAgICAgICAgICEc/QxcXFxcXFxcXFxcXFxcXFxcIR39DDAwMDAwMDAwMDAwMDAwMDAhHv0MCQkJCQkJCQkJCQkJCQkJCSEfRAAAAAAAAPh/IUICQANAIAAgAUsNASAgIAJPDQEgACEEAkAgBCgAAEH7xKSjBnMgBCgAA0HkxOiRAnNyDQAgBEEHaiEEIAQhBQNAIAT9AAAAIBv9USAc/SogBP0AAAAgHf0j/VD9ZCEJIAlFBEAgBEEQaiEEDAELCyAJaCEJIAkgOEcEQCAJITgLIAQgOGohBCAEKQAAQqLYiJmWzJyyIoUgBCkAAkKixoWTx8yInSKFhEIAUg0AIARBCmohBCAEIQUDQCAE/QAAACAb/VEgHP0qIAT9AAAAIB39I/1Q/WQhCSAJRQRAIARBEGohBAwBCwsgCWghCSAJIDlHBEAgCSE5CyAEIDlqIQRBx5it+AIhCCAFIQYgBSAEIAVrQXxxaiEHAkADQCAGIAdPDQEgCEEPdyAGKAAAc0Gx893xeWwhCCAGQQRqIQYMAAsLIAhBD3cgBigAAEEBIAQgBmtBA3R0QQFrcXNBsfPd8XlsIQggCCAIQQ92cyEIICBBAnQgBSADajYAyEcgIEECdCAEIANqNgCIaCAgQQJ0IAg2AMiIASAEKQAAQqLYiInW7du67gCFIAQpAANC4dq9q+eNnZE6hYRCAFINACAEQQtqIQQgBC0AAEEtRiEKIAQgCmohBCAEIQVCACEPA0AgBCkAAEKw4MCBg4aMmDCFIQ0gDSANQvbs2bPnzp279gB8hEKAgYKEiJCgwIB/gyIOUARAIA9CgMLXL34gDSIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAEQQhqIQQMAQsLIA56p0EDdiEMIA8gDEEDdCkAQH4gDUI4IAytQgOGfYZCCIYiDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gBCAMaiEEIAQgBWshDCAMRQ0AIAUtAABBMEYEQCAMQQFLDQELQQAhCyAELQAAQS5GBEAgBEEBaiEEIAQhByAMIQYDQCAEKQAAQrDgwIGDhoyYMIUhDSANIA1C9uzZs+fOnbv2AHyEQoCBgoSIkKDAgH+DIg5QBEAgD0KAwtcvfiANIg5CCn4gDkIIiHxC/4H8h/CfwP8AgyIOQuQAfiAOQhCIfEL//4OA8P8/gyIOQpDOAH4gDkIgiHxC/////w+DfCEPIARBCGohBAwBCwsgDnqnQQN2IQwgDyAMQQN0KQBAfiANQjggDK1CA4Z9hkIIhiIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAMIDtHBEAgDCE7CyAEIDtqIQQgBCAHayELIAtFDQEgBiALaiEMCyAMQQ9LDQAgD7khECALBEAgECALQQN0KwCAAaMhEAsgEJogECAKGyEQICBBA3QgEDkAoOoBIAQpAABCrMSQq+au2rHlAIUgBCkAA0Ll7KWb1syInSKFhEIAUkVFBEAFIARBC2ohBCAEIQUDQCAE/QAAACAb/VEgHP0qIAT9AAAAIB39I/1Q/WQhCSAJRQRAIARBEGohBAwBCwsgCWghCSAJIDxHBEAgCSE8CyAEIDxqIQQgBC0AAEEiRw0BIARBAWohBAsgBCgAAEGsxISjB3MgBCgAAkHh6InRA3NyDQAgBEEGaiEEIAQtAABBIkYEQCAEQQFqIQQgBCgAAEGw4MCBA3MhESAEKAAEQa3gwOkCcyESIAQoAAhBsODQggNzIRMgBCgADEGw9MCBA3MhFCAELQATQdoARgRAIAQoABBBuuDA0QVzIRVBACEWQRQhGgUgBCgAEEG64MDxAnMhFSAEKAAUQbDgwNEFcyEWQRghGgsgESARQfbs2bMHanIgEiASQf/s2fsHanJyIBMgE0H27P2zB2pyciAUIBRB9v7ZswdqcnIgFSAVQf/s2fsHanJyIBYgFkH27Nn7B2pyckGAgYKEeHENASAEIBpqLQAAQSJHDQEgE0EYdkH/AXFBCmwgFEEAdkH/AXFqIRcgFEEQdkH/AXFBCmwgFEEYdkH/AXFqIRggFUEIdkH/AXFBCmwgFUEQdkH/AXFqIRkgF0EYTyAYQTxPciAZQTxPcg0BIBNB//8DcSETIBEgP0cgEiBAR3IgEyBBR3IEQCARIT8gEiFAIBMhQSAEEAAhQgsgQiBCYg0BIBZBAHZB/wFxQQpsIBZBCHZB/wFxakEKbCAWQRB2Qf8BcWohFiAXQTxsIBhqQTxsIBlqIRkgQiAZQegHbCAWaregIRAgBCAaQQFqaiEEBSAELQAAQS1GIQogBCAKaiEEIAQhBUIAIQ8DQCAEKQAAQrDgwIGDhoyYMIUhDSANIA1C9uzZs+fOnbv2AHyEQoCBgoSIkKDAgH+DIg5QBEAgD0KAwtcvfiANIg5CCn4gDkIIiHxC/4H8h/CfwP8AgyIOQuQAfiAOQhCIfEL//4OA8P8/gyIOQpDOAH4gDkIgiHxC/////w+DfCEPIARBCGohBAwBCwsgDnqnQQN2IQwgDyAMQQN0KQBAfiANQjggDK1CA4Z9hkIIhiIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAMID1HBEAgDCE9CyAEID1qIQQgBCAFayEMIAxFDQEgBS0AAEEwRgRAIAxBAUsNAgsgDEEPSw0BIA+5IRAgEJogECAKGyEQCyAgQQN0IBA5AOCqAiAELwAAQf0Ucw0AICBBAnQgACADajYAyAYgIEECdCAEQQFqIANqNgCIJyAgQQFqISAgBEECaiEADAELCwtBiOoBKAAAISJBjOoBKAAAISNBkOoBKAAAISRBACElQQAhKUEAIShBACEhAkAgI0F/Rg0AA0AgISAgTw0BICEgKEYEQCAoIScgKEHAAGohKANAICdBAnQoAMiIASAjcSEmICkgIiAmICR0aigAAHIhKSAnQQFqIScgJyAoSQ0ACwsgIUECdCgAyEdBf0cEQCAhQQJ0KADIRyADayEFICFBAnQoAIhoICFBAnQoAMhHayEaICFBAnQoAMiIASEIAkACQCAaQRBqQQEgJHRLDQBBACEnA0AgIiAIICdqICNxICR0aiEmAkAgJigAACAIRw0AICYoAAQgGkEBakcNACAaQRBNBEAgBf0AAABByAIgGmv9AAAA/U4gJkEQav0AAAD9Uf1TDQEFQQAhBgNAIAUgBmr9AAAAICZBEGogBmr9AAAA/VH9Uw0CIAZBEGohBiAGQRBqIBpJDQALIBpBEGshBiAFIAZq/QAAACAmQRBqIAZq/QAAAP1R/VMNAQsgIUECdCAmKAAINgCIqQEMAwsgJigABEUNASAnQQFqIScgJ0EESQ0ACwsgJUECdCAhNgDIyQEgJUEBaiElCwsgIUEBaiEhDAALC0GU6gEgJTYAAEGY6gEgKTYAAEEAIAA2AAAgIAvCFj8BfwF/AX8BfwF/AX8BfwF/AX8BfgF+AX4BfAF/AX8BfwF/AX8BfwF/AX8BfwF/AXsBewF7AXsBewF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF+AX4BfgF7AXsBewF/AX8BfwF/AX8BfwF/AX8BfwF/AXz9DAICAgICAgICAgICAgICAgIhG/0MICAgICAgICAgICAgICAgICEc/QxcXFxcXFxcXFxcXFxcXFxcIR39DDAwMDAwMDAwMDAwMDAwMDAhHv0MCQkJCQkJCQkJCQkJCQkJCSEfRAAAAAAAAPh/IUICQANAIAAgAUsNASAgIAJPDQEgACEEAkAgBCkAAEL7xKSjpsSOkCKFQgBSDQAgBEEIaiEEIAQhBQNAIAT9AAAAIBv9USAc/SogBP0AAAAgHf0j/VD9ZCEJIAlFBEAgBEEQaiEEDAELCyAJaCEJIAkgOEcEQCAJITgLIAQgOGohBCAEKQAAQqLYgJGyrJi55ACFIAQpAARC48LJo6bEjpAihYRCAFINACAEQQxqIQQgBCEFA0AgBP0AAAAgG/1RIBz9KiAE/QAAACAd/SP9UP1kIQkgCUUEQCAEQRBqIQQMAQsLIAloIQkgCSA5RwRAIAkhOQsgBCA5aiEEQceYrfgCIQggBSEGIAUgBCAFa0F8cWohBwJAA0AgBiAHTw0BIAhBD3cgBigAAHNBsfPd8XlsIQggBkEEaiEGDAALCyAIQQ93IAYoAABBASAEIAZrQQN0dEEBa3FzQbHz3fF5bCEIIAggCEEPdnMhCCAgQQJ0IAUgA2o2AMhHICBBAnQgBCADajYAiGggIEECdCAINgDIiAEgBCkAAEKi2ICRkqzbt/UAhSAEKQAFQu3e1fPGzoidIIWEQgBSDQAgBEENaiEEIAQtAABBLUYhCiAEIApqIQQgBCEFQgAhDwNAIAQpAABCsODAgYOGjJgwhSENIA0gDUL27Nmz586du/YAfIRCgIGChIiQoMCAf4MiDlAEQCAPQoDC1y9+IA0iDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gBEEIaiEEDAELCyAOeqdBA3YhDCAPIAxBA3QpAEB+IA1COCAMrUIDhn2GQgiGIg5CCn4gDkIIiHxC/4H8h/CfwP8AgyIOQuQAfiAOQhCIfEL//4OA8P8/gyIOQpDOAH4gDkIgiHxC/////w+DfCEPIAQgDGohBCAEIAVrIQwgDEUNACAFLQAAQTBGBEAgDEEBSw0BC0EAIQsgBC0AAEEuRgRAIARBAWohBCAEIQcgDCEGA0AgBCkAAEKw4MCBg4aMmDCFIQ0gDSANQvbs2bPnzp279gB8hEKAgYKEiJCgwIB/gyIOUARAIA9CgMLXL34gDSIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAEQQhqIQQMAQsLIA56p0EDdiEMIA8gDEEDdCkAQH4gDUI4IAytQgOGfYZCCIYiDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gDCA7RwRAIAwhOwsgBCA7aiEEIAQgB2shCyALRQ0BIAYgC2ohDAsgDEEPSw0AIA+5IRAgCwRAIBAgC0EDdCsAgAGjIRALIBCaIBAgChshECAgQQN0IBA5AKDqASAEKQAAQqzAiKHWzN204wCFIAQpAAVC9tKNq6bEjpAihYRCAFJFRQRABSAEQQ1qIQQgBCEFA0AgBP0AAAAgG/1RIBz9KiAE/QAAACAd/SP9UP1kIQkgCUUEQCAEQRBqIQQMAQsLIAloIQkgCSA8RwRAIAkhPAsgBCA8aiEEIAQtAABBIkcNASAEQQFqIQQLIAQpAABCrMCIicbOiJ0ghUIAUg0AIARBCGohBCAELQAAQSJGBEAgBEEBaiEEIAQoAABBsODAgQNzIREgBCgABEGt4MDpAnMhEiAEKAAIQbDg0IIDcyETIAQoAAxBsPTAgQNzIRQgBC0AE0HaAEYEQCAEKAAQQbrgwNEFcyEVQQAhFkEUIRoFIAQoABBBuuDA8QJzIRUgBCgAFEGw4MDRBXMhFkEYIRoLIBEgEUH27NmzB2pyIBIgEkH/7Nn7B2pyciATIBNB9uz9swdqcnIgFCAUQfb+2bMHanJyIBUgFUH/7Nn7B2pyciAWIBZB9uzZ+wdqcnJBgIGChHhxDQEgBCAaai0AAEEiRw0BIBNBGHZB/wFxQQpsIBRBAHZB/wFxaiEXIBRBEHZB/wFxQQpsIBRBGHZB/wFxaiEYIBVBCHZB/wFxQQpsIBVBEHZB/wFxaiEZIBdBGE8gGEE8T3IgGUE8T3INASATQf//A3EhEyARID9HIBIgQEdyIBMgQUdyBEAgESE/IBIhQCATIUEgBBAAIUILIEIgQmINASAWQQB2Qf8BcUEKbCAWQQh2Qf8BcWpBCmwgFkEQdkH/AXFqIRYgF0E8bCAYakE8bCAZaiEZIEIgGUHoB2wgFmq3oCEQIAQgGkEBamohBAUgBC0AAEEtRiEKIAQgCmohBCAEIQVCACEPA0AgBCkAAEKw4MCBg4aMmDCFIQ0gDSANQvbs2bPnzp279gB8hEKAgYKEiJCgwIB/gyIOUARAIA9CgMLXL34gDSIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAEQQhqIQQMAQsLIA56p0EDdiEMIA8gDEEDdCkAQH4gDUI4IAytQgOGfYZCCIYiDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gDCA9RwRAIAwhPQsgBCA9aiEEIAQgBWshDCAMRQ0BIAUtAABBMEYEQCAMQQFLDQILIAxBD0sNASAPuSEQIBCaIBAgChshEAsgIEEDdCAQOQDgqgIgBC8AAEH9FHMNACAgQQJ0IAAgA2o2AMgGICBBAnQgBEEBaiADajYAiCcgIEEBaiEgIARBAmohAAwBCwsLQYjqASgAACEiQYzqASgAACEjQZDqASgAACEkQQAhJUEAISlBACEoQQAhIQJAICNBf0YNAANAICEgIE8NASAhIChGBEAgKCEnIChBwABqISgDQCAnQQJ0KADIiAEgI3EhJiApICIgJiAkdGooAAByISkgJ0EBaiEnICcgKEkNAAsLICFBAnQoAMhHQX9HBEAgIUECdCgAyEcgA2shBSAhQQJ0KACIaCAhQQJ0KADIR2shGiAhQQJ0KADIiAEhCAJAAkAgGkEQakEBICR0Sw0AQQAhJwNAICIgCCAnaiAjcSAkdGohJgJAICYoAAAgCEcNACAmKAAEIBpBAWpHDQAgGkEQTQRAIAX9AAAAQcgCIBpr/QAAAP1OICZBEGr9AAAA/VH9Uw0BBUEAIQYDQCAFIAZq/QAAACAmQRBqIAZq/QAAAP1R/VMNAiAGQRBqIQYgBkEQaiAaSQ0ACyAaQRBrIQYgBSAGav0AAAAgJkEQaiAGav0AAAD9Uf1TDQELICFBAnQgJigACDYAiKkBDAMLICYoAARFDQEgJ0EBaiEnICdBBEkNAAsLICVBAnQgITYAyMkBICVBAWohJQsLICFBAWohIQwACwtBlOoBICU2AABBmOoBICk2AABBACAANgAAICALpSM/AX8BfwF/AX8BfwF/AX8BfwF/AX4BfgF+AXwBfwF/AX8BfwF/AX8BfwF/AX8BfwF7AXsBewF7AXsBfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfgF+AX4BewF7AXsBfwF/AX8BfwF/AX8BfwF/AX8BfwF8/QwiIiIiIiIiIiIiIiIiIiIiITX9DCwsLCwsLCwsLCwsLCwsLCwhNv0MCgoKCgoKCgoKCgoKCgoKCiE3/QwCAgICAgICAgICAgICAgICIRv9DCAgICAgICAgICAgICAgICAhHP0MXFxcXFxcXFxcXFxcXFxcXCEd/QwwMDAwMDAwMDAwMDAwMDAwIR79DAkJCQkJCQkJCQkJCQkJCQkhH0QAAAAAAAD4fyFCAkADQCAAIAFLDQEgICACTw0BIAAhBAJAIAQtAABB+wBzDQBBACAENgD4AkEBIS4gBCEtA0AgLf0AAAAgNv0jIC39AAABIDX9I/1O/WStQgCGIC39AAAQIDb9IyAt/QAAESA1/SP9Tv1krUIQhoQgLf0AACAgNv0jIC39AAAhIDX9I/1O/WStQiCGhCAt/QAAMCA2/SMgLf0AADEgNf0j/U79ZK1CMIaEITQgLf0AAAAgN/0j/WStQgCGIC39AAAQIDf9I/1krUIQhoQgLf0AACAgN/0j/WStQiCGhCAt/QAAMCA3/SP9ZK1CMIaEITMgNCAzQn+FIDNCAX2DgyE0IC5BAnQgLSA0eqdqNgD4AiAuIDRQRWohLiA0IDRCAX2DITQgLkECdCAtIDR6p2o2APgCIC4gNFBFaiEuIDQgNEIBfYMhNCAuQQJ0IC0gNHqnajYA+AIgLiA0UEVqIS4gNCA0QgF9gyE0IC5BAnQgLSA0eqdqNgD4AiAuIDRQRWohLiA0IDRCAX2DITQgLkECdCAtIDR6p2o2APgCIC4gNFBFaiEuIDQgNEIBfYMhNANAIDRQRQRAIC5BAnQgLSA0eqdqNgD4AiAuIDRQRWohLiA0IDRCAX2DITQMAQsLIC5BJUsNASAzUARAIC1BwABqIS0MAQsLIC0gM3qnakEBayEtIC0tAABB/QBHDQAgLkECdCAtNgD4AkEAQn83AJgGQQAhMEEAIS8DQCAwQQJ0KAD4AiEFIAUpAAIhDSANQqLEiJGixIiRIoVCgYKEiJCgwIABfSANQqLEiJGixIiRIoVCf4WDQoCBgoSIkKDAgH+DITIgDSAyIDJCAX2FgyEyIDJCu6bvxp2XsZp7fkI8iKctAOgCIQYgBiAwOgCYBiAvIDA6AKAGIC8gBkEFRmohLyAwQQFqITAgMCAuSQ0AC0EAITFBAC0AmAYhMCAwQf8BRg0AIDBBAnQhMCAwKAD4AkEBaiEEIAQoAABBotKRkwJzIAQoAAFB6ciJ0QNzcg0AIARBBWohBCAELQAAQSJzDQAgBEEBaiEEIAQhBQNAIAT9AAAAIBv9USAc/SogBP0AAAAgHf0j/VD9ZCEJIAlFBEAgBEEQaiEEDAELCyAJaCEJIAkgOEcEQCAJITgLIAQgOGohBCAELQAAQSJHDQAgBEEBaiEEIAQgMCgA/AJHDQAgMUEBaiExQQAtAJkGITAgMEH/AUYNACAwQQJ0ITAgMCgA+AJBAWohBCAEKAAAQaLGhZMHcyAEKAADQfLIidEDc3INACAEQQdqIQQgBC0AAEEicw0AIARBAWohBCAEIQUDQCAE/QAAACAb/VEgHP0qIAT9AAAAIB39I/1Q/WQhCSAJRQRAIARBEGohBAwBCwsgCWghCSAJIDlHBEAgCSE5CyAEIDlqIQRBx5it+AIhCCAFIQYgBSAEIAVrQXxxaiEHAkADQCAGIAdPDQEgCEEPdyAGKAAAc0Gx893xeWwhCCAGQQRqIQYMAAsLIAhBD3cgBigAAEEBIAQgBmtBA3R0QQFrcXNBsfPd8XlsIQggCCAIQQ92cyEIIAQtAABBIkcNACAgQQJ0IAUgA2o2AMhHICBBAnQgBCADajYAiGggIEECdCAINgDIiAEgBEEBaiEEIAQgMCgA/AJHDQAgMUEBaiExQQAtAJoGITAgMEH/AUYNACAwQQJ0ITAgMCgA+AJBAWohBCAEKQAAQqLCtfvWzpu6IoUgBCkAAULh2r2r542dkTqFhEIAUg0AIARBCWohBCAELQAAQS1GIQogBCAKaiEEIAQhBUIAIQ8DQCAEKQAAQrDgwIGDhoyYMIUhDSANIA1C9uzZs+fOnbv2AHyEQoCBgoSIkKDAgH+DIg5QBEAgD0KAwtcvfiANIg5CCn4gDkIIiHxC/4H8h/CfwP8AgyIOQuQAfiAOQhCIfEL//4OA8P8/gyIOQpDOAH4gDkIgiHxC/////w+DfCEPIARBCGohBAwBCwsgDnqnQQN2IQwgDyAMQQN0KQBAfiANQjggDK1CA4Z9hkIIhiIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAEIAxqIQQgBCAFayEMIAxFDQAgBS0AAEEwRgRAIAxBAUsNAQtBACELIAQtAABBLkYEQCAEQQFqIQQgBCEHIAwhBgNAIAQpAABCsODAgYOGjJgwhSENIA0gDUL27Nmz586du/YAfIRCgIGChIiQoMCAf4MiDlAEQCAPQoDC1y9+IA0iDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gBEEIaiEEDAELCyAOeqdBA3YhDCAPIAxBA3QpAEB+IA1COCAMrUIDhn2GQgiGIg5CCn4gDkIIiHxC/4H8h/CfwP8AgyIOQuQAfiAOQhCIfEL//4OA8P8/gyIOQpDOAH4gDkIgiHxC/////w+DfCEPIAwgO0cEQCAMITsLIAQgO2ohBCAEIAdrIQsgC0UNASAGIAtqIQwLIAxBD0sNACAPuSEQIAsEQCAQIAtBA3QrAIABoyEQCyAQmiAQIAobIRAgIEEDdCAQOQCg6gEgBCAwKAD8AkcNACAxQQFqITFBAC0AmwYhMCAwQf8BRgRABSAwQQJ0ITAgMCgA+AJBAWohBCAEKQAAQqLIlbOX7diyIoUgBCkAAULkytnLtqyZkTqFhEIAUg0BIARBCWohBCAELQAAQSJzDQEgBEEBaiEEIAQhBQNAIAT9AAAAIBv9USAc/SogBP0AAAAgHf0j/VD9ZCEJIAlFBEAgBEEQaiEEDAELCyAJaCEJIAkgPEcEQCAJITwLIAQgPGohBCAELQAAQSJHDQEgBEEBaiEEIAQgMCgA/AJHDQEgMUEBaiExC0EALQCcBiEwIDBB/wFGDQAgMEECdCEwIDAoAPgCQQFqIQQgBCgAAEGiwtGTAnMgBCgAAUHh6InRA3NyDQAgBEEFaiEEIAQtAABBIkYEQCAEQQFqIQQgBCgAAEGw4MCBA3MhESAEKAAEQa3gwOkCcyESIAQoAAhBsODQggNzIRMgBCgADEGw9MCBA3MhFCAELQATQdoARgRAIAQoABBBuuDA0QVzIRVBACEWQRQhGgUgBCgAEEG64MDxAnMhFSAEKAAUQbDgwNEFcyEWQRghGgsgESARQfbs2bMHanIgEiASQf/s2fsHanJyIBMgE0H27P2zB2pyciAUIBRB9v7ZswdqcnIgFSAVQf/s2fsHanJyIBYgFkH27Nn7B2pyckGAgYKEeHENASAEIBpqLQAAQSJHDQEgE0EYdkH/AXFBCmwgFEEAdkH/AXFqIRcgFEEQdkH/AXFBCmwgFEEYdkH/AXFqIRggFUEIdkH/AXFBCmwgFUEQdkH/AXFqIRkgF0EYTyAYQTxPciAZQTxPcg0BIBNB//8DcSETIBEgP0cgEiBAR3IgEyBBR3IEQCARIT8gEiFAIBMhQSAEEAAhQgsgQiBCYg0BIBZBAHZB/wFxQQpsIBZBCHZB/wFxakEKbCAWQRB2Qf8BcWohFiAXQTxsIBhqQTxsIBlqIRkgQiAZQegHbCAWaregIRAgBCAaQQFqaiEEBSAELQAAQS1GIQogBCAKaiEEIAQhBUIAIQ8DQCAEKQAAQrDgwIGDhoyYMIUhDSANIA1C9uzZs+fOnbv2AHyEQoCBgoSIkKDAgH+DIg5QBEAgD0KAwtcvfiANIg5CCn4gDkIIiHxC/4H8h/CfwP8AgyIOQuQAfiAOQhCIfEL//4OA8P8/gyIOQpDOAH4gDkIgiHxC/////w+DfCEPIARBCGohBAwBCwsgDnqnQQN2IQwgDyAMQQN0KQBAfiANQjggDK1CA4Z9hkIIhiIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAMID1HBEAgDCE9CyAEID1qIQQgBCAFayEMIAxFDQEgBS0AAEEwRgRAIAxBAUsNAgsgDEEPSw0BIA+5IRAgEJogECAKGyEQCyAgQQN0IBA5AOCqAiAEIDAoAPwCRw0AIDFBAWohMSAxIC9qIC5HDQADQCAvBEAgL0EBayEvIC8tAKAGITAgMEECdCEwIDAoAPgCQQFqIQQgBC0AAEEicw0CIARBAWohBANAIAT9AAAAIBv9USAc/SogBP0AAAAgHf0j/VD9ZCEJIAlFBEAgBEEQaiEEDAELCyAJaCEJIAkgK0cEQCAJISsLIAQgK2ohBCAELQAAQSJHDQIgBEEBaiEEIAQtAABBOnMNAiAEQQFqIQQgBCAELQAAQSBGaiEEIAQtAABBIkYEQCAEQQFqIQQDQCAE/QAAACAb/VEgHP0qIAT9AAAAIB39I/1Q/WQhCSAJRQRAIARBEGohBAwBCwsgCWghCSAJICxHBEAgCSEsCyAEICxqIQQgBC0AAEEiRw0DIARBAWohBAUgBC0AAEH0AEYEQCAEKAAAQfTk1asGcw0EIARBBGohBAUgBC0AAEHuAEYEQCAEKAAAQe7qseMGcw0FIARBBGohBAUgBC0AAEHmAEYEQCAEKAAAQebCsZsHcyAEKAABQeHYzasGc3INBiAEQQVqIQQFIAQtAABBLUYhCiAEIApqIQQgBCEFIAT9AAAAIB79cSAf/Sr9ZEF/cyEJIAloIQwgDEUNBiAFLQAAQTBGBEAgDEEBSw0HCyAEIAxqIQQgBC0AAEEuRgRAIAkgDEEBanZoIQsgC0UNByAMIAtqIQwgBCALQQFqaiEECyAMQQ9LDQYLCwsLIAQgMCgA/AJHDQIMAQsLIC5BAnQoAPgCIQQgIEECdCAAIANqNgDIBiAgQQJ0IARBAWogA2o2AIgnICBBAWohICAEQQJqIQAMAQsLC0GI6gEoAAAhIkGM6gEoAAAhI0GQ6gEoAAAhJEEAISVBACEpQQAhKEEAISECQCAjQX9GDQADQCAhICBPDQEgISAoRgRAICghJyAoQcAAaiEoA0AgJ0ECdCgAyIgBICNxISYgKSAiICYgJHRqKAAAciEpICdBAWohJyAnIChJDQALCyAhQQJ0KADIR0F/RwRAICFBAnQoAMhHIANrIQUgIUECdCgAiGggIUECdCgAyEdrIRogIUECdCgAyIgBIQgCQAJAIBpBEGpBASAkdEsNAEEAIScDQCAiIAggJ2ogI3EgJHRqISYCQCAmKAAAIAhHDQAgJigABCAaQQFqRw0AIBpBEE0EQCAF/QAAAEHIAiAaa/0AAAD9TiAmQRBq/QAAAP1R/VMNAQVBACEGA0AgBSAGav0AAAAgJkEQaiAGav0AAAD9Uf1TDQIgBkEQaiEGIAZBEGogGkkNAAsgGkEQayEGIAUgBmr9AAAAICZBEGogBmr9AAAA/VH9Uw0BCyAhQQJ0ICYoAAg2AIipAQwDCyAmKAAERQ0BICdBAWohJyAnQQRJDQALCyAlQQJ0ICE2AMjJASAlQQFqISULCyAhQQFqISEMAAsLQZTqASAlNgAAQZjqASApNgAAQQAgADYAACAgC58dPwF/AX8BfwF/AX8BfwF/AX8BfwF+AX4BfgF8AX8BfwF/AX8BfwF/AX8BfwF/AX8BewF7AXsBewF7AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX4BfgF+AXsBewF7AX8BfwF/AX8BfwF/AX8BfwF/AX8BfP0MAgICAgICAgICAgICAgICAiEb/QwgICAgICAgICAgICAgICAgIRz9DFxcXFxcXFxcXFxcXFxcXFwhHf0MMDAwMDAwMDAwMDAwMDAwMCEe/QwJCQkJCQkJCQkJCQkJCQkJIR9EAAAAAAAA+H8hQgJAA0AgACABSw0BICAgAk8NASAAIQQCQCAELQAAQfsAcw0AIARBAWohBEEAISkDQCAELQAAQSJzDQECQAJAIAQoAAFBf3FBm4vtrntsQRx2LQDYAiEqA0ACQAJAAkACQAJAICoOBQABAgMEBgsgBCgAAEGi0pGTAnMgBCgAAUHpyInRA3NyBEAMBgsgKUEBcQ0IIClBAXIhKSAEQQVqIQQgBCAELQAAQSBGaiEEIAQtAABBInMNCCAEQQFqIQQgBCEFA0AgBP0AAAAgG/1RIBz9KiAE/QAAACAd/SP9UP1kIQkgCUUEQCAEQRBqIQQMAQsLIAloIQkgCSA4RwRAIAkhOAsgBCA4aiEEIAQtAABBIkcNCCAEQQFqIQQMBgsgBCgAAEGixoWTB3MgBCgAA0HyyInRA3NyBEAMBQsgKUECcQ0HIClBAnIhKSAEQQdqIQQgBCAELQAAQSBGaiEEIAQtAABBInMNByAEQQFqIQQgBCEFA0AgBP0AAAAgG/1RIBz9KiAE/QAAACAd/SP9UP1kIQkgCUUEQCAEQRBqIQQMAQsLIAloIQkgCSA5RwRAIAkhOQsgBCA5aiEEQceYrfgCIQggBSEGIAUgBCAFa0F8cWohBwJAA0AgBiAHTw0BIAhBD3cgBigAAHNBsfPd8XlsIQggBkEEaiEGDAALCyAIQQ93IAYoAABBASAEIAZrQQN0dEEBa3FzQbHz3fF5bCEIIAggCEEPdnMhCCAELQAAQSJHDQcgIEECdCAFIANqNgDIRyAgQQJ0IAQgA2o2AIhoICBBAnQgCDYAyIgBIARBAWohBAwFCyAEKQAAQqLCtfvWzpu6IoUgBCkAAULh2r2r542dkTqFhEIAUgRADAQLIClBBHENBiApQQRyISkgBEEJaiEEIAQgBC0AAEEgRmohBCAELQAAQS1GIQogBCAKaiEEIAQhBUIAIQ8DQCAEKQAAQrDgwIGDhoyYMIUhDSANIA1C9uzZs+fOnbv2AHyEQoCBgoSIkKDAgH+DIg5QBEAgD0KAwtcvfiANIg5CCn4gDkIIiHxC/4H8h/CfwP8AgyIOQuQAfiAOQhCIfEL//4OA8P8/gyIOQpDOAH4gDkIgiHxC/////w+DfCEPIARBCGohBAwBCwsgDnqnQQN2IQwgDyAMQQN0KQBAfiANQjggDK1CA4Z9hkIIhiIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAEIAxqIQQgBCAFayEMIAxFDQYgBS0AAEEwRgRAIAxBAUsNBwtBACELIAQtAABBLkYEQCAEQQFqIQQgBCEHIAwhBgNAIAQpAABCsODAgYOGjJgwhSENIA0gDUL27Nmz586du/YAfIRCgIGChIiQoMCAf4MiDlAEQCAPQoDC1y9+IA0iDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gBEEIaiEEDAELCyAOeqdBA3YhDCAPIAxBA3QpAEB+IA1COCAMrUIDhn2GQgiGIg5CCn4gDkIIiHxC/4H8h/CfwP8AgyIOQuQAfiAOQhCIfEL//4OA8P8/gyIOQpDOAH4gDkIgiHxC/////w+DfCEPIAwgO0cEQCAMITsLIAQgO2ohBCAEIAdrIQsgC0UNByAGIAtqIQwLIAxBD0sNBiAPuSEQIAsEQCAQIAtBA3QrAIABoyEQCyAQmiAQIAobIRAgIEEDdCAQOQCg6gEMBAsgBCkAAEKiyJWzl+3YsiKFIAQpAAFC5MrZy7asmZE6hYRCAFIEQAwDCyApQQhxDQUgKUEIciEpIARBCWohBCAEIAQtAABBIEZqIQQgBC0AAEEicw0FIARBAWohBCAEIQUDQCAE/QAAACAb/VEgHP0qIAT9AAAAIB39I/1Q/WQhCSAJRQRAIARBEGohBAwBCwsgCWghCSAJIDxHBEAgCSE8CyAEIDxqIQQgBC0AAEEiRw0FIARBAWohBAwDCyAEKAAAQaLC0ZMCcyAEKAABQeHoidEDc3IEQAwCCyApQRBxDQQgKUEQciEpIARBBWohBCAEIAQtAABBIEZqIQQgBC0AAEEiRgRAIARBAWohBCAEKAAAQbDgwIEDcyERIAQoAARBreDA6QJzIRIgBCgACEGw4NCCA3MhEyAEKAAMQbD0wIEDcyEUIAQtABNB2gBGBEAgBCgAEEG64MDRBXMhFUEAIRZBFCEaBSAEKAAQQbrgwPECcyEVIAQoABRBsODA0QVzIRZBGCEaCyARIBFB9uzZswdqciASIBJB/+zZ+wdqcnIgEyATQfbs/bMHanJyIBQgFEH2/tmzB2pyciAVIBVB/+zZ+wdqcnIgFiAWQfbs2fsHanJyQYCBgoR4cQ0FIAQgGmotAABBIkcNBSATQRh2Qf8BcUEKbCAUQQB2Qf8BcWohFyAUQRB2Qf8BcUEKbCAUQRh2Qf8BcWohGCAVQQh2Qf8BcUEKbCAVQRB2Qf8BcWohGSAXQRhPIBhBPE9yIBlBPE9yDQUgE0H//wNxIRMgESA/RyASIEBHciATIEFHcgRAIBEhPyASIUAgEyFBIAQQACFCCyBCIEJiDQUgFkEAdkH/AXFBCmwgFkEIdkH/AXFqQQpsIBZBEHZB/wFxaiEWIBdBPGwgGGpBPGwgGWohGSBCIBlB6AdsIBZqt6AhECAEIBpBAWpqIQQFIAQtAABBLUYhCiAEIApqIQQgBCEFQgAhDwNAIAQpAABCsODAgYOGjJgwhSENIA0gDUL27Nmz586du/YAfIRCgIGChIiQoMCAf4MiDlAEQCAPQoDC1y9+IA0iDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gBEEIaiEEDAELCyAOeqdBA3YhDCAPIAxBA3QpAEB+IA1COCAMrUIDhn2GQgiGIg5CCn4gDkIIiHxC/4H8h/CfwP8AgyIOQuQAfiAOQhCIfEL//4OA8P8/gyIOQpDOAH4gDkIgiHxC/////w+DfCEPIAwgPUcEQCAMIT0LIAQgPWohBCAEIAVrIQwgDEUNBSAFLQAAQTBGBEAgDEEBSw0GCyAMQQ9LDQUgD7khECAQmiAQIAobIRALICBBA3QgEDkA4KoCDAILCyAEQQFqIQQDQCAE/QAAACAb/VEgHP0qIAT9AAAAIB39I/1Q/WQhCSAJRQRAIARBEGohBAwBCwsgCWghCSAJICtHBEAgCSErCyAEICtqIQQgBC0AAEEiRw0CIARBAWohBCAELQAAQTpzDQIgBEEBaiEEIAQgBC0AAEEgRmohBCAELQAAQSJGBEAgBEEBaiEEA0AgBP0AAAAgG/1RIBz9KiAE/QAAACAd/SP9UP1kIQkgCUUEQCAEQRBqIQQMAQsLIAloIQkgCSAsRwRAIAkhLAsgBCAsaiEEIAQtAABBIkcNAyAEQQFqIQQFIAQtAABB9ABGBEAgBCgAAEH05NWrBnMNBCAEQQRqIQQFIAQtAABB7gBGBEAgBCgAAEHu6rHjBnMNBSAEQQRqIQQFIAQtAABB5gBGBEAgBCgAAEHmwrGbB3MgBCgAAUHh2M2rBnNyDQYgBEEFaiEEBSAELQAAQS1GIQogBCAKaiEEIAQhBSAE/QAAACAe/XEgH/0q/WRBf3MhCSAJaCEMIAxFDQYgBS0AAEEwRgRAIAxBAUsNBwsgBCAMaiEEIAQtAABBLkYEQCAJIAxBAWp2aCELIAtFDQcgDCALaiEMIAQgC0EBamohBAsgDEEPSw0GCwsLCwsgBC0AAEEsRgRAIARBAWohBCAEIAQtAABBIEZqIQQMAQsLIAQvAABB/RRzDQAgKUEXcUEXRw0AIClBCHFFBEALICBBAnQgACADajYAyAYgIEECdCAEQQFqIANqNgCIJyAgQQFqISAgBEECaiEADAELCwtBiOoBKAAAISJBjOoBKAAAISNBkOoBKAAAISRBACElQQAhKUEAIShBACEhAkAgI0F/Rg0AA0AgISAgTw0BICEgKEYEQCAoIScgKEHAAGohKANAICdBAnQoAMiIASAjcSEmICkgIiAmICR0aigAAHIhKSAnQQFqIScgJyAoSQ0ACwsgIUECdCgAyEdBf0cEQCAhQQJ0KADIRyADayEFICFBAnQoAIhoICFBAnQoAMhHayEaICFBAnQoAMiIASEIAkACQCAaQRBqQQEgJHRLDQBBACEnA0AgIiAIICdqICNxICR0aiEmAkAgJigAACAIRw0AICYoAAQgGkEBakcNACAaQRBNBEAgBf0AAABByAIgGmv9AAAA/U4gJkEQav0AAAD9Uf1TDQEFQQAhBgNAIAUgBmr9AAAAICZBEGogBmr9AAAA/VH9Uw0CIAZBEGohBiAGQRBqIBpJDQALIBpBEGshBiAFIAZq/QAAACAmQRBqIAZq/QAAAP1R/VMNAQsgIUECdCAmKAAINgCIqQEMAwsgJigABEUNASAnQQFqIScgJ0EESQ0ACwsgJUECdCAhNgDIyQEgJUEBaiElCwsgIUEBaiEhDAALC0GU6gEgJTYAAEGY6gEgKTYAAEEAIAA2AAAgIAsLwAIBAEHAAAu4AgEAAAAAAAAACgAAAAAAAABkAAAAAAAAAOgDAAAAAAAAECcAAAAAAACghgEAAAAAAEBCDwAAAAAAgJaYAAAAAAAAAAAAAADwPwAAAAAAACRAAAAAAAAAWUAAAAAAAECPQAAAAAAAiMNAAAAAAABq+EAAAAAAgIQuQQAAAADQEmNBAAAAAITXl0EAAAAAZc3NQQAAACBfoAJCAAAA6HZIN0IAAACilBptQgAAQOWcMKJCAACQHsS81kIAADQm9WsMQwCA4Dd5w0FDAKDYhVc0dkMAyE5nbcGrQwA9kWDkWOFDQIy1eB2vFURQ7+LW5BpLRJLVTQbP8IBE/////////////////////wAAAAAAAAAAAAAAAAAAAAAFBQUDAgUFBQUABAUFBQUBBQUBBAUFBQMFBQUCAAUFBQ==",
          rows: 1024,
          window: 46496,
          windowBytes: 65536,
          from: 840,
          to: 5000,
          at: 38240,
          numbers: [
            { array: 29984, place: 0 }, // amount
          ],
          texts: [
            // card
            {
              from: 9160,
              to: 13320,
              texts: [],
              coded: { hash: 17480, code: 21640, misses: 25800, cache: 29960, columns: [{ place: 0, domain: 0 }] },
            },
          ],
        },
          (input, from, to, rows, row, most) => {
            const { bytes, view } = input
            const powers = tens
            const card_column = rows.codes[0]
            const amount_column = rows.numbers[0]
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
            const columns0 = [null, card_column, amount_column, null, null]
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
              fields: {
                if (line !== ahead)
                ordered: {
                  // id
                  done = 0
                  mark = place
                  if (!(view.getInt32(place, true) === 1684611707 && view.getInt32(place + 3, true) === 574235236)) break ordered
                  place += 7
                  for (;;) {
                    word = view.getInt32(place, true)
                    marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                    if (marks !== 0) break
                    place += 4
                  }
                  place += (31 - Math.clz32(marks & -marks)) >> 3
                  if (view.getUint8(place) !== 34) break ordered
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
                  // amount
                  done = 2
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
                  // device
                  done = 3
                  mark = place
                  if (view.getFloat64(place, true) === 2.5171950621146363e+180 && view.getInt32(place + 7, true) === 574235237) {
                    place += 11
                    for (;;) {
                      word = view.getInt32(place, true)
                      marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                      if (marks !== 0) break
                      place += 4
                    }
                    place += (31 - Math.clz32(marks & -marks)) >> 3
                    if (view.getUint8(place) !== 34) break ordered
                    place++
                  }
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
                          near = Math.imul(key, -1243920997) >>> 25
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
                        for (;;) {
                          word = view.getInt32(place, true)
                          marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                          if (marks !== 0) break
                          place += 4
                        }
                        place += (31 - Math.clz32(marks & -marks)) >> 3
                        if (Math.imul(stop = view.getUint16(place, true) ^ 0x2c22, stop - 0x5100) !== 0) break read
                        place++
                        total -= place
                        // card
                        place = commas[other | 1]
                        if (place < line) break read
                        order |= place - mark
                        mark = place
                        place++
                        if (!(view.getFloat64(place, true) === 8.371700915458132e-144)) break read
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
                        card_column[row] = code
                        place++
                        total -= place
                        for (turn = 3; turn > 0; turn--) {
                          near = Math.imul(key, -1243920997) >>> 25
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
                        // amount
                        place = commas[other | 2]
                        if (place < line) break read
                        order |= place - mark
                        mark = place
                        place++
                        if (!(view.getFloat64(place, true) === 1.0471813006379201e-142 && view.getInt32(place + 5, true) === 975336558)) break read
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
                        if (place === start || (view.getUint8(start) === 48 && place - start > 1)) break read
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
                          if (fraction === 0) break read
                        }
                        if (place - start > 15) break read
                        if (fraction > 0) value /= powers[fraction]
                        if (negative) value = -value
                        amount_column[row] = value
                        if (Math.imul(stop = view.getUint8(place) ^ 44, stop - 81) !== 0) break read
                        total -= place
                        // device
                        place = commas[other | 3]
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
                            for (;;) {
                              word = view.getInt32(place, true)
                              marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                              if (marks !== 0) break
                              place += 4
                            }
                            place += (31 - Math.clz32(marks & -marks)) >> 3
                            if (Math.imul(stop = view.getUint16(place, true) ^ 0x2c22, stop - 0x5100) !== 0) break read
                            place++
                          }
                          total -= place
                        }
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
                        near = Math.imul(key, -1243920997) >>> 25
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
                    field = fieldAt[Math.imul(view.getInt32(place + 1, true), -1243920997) >>> 28]
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
                            for (;;) {
                              word = view.getInt32(place, true)
                              marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                              if (marks !== 0) break
                              place += 4
                            }
                            place += (31 - Math.clz32(marks & -marks)) >> 3
                            if (view.getUint8(place) !== 34) break quick
                            place++
                            seen0 |= 1
                            break known
                          case 1: // card
                            if (!(view.getInt32(place, true) === 1918984994 && view.getInt32(place + 3, true) === 975332466)) {
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
                            card_column[row] = code
                            place++
                            seen0 |= 2
                            break known
                          case 2: // amount
                            if (!(view.getFloat64(place, true) === 1.0471813006379201e-142 && view.getInt32(place + 5, true) === 975336558)) {
                              field = 5
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
                            seen0 |= 4
                            break known
                          case 3: // device
                            if (!(view.getFloat64(place, true) === 5.481114864973125e-143 && view.getInt32(place + 5, true) === 975332707)) {
                              field = 5
                              continue
                            }
                            place += 9
                            if (view.getUint8(place) === 32) place++
                            if (view.getUint8(place) !== 34) break quick
                            place++
                            for (;;) {
                              word = view.getInt32(place, true)
                              marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
                              if (marks !== 0) break
                              place += 4
                            }
                            place += (31 - Math.clz32(marks & -marks)) >> 3
                            if (view.getUint8(place) !== 34) break quick
                            place++
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
                            break value
                          }
                          if (view.getUint8(place) !== 34) break lines
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
                        case 2: // amount
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
      // Refund
      null,
    ],
    cellDecoders: [
      // Payment
      (() => {
        const tens = Float64Array.of(1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000, 10000000000000, 100000000000000, 1000000000000000, 10000000000000000, 100000000000000000, 1000000000000000000, 10000000000000000000, 100000000000000000000, 1e+21, 1e+22)
        return (input, from, to, rows, row, most) => {
          const { bytes, view } = input
          const powers = tens
          const card_column = rows.codes[0]
          const amount_column = rows.numbers[0]
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
                case 2: // amount
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
                case 3: // device
                  start = place
                  for (;;) {
                    word = view.getInt32(place, true)
                    marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ stop) - 0x01010101)) & ~word & 0x80808080
                    if (marks !== 0) break
                    place += 4
                  }
                  place += (31 - Math.clz32(marks & -marks)) >> 3
                  if (place === start) break value
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
      // Refund
      null,
    ],
    objectReaders: [
      // Payment
      (events, from, to, rows, row, codes) => {
        const codes0 = rows.codes[0]
        const codes0_2 = codes[0]
        const numbers0 = rows.numbers[0]
        const ats = rows.at
        let next = from
        try {
          for (let place = row; next < to; next++, place++) {
            const event = events[next]
            const { id, card, amount, device, at } = event
            if (!decoding.isPlain(event)) break
            let count = 5
            for (const name in event) count--
            if (device === undefined) count--
            if ((count !== 0 && !decoding.isFlat(event)) || event.toJSON !== undefined) break
            if (typeof id !== "string") break
            if (typeof card !== "string") break
            codes0[place] = codes0_2.codeOfText(card)
            if (!Number.isFinite(amount)) break
            numbers0[place] = amount
            if (device !== undefined && device !== null && typeof device !== "string") break
            const atInside = decoding.time(at, false)
            if (Number.isNaN(atInside)) break
            ats[place] = atInside
          }
        } catch {
          // What throws when it is read is refused in the slow way.
        }
        return next - from
      },
      // Refund
      null,
    ],
    selects: [
      // Payment where (event.amount > 100)
      (rows, order, from, to, chosen) => {
        const type = rows.type
        const amount = rows.numbers[0]
        let count = 0
        for (let place = from; place < to; place++) {
          const row = order[place]
          if (
            type[row] === 0 &&
            amount[row] > 100
          ) chosen[count++] = place
        }
        return count
      },
    ],
  }
}

export const rules = { manifest, create }
