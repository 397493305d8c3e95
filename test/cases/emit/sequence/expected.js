function create(library, params, host) {
  const { show, sum, decoding } = library
  const integerType = { kind: "integer" }
  const numberType = { kind: "number" }

  // rule CardTesting
  function cardTesting_where_probes(event) {
    if (event.type !== 0) return false
    const it = event.fields
    return it.amount < 2
  }
  function cardTesting_where_drain(event) {
    if (event.type !== 0) return false
    const it = event.fields
    return it.amount > params.limit
  }
  function cardTesting_message(match, key) {
    return `${show(integerType, match.count(0))} probes, then ${show(numberType, match.last(1).amount)}`
  }
  function cardTesting_data(match, key) {
    return [
      sum(match.list(0), (each) => each.amount) + match.last(1).amount,
    ]
  }

  return {
    rules: [
      {
        conditions: [cardTesting_where_probes, cardTesting_where_drain],
        outputs: [
          { message: cardTesting_message, data: cardTesting_data },
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
        // Lines as they mostly are, in WebAssembly; the function behind it reads those, too, and all others
        return decoding.plainLines({
          code: "AGFzbQEAAAABDgJgBH9/f38Bf2ABfwF8AisDBGZyb20DZGF5AAEEZnJvbQd0ZXh0RW5kAAEEZnJvbQh2YWx1ZUVuZAABAwUEAAAAAAUDAQACBy0FBXRpZ2h0AAMGc3BhY2VkAAQJc2NhdHRlcmVkAAUDYW55AAYGbWVtb3J5AgAK8XwEnhpBAX8BfwF/AX8BfwF/AX8BfwF/AX4BfgF+AXwBfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BewF7AXsBewF7AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX4BfgF+AXsBewF7AX8BfwF/AX8BfwF/AX8BfwF/AX8BfP0MAgICAgICAgICAgICAgICAiEd/QwgICAgICAgICAgICAgICAgIR79DFxcXFxcXFxcXFxcXFxcXFwhH/0MMDAwMDAwMDAwMDAwMDAwMCEg/QwJCQkJCQkJCQkJCQkJCQkJISFEAAAAAAAA+H8hRAJAA0AgACABSw0BICIgAk8NASAAIQQCQCAEKAAAQfvEpKMGcyAEKAADQeTE6JECc3INACAEQQdqIQQgBCEFA0AgBP0AAAAgHf1RIB79KiAE/QAAACAf/SP9UP1kIQkgCUUEQCAEQRBqIQQMAQsLIAloIQkgCSA6RwRAIAkhOgsgBCA6aiEEIAQpAABCotiImZbMnLIihSAEKQACQqLGhZPHzIidIoWEQgBSBEAgBC0AAEHcAEcNASAEEAGqIQYgBkEfdg0BIAYhBCAEKQAAQqLYiJmWzJyyIoUgBCkAAkKixoWTx8yInSKFhEIAUg0BCyAEQQpqIQQgBCEFA0AgBP0AAAAgHf1RIB79KiAE/QAAACAf/SP9UP1kIQkgCUUEQCAEQRBqIQQMAQsLIAloIQkgCSA7RwRAIAkhOwsgBCA7aiEEQceYrfgCIQggBSEGIAUgBCAFa0F8cWohBwJAA0AgBiAHTw0BIAhBD3cgBigAAHNBsfPd8XlsIQggBkEEaiEGDAALCyAIQQ93IAYoAABBASAEIAZrQQN0dEEBa3FzQbHz3fF5bCEIIAggCEEPdnMhCCAiQQJ0IAUgA2o2AMhHICJBAnQgBCADajYAiGggIkECdCAINgDIiAEgBCkAAEKi2IiJ1u3buu4AhSAEKQADQuHavavnjZ2ROoWEQgBSDQAgBEELaiEEIAQtAABBLUYhCiAEIApqIQQgBCEFQgAhDwNAIAQpAABCsODAgYOGjJgwhSENIA0gDUL27Nmz586du/YAfIRCgIGChIiQoMCAf4MiDlAEQCAPQoDC1y9+IA0iDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gBEEIaiEEDAELCyAOeqdBA3YhDCAPIAxBA3QpAEB+IA1COCAMrUIDhn2GQgiGIg5CCn4gDkIIiHxC/4H8h/CfwP8AgyIOQuQAfiAOQhCIfEL//4OA8P8/gyIOQpDOAH4gDkIgiHxC/////w+DfCEPIAQgDGohBCAEIAVrIQwgDEUNACAFLQAAQTBGBEAgDEEBSw0BC0EAIQsgBC0AAEEuRgRAIARBAWohBCAEIQcgDCEGA0AgBCkAAEKw4MCBg4aMmDCFIQ0gDSANQvbs2bPnzp279gB8hEKAgYKEiJCgwIB/gyIOUARAIA9CgMLXL34gDSIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAEQQhqIQQMAQsLIA56p0EDdiEMIA8gDEEDdCkAQH4gDUI4IAytQgOGfYZCCIYiDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gDCA9RwRAIAwhPQsgBCA9aiEEIAQgB2shCyALRQ0BIAYgC2ohDAsgDEEPSw0AIA+5IRAgCwRAIBAgC0EDdCsAgAGjIRALIBCaIBAgChshECAiQQN0IBA5AKDqASAEKQAAQqzEkKvmrtqx5QCFIAQpAANC5eylm9bMiJ0ihYRCAFIEQCAEKQAAQqzEkKvmrtqx5QCFIAQpAAZC48qJ0eOtnbbsAIWEQgBSRQRAIARBDmohBAsFIARBC2ohBCAEIQUDQCAE/QAAACAd/VEgHv0qIAT9AAAAIB/9I/1Q/WQhCSAJRQRAIARBEGohBAwBCwsgCWghCSAJID5HBEAgCSE+CyAEID5qIQQgBC0AAEEiRwRAIAQtAABB3ABHDQIgBBABqiEGIAZBH3YNAiAGIQQgBC0AAEEiRw0CCyAEQQFqIQQLIAQoAABBrMSEowdzIAQoAAJB4eiJ0QNzcg0AIARBBmohBCAELQAAQSJGBEAgBEEBaiEEIAQoAABBsODAgQNzIRIgBCgABEGt4MDpAnMhEyAEKAAIQbDg0IIDcyEUIAQoAAxBsPTAgQNzIRUgBCgAEEG64MDxAnNB////B3EhFiAELQAKQSBGBEAgFEGAgNADcyEUCyASIBJB9uzZswdqciATIBNB/+zZ+wdqcnIgFCAUQfbs/bMHanJyIBUgFUH2/tmzB2pyciAWIBZB/+zZ+wdqcnJBgIGChHhxDQEgFEEYdkH/AXFBCmwgFUEAdkH/AXFqIRggFUEQdkH/AXFBCmwgFUEYdkH/AXFqIRkgFkEIdkH/AXFBCmwgFkEQdkH/AXFqIRogGEEYTw0BIBlBPE8NASAaQTxPDQEgFEH//wNxIRQgEiBBcyATIEJzciAUIENzcgRAIBIhQSATIUIgFCFDIAQQACFECyBEIERiDQFBACEXIARBE2ohBiAGLQAAQS5GBEAgBCkAFEKw4MCBg4aMmDCFIQ0gDSANQvbs2bPnzp279gB8hEKAgYKEiJCgwIB/g3qnQQN2IQwgDEUNAiAMQQN0IREgDadBAUEYIBEgEUEYSxt0QQFrcSEXIBdBAHZB/wFxQQpsIBdBCHZB/wFxakEKbCAXQRB2Qf8BcWohFyAGIAxBAWpqIQYgDEEIRgRAIAYgBi0AAEEwa0EJTWohBgsLQQAhGwJAIAYtAABB2gBGBEAgBkEBaiEGDAELIAYtAABBIkYNACAGLQAAQS1GIQogCiAGLQAAQStGckUNAiAGKAABQbDg6IEDcyEcIAYtAAVBMHMhGyAcIBxB9uz9swdqckGAgYKEeHENAiAbQQpPDQIgHEEYdkH/AXFBCmwgG2ohGyAbQTxPDQIgHEEAdkH/AXFBCmwgHEEIdkH/AXFqIRwgHEEYTw0CIBxBPGwgG2ohGyAKBEBBACAbayEbCyAGQQZqIQYLIAYtAABBIkcNASAYQTxsIBlqIBtrIRkgGUE8bCAaaiEaIEQgGkHoB2wgF2q3oCEQIAZBAWohBAUgBC0AAEEtRiEKIAQgCmohBCAEIQVCACEPA0AgBCkAAEKw4MCBg4aMmDCFIQ0gDSANQvbs2bPnzp279gB8hEKAgYKEiJCgwIB/gyIOUARAIA9CgMLXL34gDSIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAEQQhqIQQMAQsLIA56p0EDdiEMIA8gDEEDdCkAQH4gDUI4IAytQgOGfYZCCIYiDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gDCA/RwRAIAwhPwsgBCA/aiEEIAQgBWshDCAMRQ0BIAUtAABBMEYEQCAMQQFLDQILIAxBD0sNASAPuSEQIBCaIBAgChshEAsgIkEDdCAQOQDgqgIgBC8AAEH9FHMNACAiQQJ0IAAgA2o2AMgGICJBAnQgBEEBaiADajYAiCcgIkEBaiEiIARBAmohAAwBCwsLQYjqASgAACEkQYzqASgAACElQZDqASgAACEmQQAhJ0EAIStBACEqQQAhIwJAICVBf0YNAANAICMgIk8NASAjICpGBEAgKiEpICpBwABqISoDQCApQQJ0KADIiAEgJXEhKCArICQgKCAmdGooAAByISsgKUEBaiEpICkgKkkNAAsLICNBAnQoAMhHQX9HBEAgI0ECdCgAyEcgA2shBSAjQQJ0KACIaCAjQQJ0KADIR2shESAjQQJ0KADIiAEhCAJAAkAgEUEQakEBICZ0Sw0AQQAhKQNAICQgCCApaiAlcSAmdGohKAJAICgoAAAgCEcNACAoKAAEIBFBAWpHDQAgEUEQTQRAIAX9AAAAQcgCIBFr/QAAAP1OIChBEGr9AAAA/VH9Uw0BBUEAIQYDQCAFIAZq/QAAACAoQRBqIAZq/QAAAP1R/VMNAiAGQRBqIQYgBkEQaiARSQ0ACyARQRBrIQYgBSAGav0AAAAgKEEQaiAGav0AAAD9Uf1TDQELICNBAnQgKCgACDYAiKkBDAMLICgoAARFDQEgKUEBaiEpIClBBEkNAAsLICdBAnQgIzYAyMkBICdBAWohJwsLICNBAWohIwwACwtBlOoBICc2AABBmOoBICs2AABBACAANgAAICILlBpBAX8BfwF/AX8BfwF/AX8BfwF/AX4BfgF+AXwBfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BewF7AXsBewF7AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX4BfgF+AXsBewF7AX8BfwF/AX8BfwF/AX8BfwF/AX8BfP0MAgICAgICAgICAgICAgICAiEd/QwgICAgICAgICAgICAgICAgIR79DFxcXFxcXFxcXFxcXFxcXFwhH/0MMDAwMDAwMDAwMDAwMDAwMCEg/QwJCQkJCQkJCQkJCQkJCQkJISFEAAAAAAAA+H8hRAJAA0AgACABSw0BICIgAk8NASAAIQQCQCAEKQAAQvvEpKOmxI6QIoVCAFINACAEQQhqIQQgBCEFA0AgBP0AAAAgHf1RIB79KiAE/QAAACAf/SP9UP1kIQkgCUUEQCAEQRBqIQQMAQsLIAloIQkgCSA6RwRAIAkhOgsgBCA6aiEEIAQpAABCotiAkbKsmLnkAIUgBCkABELjwsmjpsSOkCKFhEIAUgRAIAQtAABB3ABHDQEgBBABqiEGIAZBH3YNASAGIQQgBCkAAEKi2ICRsqyYueQAhSAEKQAEQuPCyaOmxI6QIoWEQgBSDQELIARBDGohBCAEIQUDQCAE/QAAACAd/VEgHv0qIAT9AAAAIB/9I/1Q/WQhCSAJRQRAIARBEGohBAwBCwsgCWghCSAJIDtHBEAgCSE7CyAEIDtqIQRBx5it+AIhCCAFIQYgBSAEIAVrQXxxaiEHAkADQCAGIAdPDQEgCEEPdyAGKAAAc0Gx893xeWwhCCAGQQRqIQYMAAsLIAhBD3cgBigAAEEBIAQgBmtBA3R0QQFrcXNBsfPd8XlsIQggCCAIQQ92cyEIICJBAnQgBSADajYAyEcgIkECdCAEIANqNgCIaCAiQQJ0IAg2AMiIASAEKQAAQqLYgJGSrNu39QCFIAQpAAVC7d7V88bOiJ0ghYRCAFINACAEQQ1qIQQgBC0AAEEtRiEKIAQgCmohBCAEIQVCACEPA0AgBCkAAEKw4MCBg4aMmDCFIQ0gDSANQvbs2bPnzp279gB8hEKAgYKEiJCgwIB/gyIOUARAIA9CgMLXL34gDSIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAEQQhqIQQMAQsLIA56p0EDdiEMIA8gDEEDdCkAQH4gDUI4IAytQgOGfYZCCIYiDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gBCAMaiEEIAQgBWshDCAMRQ0AIAUtAABBMEYEQCAMQQFLDQELQQAhCyAELQAAQS5GBEAgBEEBaiEEIAQhByAMIQYDQCAEKQAAQrDgwIGDhoyYMIUhDSANIA1C9uzZs+fOnbv2AHyEQoCBgoSIkKDAgH+DIg5QBEAgD0KAwtcvfiANIg5CCn4gDkIIiHxC/4H8h/CfwP8AgyIOQuQAfiAOQhCIfEL//4OA8P8/gyIOQpDOAH4gDkIgiHxC/////w+DfCEPIARBCGohBAwBCwsgDnqnQQN2IQwgDyAMQQN0KQBAfiANQjggDK1CA4Z9hkIIhiIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAMID1HBEAgDCE9CyAEID1qIQQgBCAHayELIAtFDQEgBiALaiEMCyAMQQ9LDQAgD7khECALBEAgECALQQN0KwCAAaMhEAsgEJogECAKGyEQICJBA3QgEDkAoOoBIAQpAABCrMCIodbM3bTjAIUgBCkABUL20o2rpsSOkCKFhEIAUgRAIAQpAABCrMCIodbM3bTjAIUgBCkACELlxOiB4q2dtuwAhYRCAFJFBEAgBEEQaiEECwUgBEENaiEEIAQhBQNAIAT9AAAAIB39USAe/SogBP0AAAAgH/0j/VD9ZCEJIAlFBEAgBEEQaiEEDAELCyAJaCEJIAkgPkcEQCAJIT4LIAQgPmohBCAELQAAQSJHBEAgBC0AAEHcAEcNAiAEEAGqIQYgBkEfdg0CIAYhBCAELQAAQSJHDQILIARBAWohBAsgBCkAAEKswIiJxs6InSCFQgBSDQAgBEEIaiEEIAQtAABBIkYEQCAEQQFqIQQgBCgAAEGw4MCBA3MhEiAEKAAEQa3gwOkCcyETIAQoAAhBsODQggNzIRQgBCgADEGw9MCBA3MhFSAEKAAQQbrgwPECc0H///8HcSEWIAQtAApBIEYEQCAUQYCA0ANzIRQLIBIgEkH27NmzB2pyIBMgE0H/7Nn7B2pyciAUIBRB9uz9swdqcnIgFSAVQfb+2bMHanJyIBYgFkH/7Nn7B2pyckGAgYKEeHENASAUQRh2Qf8BcUEKbCAVQQB2Qf8BcWohGCAVQRB2Qf8BcUEKbCAVQRh2Qf8BcWohGSAWQQh2Qf8BcUEKbCAWQRB2Qf8BcWohGiAYQRhPDQEgGUE8Tw0BIBpBPE8NASAUQf//A3EhFCASIEFzIBMgQnNyIBQgQ3NyBEAgEiFBIBMhQiAUIUMgBBAAIUQLIEQgRGINAUEAIRcgBEETaiEGIAYtAABBLkYEQCAEKQAUQrDgwIGDhoyYMIUhDSANIA1C9uzZs+fOnbv2AHyEQoCBgoSIkKDAgH+DeqdBA3YhDCAMRQ0CIAxBA3QhESANp0EBQRggESARQRhLG3RBAWtxIRcgF0EAdkH/AXFBCmwgF0EIdkH/AXFqQQpsIBdBEHZB/wFxaiEXIAYgDEEBamohBiAMQQhGBEAgBiAGLQAAQTBrQQlNaiEGCwtBACEbAkAgBi0AAEHaAEYEQCAGQQFqIQYMAQsgBi0AAEEiRg0AIAYtAABBLUYhCiAKIAYtAABBK0ZyRQ0CIAYoAAFBsODogQNzIRwgBi0ABUEwcyEbIBwgHEH27P2zB2pyQYCBgoR4cQ0CIBtBCk8NAiAcQRh2Qf8BcUEKbCAbaiEbIBtBPE8NAiAcQQB2Qf8BcUEKbCAcQQh2Qf8BcWohHCAcQRhPDQIgHEE8bCAbaiEbIAoEQEEAIBtrIRsLIAZBBmohBgsgBi0AAEEiRw0BIBhBPGwgGWogG2shGSAZQTxsIBpqIRogRCAaQegHbCAXaregIRAgBkEBaiEEBSAELQAAQS1GIQogBCAKaiEEIAQhBUIAIQ8DQCAEKQAAQrDgwIGDhoyYMIUhDSANIA1C9uzZs+fOnbv2AHyEQoCBgoSIkKDAgH+DIg5QBEAgD0KAwtcvfiANIg5CCn4gDkIIiHxC/4H8h/CfwP8AgyIOQuQAfiAOQhCIfEL//4OA8P8/gyIOQpDOAH4gDkIgiHxC/////w+DfCEPIARBCGohBAwBCwsgDnqnQQN2IQwgDyAMQQN0KQBAfiANQjggDK1CA4Z9hkIIhiIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAMID9HBEAgDCE/CyAEID9qIQQgBCAFayEMIAxFDQEgBS0AAEEwRgRAIAxBAUsNAgsgDEEPSw0BIA+5IRAgEJogECAKGyEQCyAiQQN0IBA5AOCqAiAELwAAQf0Ucw0AICJBAnQgACADajYAyAYgIkECdCAEQQFqIANqNgCIJyAiQQFqISIgBEECaiEADAELCwtBiOoBKAAAISRBjOoBKAAAISVBkOoBKAAAISZBACEnQQAhK0EAISpBACEjAkAgJUF/Rg0AA0AgIyAiTw0BICMgKkYEQCAqISkgKkHAAGohKgNAIClBAnQoAMiIASAlcSEoICsgJCAoICZ0aigAAHIhKyApQQFqISkgKSAqSQ0ACwsgI0ECdCgAyEdBf0cEQCAjQQJ0KADIRyADayEFICNBAnQoAIhoICNBAnQoAMhHayERICNBAnQoAMiIASEIAkACQCARQRBqQQEgJnRLDQBBACEpA0AgJCAIIClqICVxICZ0aiEoAkAgKCgAACAIRw0AICgoAAQgEUEBakcNACARQRBNBEAgBf0AAABByAIgEWv9AAAA/U4gKEEQav0AAAD9Uf1TDQEFQQAhBgNAIAUgBmr9AAAAIChBEGogBmr9AAAA/VH9Uw0CIAZBEGohBiAGQRBqIBFJDQALIBFBEGshBiAFIAZq/QAAACAoQRBqIAZq/QAAAP1R/VMNAQsgI0ECdCAoKAAINgCIqQEMAwsgKCgABEUNASApQQFqISkgKUEESQ0ACwsgJ0ECdCAjNgDIyQEgJ0EBaiEnCwsgI0EBaiEjDAALC0GU6gEgJzYAAEGY6gEgKzYAAEEAIAA2AAAgIgueJ0EBfwF/AX8BfwF/AX8BfwF/AX8BfgF+AX4BfAF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF7AXsBewF7AXsBfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfgF+AX4BewF7AXsBfwF/AX8BfwF/AX8BfwF/AX8BfwF8/QwiIiIiIiIiIiIiIiIiIiIiITf9DCwsLCwsLCwsLCwsLCwsLCwhOP0MCgoKCgoKCgoKCgoKCgoKCiE5/QwCAgICAgICAgICAgICAgICIR39DCAgICAgICAgICAgICAgICAhHv0MXFxcXFxcXFxcXFxcXFxcXCEf/QwwMDAwMDAwMDAwMDAwMDAwISD9DAkJCQkJCQkJCQkJCQkJCQkhIUQAAAAAAAD4fyFEAkADQCAAIAFLDQEgIiACTw0BIAAhBAJAIAQtAABB+wBzDQBBACAENgD4AkEBITAgBCEvA0AgL/0AAAAgOP0jIC/9AAABIDf9I/1O/WStQgCGIC/9AAAQIDj9IyAv/QAAESA3/SP9Tv1krUIQhoQgL/0AACAgOP0jIC/9AAAhIDf9I/1O/WStQiCGhCAv/QAAMCA4/SMgL/0AADEgN/0j/U79ZK1CMIaEITYgL/0AAAAgOf0j/WStQgCGIC/9AAAQIDn9I/1krUIQhoQgL/0AACAgOf0j/WStQiCGhCAv/QAAMCA5/SP9ZK1CMIaEITUgNiA1Qn+FIDVCAX2DgyE2IDBBAnQgLyA2eqdqNgD4AiAwIDZQRWohMCA2IDZCAX2DITYgMEECdCAvIDZ6p2o2APgCIDAgNlBFaiEwIDYgNkIBfYMhNiAwQQJ0IC8gNnqnajYA+AIgMCA2UEVqITAgNiA2QgF9gyE2IDBBAnQgLyA2eqdqNgD4AiAwIDZQRWohMCA2IDZCAX2DITYgMEECdCAvIDZ6p2o2APgCIDAgNlBFaiEwIDYgNkIBfYMhNgNAIDZQRQRAIDBBAnQgLyA2eqdqNgD4AiAwIDZQRWohMCA2IDZCAX2DITYMAQsLIDBBJUsNASA1UARAIC9BwABqIS8MAQsLIC8gNXqnakEBayEvIC8tAABB/QBHDQAgMEECdCAvNgD4AkEAQn83AJgGQQAhMkEAITEDQCAyQQJ0KAD4AiEFIAUpAAIhDSANQqLEiJGixIiRIoVCgYKEiJCgwIABfSANQqLEiJGixIiRIoVCf4WDQoCBgoSIkKDAgH+DITQgDSA0IDRCAX2FgyE0IDRCu6bvxp2XsZp7fkI8iKctAOgCIQYgBiAyOgCYBiAxIDI6AKAGIDEgBkEFRmohMSAyQQFqITIgMiAwSQ0AC0EAITNBAC0AmAYhMiAyQf8BRg0AIDJBAnQhMiAyKAD4AkEBaiEEIAQoAABBotKRkwJzIAQoAAFB6ciJ0QNzcg0AIARBBWohBCAELQAAQSJzDQAgBEEBaiEEIAQhBQNAIAT9AAAAIB39USAe/SogBP0AAAAgH/0j/VD9ZCEJIAlFBEAgBEEQaiEEDAELCyAJaCEJIAkgOkcEQCAJIToLIAQgOmohBCAELQAAQSJHBEAgBC0AAEHcAEcNASAEEAGqIQYgBkEfdg0BIAYhBCAELQAAQSJHDQELIARBAWohBCAEIDIoAPwCRw0AIDNBAWohM0EALQCZBiEyIDJB/wFGDQAgMkECdCEyIDIoAPgCQQFqIQQgBCgAAEGixoWTB3MgBCgAA0HyyInRA3NyDQAgBEEHaiEEIAQtAABBInMNACAEQQFqIQQgBCEFA0AgBP0AAAAgHf1RIB79KiAE/QAAACAf/SP9UP1kIQkgCUUEQCAEQRBqIQQMAQsLIAloIQkgCSA7RwRAIAkhOwsgBCA7aiEEQceYrfgCIQggBSEGIAUgBCAFa0F8cWohBwJAA0AgBiAHTw0BIAhBD3cgBigAAHNBsfPd8XlsIQggBkEEaiEGDAALCyAIQQ93IAYoAABBASAEIAZrQQN0dEEBa3FzQbHz3fF5bCEIIAggCEEPdnMhCCAiQQJ0IAUgA2o2AMhHICJBAnQgBCADajYAiGggIkECdCAINgDIiAEgBC0AAEEiRw0AIARBAWohBCAEIDIoAPwCRw0AIDNBAWohM0EALQCaBiEyIDJB/wFGDQAgMkECdCEyIDIoAPgCQQFqIQQgBCkAAEKiwrX71s6buiKFIAQpAAFC4dq9q+eNnZE6hYRCAFINACAEQQlqIQQgBC0AAEEtRiEKIAQgCmohBCAEIQVCACEPA0AgBCkAAEKw4MCBg4aMmDCFIQ0gDSANQvbs2bPnzp279gB8hEKAgYKEiJCgwIB/gyIOUARAIA9CgMLXL34gDSIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAEQQhqIQQMAQsLIA56p0EDdiEMIA8gDEEDdCkAQH4gDUI4IAytQgOGfYZCCIYiDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gBCAMaiEEIAQgBWshDCAMRQ0AIAUtAABBMEYEQCAMQQFLDQELQQAhCyAELQAAQS5GBEAgBEEBaiEEIAQhByAMIQYDQCAEKQAAQrDgwIGDhoyYMIUhDSANIA1C9uzZs+fOnbv2AHyEQoCBgoSIkKDAgH+DIg5QBEAgD0KAwtcvfiANIg5CCn4gDkIIiHxC/4H8h/CfwP8AgyIOQuQAfiAOQhCIfEL//4OA8P8/gyIOQpDOAH4gDkIgiHxC/////w+DfCEPIARBCGohBAwBCwsgDnqnQQN2IQwgDyAMQQN0KQBAfiANQjggDK1CA4Z9hkIIhiIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAMID1HBEAgDCE9CyAEID1qIQQgBCAHayELIAtFDQEgBiALaiEMCyAMQQ9LDQAgD7khECALBEAgECALQQN0KwCAAaMhEAsgEJogECAKGyEQICJBA3QgEDkAoOoBIAQgMigA/AJHDQAgM0EBaiEzQQAtAJsGITIgMkH/AUYEQAUgMkECdCEyIDIoAPgCQQFqIQQgBCkAAEKiyJWzl+3YsiKFIAQpAAFC5MrZy7asmZE6hYRCAFINASAEQQlqIQQgBC0AAEHuAEYEQCAEKAAAQe7qseMGcw0CIARBBGohBAUgBC0AAEEicw0CIARBAWohBCAEIQUDQCAE/QAAACAd/VEgHv0qIAT9AAAAIB/9I/1Q/WQhCSAJRQRAIARBEGohBAwBCwsgCWghCSAJID5HBEAgCSE+CyAEID5qIQQgBC0AAEEiRwRAIAQtAABB3ABHDQMgBBABqiEGIAZBH3YNAyAGIQQgBC0AAEEiRw0DCyAEQQFqIQQLIAQgMigA/AJHDQEgM0EBaiEzC0EALQCcBiEyIDJB/wFGDQAgMkECdCEyIDIoAPgCQQFqIQQgBCgAAEGiwtGTAnMgBCgAAUHh6InRA3NyDQAgBEEFaiEEIAQtAABBIkYEQCAEQQFqIQQgBCgAAEGw4MCBA3MhEiAEKAAEQa3gwOkCcyETIAQoAAhBsODQggNzIRQgBCgADEGw9MCBA3MhFSAEKAAQQbrgwPECc0H///8HcSEWIAQtAApBIEYEQCAUQYCA0ANzIRQLIBIgEkH27NmzB2pyIBMgE0H/7Nn7B2pyciAUIBRB9uz9swdqcnIgFSAVQfb+2bMHanJyIBYgFkH/7Nn7B2pyckGAgYKEeHENASAUQRh2Qf8BcUEKbCAVQQB2Qf8BcWohGCAVQRB2Qf8BcUEKbCAVQRh2Qf8BcWohGSAWQQh2Qf8BcUEKbCAWQRB2Qf8BcWohGiAYQRhPDQEgGUE8Tw0BIBpBPE8NASAUQf//A3EhFCASIEFzIBMgQnNyIBQgQ3NyBEAgEiFBIBMhQiAUIUMgBBAAIUQLIEQgRGINAUEAIRcgBEETaiEGIAYtAABBLkYEQCAEKQAUQrDgwIGDhoyYMIUhDSANIA1C9uzZs+fOnbv2AHyEQoCBgoSIkKDAgH+DeqdBA3YhDCAMRQ0CIAxBA3QhESANp0EBQRggESARQRhLG3RBAWtxIRcgF0EAdkH/AXFBCmwgF0EIdkH/AXFqQQpsIBdBEHZB/wFxaiEXIAYgDEEBamohBiAMQQhGBEAgBiAGLQAAQTBrQQlNaiEGCwtBACEbAkAgBi0AAEHaAEYEQCAGQQFqIQYMAQsgBi0AAEEiRg0AIAYtAABBLUYhCiAKIAYtAABBK0ZyRQ0CIAYoAAFBsODogQNzIRwgBi0ABUEwcyEbIBwgHEH27P2zB2pyQYCBgoR4cQ0CIBtBCk8NAiAcQRh2Qf8BcUEKbCAbaiEbIBtBPE8NAiAcQQB2Qf8BcUEKbCAcQQh2Qf8BcWohHCAcQRhPDQIgHEE8bCAbaiEbIAoEQEEAIBtrIRsLIAZBBmohBgsgBi0AAEEiRw0BIBhBPGwgGWogG2shGSAZQTxsIBpqIRogRCAaQegHbCAXaregIRAgBkEBaiEEBSAELQAAQS1GIQogBCAKaiEEIAQhBUIAIQ8DQCAEKQAAQrDgwIGDhoyYMIUhDSANIA1C9uzZs+fOnbv2AHyEQoCBgoSIkKDAgH+DIg5QBEAgD0KAwtcvfiANIg5CCn4gDkIIiHxC/4H8h/CfwP8AgyIOQuQAfiAOQhCIfEL//4OA8P8/gyIOQpDOAH4gDkIgiHxC/////w+DfCEPIARBCGohBAwBCwsgDnqnQQN2IQwgDyAMQQN0KQBAfiANQjggDK1CA4Z9hkIIhiIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAMID9HBEAgDCE/CyAEID9qIQQgBCAFayEMIAxFDQEgBS0AAEEwRgRAIAxBAUsNAgsgDEEPSw0BIA+5IRAgEJogECAKGyEQCyAiQQN0IBA5AOCqAiAEIDIoAPwCRw0AIDNBAWohMyAzIDFqIDBHDQADQCAxBEAgMUEBayExIDEtAKAGITIgMkECdCEyIDIoAPgCQQFqIQQgBC0AAEEicw0CIARBAWohBANAIAT9AAAAIB39USAe/SogBP0AAAAgH/0j/VD9ZCEJIAlFBEAgBEEQaiEEDAELCyAJaCEJIAkgLUcEQCAJIS0LIAQgLWohBCAELQAAQSJHDQIgBEEBaiEEIAQtAABBOnMNAiAEQQFqIQQgBCAELQAAQSBGaiEEIAQtAABBIkYEQCAEQQFqIQQDQCAE/QAAACAd/VEgHv0qIAT9AAAAIB/9I/1Q/WQhCSAJRQRAIARBEGohBAwBCwsgCWghCSAJIC5HBEAgCSEuCyAEIC5qIQQgBC0AAEEiRwRAIAQtAABB3ABHDQQgBBABqiEGIAZBH3YNBCAGIQQgBC0AAEEiRw0ECyAEQQFqIQQFIAQtAABB+wBGIAQtAABB2wBGcgRAIAQQAqohBiAGQR92DQQgBiEEBSAELQAAQfQARgRAIAQoAABB9OTVqwZzDQUgBEEEaiEEBSAELQAAQe4ARgRAIAQoAABB7uqx4wZzDQYgBEEEaiEEBSAELQAAQeYARgRAIAQoAABB5sKxmwdzIAQoAAFB4djNqwZzcg0HIARBBWohBAUgBC0AAEEtRiEKIAQgCmohBCAEIQUgBP0AAAAgIP1xICH9Kv1kQX9zIQkgCWghDCAMRQ0HIAUtAABBMEYEQCAMQQFLDQgLIAQgDGohBCAELQAAQS5GBEAgCSAMQQFqdmghCyALRQ0IIAwgC2ohDCAEIAtBAWpqIQQLIAxBD0sNBwsLCwsLIAQgMigA/AJHDQIMAQsLIDBBAnQoAPgCIQQgIkECdCAAIANqNgDIBiAiQQJ0IARBAWogA2o2AIgnICJBAWohIiAEQQJqIQAMAQsLC0GI6gEoAAAhJEGM6gEoAAAhJUGQ6gEoAAAhJkEAISdBACErQQAhKkEAISMCQCAlQX9GDQADQCAjICJPDQEgIyAqRgRAICohKSAqQcAAaiEqA0AgKUECdCgAyIgBICVxISggKyAkICggJnRqKAAAciErIClBAWohKSApICpJDQALCyAjQQJ0KADIR0F/RwRAICNBAnQoAMhHIANrIQUgI0ECdCgAiGggI0ECdCgAyEdrIREgI0ECdCgAyIgBIQgCQAJAIBFBEGpBASAmdEsNAEEAISkDQCAkIAggKWogJXEgJnRqISgCQCAoKAAAIAhHDQAgKCgABCARQQFqRw0AIBFBEE0EQCAF/QAAAEHIAiARa/0AAAD9TiAoQRBq/QAAAP1R/VMNAQVBACEGA0AgBSAGav0AAAAgKEEQaiAGav0AAAD9Uf1TDQIgBkEQaiEGIAZBEGogEUkNAAsgEUEQayEGIAUgBmr9AAAAIChBEGogBmr9AAAA/VH9Uw0BCyAjQQJ0ICgoAAg2AIipAQwDCyAoKAAERQ0BIClBAWohKSApQQRJDQALCyAnQQJ0ICM2AMjJASAnQQFqIScLCyAjQQFqISMMAAsLQZTqASAnNgAAQZjqASArNgAAQQAgADYAACAiC5ghQQF/AX8BfwF/AX8BfwF/AX8BfwF+AX4BfgF8AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AXsBewF7AXsBewF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF+AX4BfgF7AXsBewF/AX8BfwF/AX8BfwF/AX8BfwF/AXz9DAICAgICAgICAgICAgICAgIhHf0MICAgICAgICAgICAgICAgICEe/QxcXFxcXFxcXFxcXFxcXFxcIR/9DDAwMDAwMDAwMDAwMDAwMDAhIP0MCQkJCQkJCQkJCQkJCQkJCSEhRAAAAAAAAPh/IUQCQANAIAAgAUsNASAiIAJPDQEgACEEAkAgBC0AAEH7AHMNACAEQQFqIQRBACErA0AgBC0AAEEicw0BAkACQCAEKAABQX9xQZuL7a57bEEcdi0A2AIhLANAAkACQAJAAkACQCAsDgUAAQIDBAYLIAQoAABBotKRkwJzIAQoAAFB6ciJ0QNzcgRADAYLICtBAXENCCArQQFyISsgBEEFaiEEIAQgBC0AAEEgRmohBCAELQAAQSJzDQggBEEBaiEEIAQhBQNAIAT9AAAAIB39USAe/SogBP0AAAAgH/0j/VD9ZCEJIAlFBEAgBEEQaiEEDAELCyAJaCEJIAkgOkcEQCAJIToLIAQgOmohBCAELQAAQSJHBEAgBC0AAEHcAEcNCSAEEAGqIQYgBkEfdg0JIAYhBCAELQAAQSJHDQkLIARBAWohBAwGCyAEKAAAQaLGhZMHcyAEKAADQfLIidEDc3IEQAwFCyArQQJxDQcgK0ECciErIARBB2ohBCAEIAQtAABBIEZqIQQgBC0AAEEicw0HIARBAWohBCAEIQUDQCAE/QAAACAd/VEgHv0qIAT9AAAAIB/9I/1Q/WQhCSAJRQRAIARBEGohBAwBCwsgCWghCSAJIDtHBEAgCSE7CyAEIDtqIQRBx5it+AIhCCAFIQYgBSAEIAVrQXxxaiEHAkADQCAGIAdPDQEgCEEPdyAGKAAAc0Gx893xeWwhCCAGQQRqIQYMAAsLIAhBD3cgBigAAEEBIAQgBmtBA3R0QQFrcXNBsfPd8XlsIQggCCAIQQ92cyEIICJBAnQgBSADajYAyEcgIkECdCAEIANqNgCIaCAiQQJ0IAg2AMiIASAELQAAQSJHDQcgBEEBaiEEDAULIAQpAABCosK1+9bOm7oihSAEKQABQuHavavnjZ2ROoWEQgBSBEAMBAsgK0EEcQ0GICtBBHIhKyAEQQlqIQQgBCAELQAAQSBGaiEEIAQtAABBLUYhCiAEIApqIQQgBCEFQgAhDwNAIAQpAABCsODAgYOGjJgwhSENIA0gDUL27Nmz586du/YAfIRCgIGChIiQoMCAf4MiDlAEQCAPQoDC1y9+IA0iDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gBEEIaiEEDAELCyAOeqdBA3YhDCAPIAxBA3QpAEB+IA1COCAMrUIDhn2GQgiGIg5CCn4gDkIIiHxC/4H8h/CfwP8AgyIOQuQAfiAOQhCIfEL//4OA8P8/gyIOQpDOAH4gDkIgiHxC/////w+DfCEPIAQgDGohBCAEIAVrIQwgDEUNBiAFLQAAQTBGBEAgDEEBSw0HC0EAIQsgBC0AAEEuRgRAIARBAWohBCAEIQcgDCEGA0AgBCkAAEKw4MCBg4aMmDCFIQ0gDSANQvbs2bPnzp279gB8hEKAgYKEiJCgwIB/gyIOUARAIA9CgMLXL34gDSIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAEQQhqIQQMAQsLIA56p0EDdiEMIA8gDEEDdCkAQH4gDUI4IAytQgOGfYZCCIYiDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gDCA9RwRAIAwhPQsgBCA9aiEEIAQgB2shCyALRQ0HIAYgC2ohDAsgDEEPSw0GIA+5IRAgCwRAIBAgC0EDdCsAgAGjIRALIBCaIBAgChshECAiQQN0IBA5AKDqAQwECyAEKQAAQqLIlbOX7diyIoUgBCkAAULkytnLtqyZkTqFhEIAUgRADAMLICtBCHENBSArQQhyISsgBEEJaiEEIAQgBC0AAEEgRmohBCAELQAAQe4ARgRAIAQoAABB7uqx4wZzDQYgBEEEaiEEBSAELQAAQSJzDQYgBEEBaiEEIAQhBQNAIAT9AAAAIB39USAe/SogBP0AAAAgH/0j/VD9ZCEJIAlFBEAgBEEQaiEEDAELCyAJaCEJIAkgPkcEQCAJIT4LIAQgPmohBCAELQAAQSJHBEAgBC0AAEHcAEcNByAEEAGqIQYgBkEfdg0HIAYhBCAELQAAQSJHDQcLIARBAWohBAsMAwsgBCgAAEGiwtGTAnMgBCgAAUHh6InRA3NyBEAMAgsgK0EQcQ0EICtBEHIhKyAEQQVqIQQgBCAELQAAQSBGaiEEIAQtAABBIkYEQCAEQQFqIQQgBCgAAEGw4MCBA3MhEiAEKAAEQa3gwOkCcyETIAQoAAhBsODQggNzIRQgBCgADEGw9MCBA3MhFSAEKAAQQbrgwPECc0H///8HcSEWIAQtAApBIEYEQCAUQYCA0ANzIRQLIBIgEkH27NmzB2pyIBMgE0H/7Nn7B2pyciAUIBRB9uz9swdqcnIgFSAVQfb+2bMHanJyIBYgFkH/7Nn7B2pyckGAgYKEeHENBSAUQRh2Qf8BcUEKbCAVQQB2Qf8BcWohGCAVQRB2Qf8BcUEKbCAVQRh2Qf8BcWohGSAWQQh2Qf8BcUEKbCAWQRB2Qf8BcWohGiAYQRhPDQUgGUE8Tw0FIBpBPE8NBSAUQf//A3EhFCASIEFzIBMgQnNyIBQgQ3NyBEAgEiFBIBMhQiAUIUMgBBAAIUQLIEQgRGINBUEAIRcgBEETaiEGIAYtAABBLkYEQCAEKQAUQrDgwIGDhoyYMIUhDSANIA1C9uzZs+fOnbv2AHyEQoCBgoSIkKDAgH+DeqdBA3YhDCAMRQ0GIAxBA3QhESANp0EBQRggESARQRhLG3RBAWtxIRcgF0EAdkH/AXFBCmwgF0EIdkH/AXFqQQpsIBdBEHZB/wFxaiEXIAYgDEEBamohBiAMQQhGBEAgBiAGLQAAQTBrQQlNaiEGCwtBACEbAkAgBi0AAEHaAEYEQCAGQQFqIQYMAQsgBi0AAEEiRg0AIAYtAABBLUYhCiAKIAYtAABBK0ZyRQ0GIAYoAAFBsODogQNzIRwgBi0ABUEwcyEbIBwgHEH27P2zB2pyQYCBgoR4cQ0GIBtBCk8NBiAcQRh2Qf8BcUEKbCAbaiEbIBtBPE8NBiAcQQB2Qf8BcUEKbCAcQQh2Qf8BcWohHCAcQRhPDQYgHEE8bCAbaiEbIAoEQEEAIBtrIRsLIAZBBmohBgsgBi0AAEEiRw0FIBhBPGwgGWogG2shGSAZQTxsIBpqIRogRCAaQegHbCAXaregIRAgBkEBaiEEBSAELQAAQS1GIQogBCAKaiEEIAQhBUIAIQ8DQCAEKQAAQrDgwIGDhoyYMIUhDSANIA1C9uzZs+fOnbv2AHyEQoCBgoSIkKDAgH+DIg5QBEAgD0KAwtcvfiANIg5CCn4gDkIIiHxC/4H8h/CfwP8AgyIOQuQAfiAOQhCIfEL//4OA8P8/gyIOQpDOAH4gDkIgiHxC/////w+DfCEPIARBCGohBAwBCwsgDnqnQQN2IQwgDyAMQQN0KQBAfiANQjggDK1CA4Z9hkIIhiIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAMID9HBEAgDCE/CyAEID9qIQQgBCAFayEMIAxFDQUgBS0AAEEwRgRAIAxBAUsNBgsgDEEPSw0FIA+5IRAgEJogECAKGyEQCyAiQQN0IBA5AOCqAgwCCwsgBEEBaiEEA0AgBP0AAAAgHf1RIB79KiAE/QAAACAf/SP9UP1kIQkgCUUEQCAEQRBqIQQMAQsLIAloIQkgCSAtRwRAIAkhLQsgBCAtaiEEIAQtAABBIkcNAiAEQQFqIQQgBC0AAEE6cw0CIARBAWohBCAEIAQtAABBIEZqIQQgBC0AAEEiRgRAIARBAWohBANAIAT9AAAAIB39USAe/SogBP0AAAAgH/0j/VD9ZCEJIAlFBEAgBEEQaiEEDAELCyAJaCEJIAkgLkcEQCAJIS4LIAQgLmohBCAELQAAQSJHBEAgBC0AAEHcAEcNBCAEEAGqIQYgBkEfdg0EIAYhBCAELQAAQSJHDQQLIARBAWohBAUgBC0AAEH7AEYgBC0AAEHbAEZyBEAgBBACqiEGIAZBH3YNBCAGIQQFIAQtAABB9ABGBEAgBCgAAEH05NWrBnMNBSAEQQRqIQQFIAQtAABB7gBGBEAgBCgAAEHu6rHjBnMNBiAEQQRqIQQFIAQtAABB5gBGBEAgBCgAAEHmwrGbB3MgBCgAAUHh2M2rBnNyDQcgBEEFaiEEBSAELQAAQS1GIQogBCAKaiEEIAQhBSAE/QAAACAg/XEgIf0q/WRBf3MhCSAJaCEMIAxFDQcgBS0AAEEwRgRAIAxBAUsNCAsgBCAMaiEEIAQtAABBLkYEQCAJIAxBAWp2aCELIAtFDQggDCALaiEMIAQgC0EBamohBAsgDEEPSw0HCwsLCwsLIAQtAABBLEYEQCAEQQFqIQQgBCAELQAAQSBGaiEEDAELCyAELwAAQf0Ucw0AICtBF3FBF0cNACArQQhxRQRACyAiQQJ0IAAgA2o2AMgGICJBAnQgBEEBaiADajYAiCcgIkEBaiEiIARBAmohAAwBCwsLQYjqASgAACEkQYzqASgAACElQZDqASgAACEmQQAhJ0EAIStBACEqQQAhIwJAICVBf0YNAANAICMgIk8NASAjICpGBEAgKiEpICpBwABqISoDQCApQQJ0KADIiAEgJXEhKCArICQgKCAmdGooAAByISsgKUEBaiEpICkgKkkNAAsLICNBAnQoAMhHQX9HBEAgI0ECdCgAyEcgA2shBSAjQQJ0KACIaCAjQQJ0KADIR2shESAjQQJ0KADIiAEhCAJAAkAgEUEQakEBICZ0Sw0AQQAhKQNAICQgCCApaiAlcSAmdGohKAJAICgoAAAgCEcNACAoKAAEIBFBAWpHDQAgEUEQTQRAIAX9AAAAQcgCIBFr/QAAAP1OIChBEGr9AAAA/VH9Uw0BBUEAIQYDQCAFIAZq/QAAACAoQRBqIAZq/QAAAP1R/VMNAiAGQRBqIQYgBkEQaiARSQ0ACyARQRBrIQYgBSAGav0AAAAgKEEQaiAGav0AAAD9Uf1TDQELICNBAnQgKCgACDYAiKkBDAMLICgoAARFDQEgKUEBaiEpIClBBEkNAAsLICdBAnQgIzYAyMkBICdBAWohJwsLICNBAWohIwwACwtBlOoBICc2AABBmOoBICs2AABBACAANgAAICILC8ACAQBBwAALuAIBAAAAAAAAAAoAAAAAAAAAZAAAAAAAAADoAwAAAAAAABAnAAAAAAAAoIYBAAAAAABAQg8AAAAAAICWmAAAAAAAAAAAAAAA8D8AAAAAAAAkQAAAAAAAAFlAAAAAAABAj0AAAAAAAIjDQAAAAAAAavhAAAAAAICELkEAAAAA0BJjQQAAAACE15dBAAAAAGXNzUEAAAAgX6ACQgAAAOh2SDdCAAAAopQabUIAAEDlnDCiQgAAkB7EvNZCAAA0JvVrDEMAgOA3ecNBQwCg2IVXNHZDAMhOZ23Bq0MAPZFg5FjhQ0CMtXgdrxVEUO/i1uQaS0SS1U0Gz/CARP////////////////////8AAAAAAAAAAAAAAAAAAAAABQUFAwIFBQUFAAQFBQUFAQUFAQQFBQUDBQUFAgAFBQU=",
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
          nested: [],
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
            let year4 = 0, month4 = 0, day4 = 0, midnight4 = NaN
            let year5 = 0, month5 = 0, day5 = 0, midnight5 = NaN
            let line = from | 0, place = from | 0, mark = from | 0
            let done = 0, separator = 0, field = 0, start = 0, last = 0, word = 0, marks = 0, hash = 0, code = 0, at = 0, offset = 0
            let year = 0, month = 0, day = 0, hour = 0, second = 0, thousandth = 0, hours = 0, minutes = 0, seconds = 0, length = 0
            let value = 0, fraction = 0
            let negative = false
            lines: while (line <= to && row < beyond) {
              place = line
              fields: {
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
      (events, from, to, rows, row, codes, leaves) => {
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
            if (!Number.isFinite(amount)) break
            numbers0[place] = amount
            if (device !== undefined && device !== null && typeof device !== "string") break
            const atInside = decoding.time(at, false)
            if (Number.isNaN(atInside)) break
            ats[place] = atInside
            codes0[place] = codes0_2.codeOfText(card)
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
      // Payment where (event.amount < 2)
      (rows, order, from, to, chosen) => {
        const type = rows.type
        const amount = rows.numbers[0]
        let count = 0
        for (let place = from; place < to; place++) {
          const row = order[place]
          if (
            type[row] === 0 &&
            amount[row] < 2
          ) chosen[count++] = place
        }
        return count
      },
      // Payment where (event.amount > limit)
      (rows, order, from, to, chosen) => {
        const type = rows.type
        const amount = rows.numbers[0]
        const limit = params.limit
        let count = 0
        for (let place = from; place < to; place++) {
          const row = order[place]
          if (
            type[row] === 0 &&
            amount[row] > limit
          ) chosen[count++] = place
        }
        return count
      },
    ],
  }
}

export const rules = { manifest, create }
