function create(library, params, host) {
  const { show, decimal, decoding } = library
  const huge = (scaled) => scaled > Number.MAX_SAFE_INTEGER || scaled < Number.MIN_SAFE_INTEGER
  const decimalType = { kind: "decimal", scale: 2 }

  // rule Burst
  function burst_where_p(event) {
    if (event.type !== 0) return false
    const it = event.fields
    return (
      decimal(host.history(0, event, [it.account])) > 50000 &&
      it.amount / 100 > 3 * host.history(1, event, [it.account]) &&
      host.history(2, event, [it.account]) >= 5
    )
  }
  function burst_message(match, key) {
    return `${show(decimalType, decimal(host.history(3, match.previousRecord(), [match.previous().account])))} in a day`
  }

  // rule Unusual
  function unusual_where_p(event) {
    if (event.type !== 0) return false
    const it = event.fields
    return (
      it.amount / 100 > 2 * host.history(4, event, [it.account]) &&
      host.history(5, event, [it.account]) > 3 &&
      decimal(host.history(6, event, [it.card])) > 0 &&
      decimal(host.history(7, event, [it.account])) > 10000
    )
  }

  return {
    rules: [
      {
        conditions: [burst_where_p],
        outputs: [
          { message: burst_message },
        ],
      },
      {
        conditions: [unusual_where_p],
        outputs: [
          {},
        ],
      },
    ],
    series: [
      // amount of every Payment per account
      { values: [(each) => each.amount] },
      // every Payment per account
      { values: [] },
      // every Login where not each.ok per user
      { filter: (each) => !each.ok, values: [] },
      // amount of every Payment where each.fraud per card
      { filter: (each) => each.fraud, values: [(each) => each.amount] },
    ],
    awaited: [],
    readers: [
      // Payment
      (scan) => {
        let id, account, card, amount, fraud, at
        for (let field = scan.next(); field >= 0; field = scan.next()) {
          switch (field) {
            case 0:
              id = scan.string()
              break
            case 1:
              account = scan.string()
              break
            case 2:
              card = scan.string()
              break
            case 3:
              amount = scan.decimal(2)
              break
            case 4:
              fraud = scan.boolean()
              break
            case 5:
              at = scan.time(false)
              break
          }
        }
        if (scan.odd || id === undefined || account === undefined || card === undefined || amount === undefined || fraud === undefined || at === undefined) return undefined
        return { id, account, card, amount, fraud, at }
      },
      // Login
      (scan) => {
        let id, user_2, ok, at
        for (let field = scan.next(); field >= 0; field = scan.next()) {
          switch (field) {
            case 0:
              id = scan.string()
              break
            case 1:
              user_2 = scan.string()
              break
            case 2:
              ok = scan.boolean()
              break
            case 3:
              at = scan.time(false)
              break
          }
        }
        if (scan.odd || id === undefined || user_2 === undefined || ok === undefined || at === undefined) return undefined
        return { id, user: user_2, ok, at }
      },
    ],
    decoders: [
      // Payment
      (() => {
        const tens = Float64Array.of(1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000, 10000000000000, 100000000000000, 1000000000000000, 10000000000000000, 100000000000000000, 1000000000000000000, 10000000000000000000, 100000000000000000000, 1e+21, 1e+22)
        const fieldsByName = Uint8Array.of(5, 6, 1, 6, 6, 2, 6, 6, 6, 6, 4, 3, 6, 0, 6, 6)
        const nameLengths = Int32Array.of(5, 10, 7, 9, 8, 5)
        const ways = Uint8Array.of(0, 1, 2, 3, 4, 5)
        const bits0 = Int32Array.of(1, 2, 4, 8, 16, 32)
        const seenBefore0 = Int32Array.of(0, 1, 3, 7, 15, 31, 63)
        // Lines as they mostly are, in WebAssembly; the function behind it reads those, too, and all others
        return decoding.plainLines({
          code: "AGFzbQEAAAABDgJgBH9/f38Bf2ABfwF8AisDBGZyb20DZGF5AAEEZnJvbQd0ZXh0RW5kAAEEZnJvbQh2YWx1ZUVuZAABAwUEAAAAAAUDAQADBy0FBXRpZ2h0AAMGc3BhY2VkAAQJc2NhdHRlcmVkAAUDYW55AAYGbWVtb3J5AgAKwJMBBNYfQQF/AX8BfwF/AX8BfwF/AX8BfwF+AX4BfgF8AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AXsBewF7AXsBewF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF+AX4BfgF7AXsBewF/AX8BfwF/AX8BfwF/AX8BfwF/AXz9DAICAgICAgICAgICAgICAgIhHf0MICAgICAgICAgICAgICAgICEe/QxcXFxcXFxcXFxcXFxcXFxcIR/9DDAwMDAwMDAwMDAwMDAwMDAhIP0MCQkJCQkJCQkJCQkJCQkJCSEhRAAAAAAAAPh/IUQCQANAIAAgAUsNASAiIAJPDQEgACEEAkAgBCgAAEH7xKSjBnMgBCgAA0HkxOiRAnNyDQAgBEEHaiEEIAQhBQNAIAT9AAAAIB39USAe/SogBP0AAAAgH/0j/VD9ZCEJIAlFBEAgBEEQaiEEDAELCyAJaCEJIAkgOkcEQCAJIToLIAQgOmohBCAEKQAAQqLYiIm27Ni39QCFIAQpAAVC497V88bOiJ0ihYRCAFIEQCAELQAAQdwARw0BIAQQAaohBiAGQR92DQEgBiEEIAQpAABCotiIibbs2Lf1AIUgBCkABULj3tXzxs6InSKFhEIAUg0BCyAEQQ1qIQQgBCEFA0AgBP0AAAAgHf1RIB79KiAE/QAAACAf/SP9UP1kIQkgCUUEQCAEQRBqIQQMAQsLIAloIQkgCSA7RwRAIAkhOwsgBCA7aiEEQceYrfgCIQggBSEGIAUgBCAFa0F8cWohBwJAA0AgBiAHTw0BIAhBD3cgBigAAHNBsfPd8XlsIQggBkEEaiEGDAALCyAIQQ93IAYoAABBASAEIAZrQQN0dEEBa3FzQbHz3fF5bCEIIAggCEEPdnMhCCAiQQJ0IAUgA2o2AMhHICJBAnQgBCADajYAiGggIkECdCAINgDIiAEgBCkAAEKi2IiZlsycsiKFIAQpAAJCosaFk8fMiJ0ihYRCAFINACAEQQpqIQQgBCEFA0AgBP0AAAAgHf1RIB79KiAE/QAAACAf/SP9UP1kIQkgCUUEQCAEQRBqIQQMAQsLIAloIQkgCSA8RwRAIAkhPAsgBCA8aiEEQceYrfgCIQggBSEGIAUgBCAFa0F8cWohBwJAA0AgBiAHTw0BIAhBD3cgBigAAHNBsfPd8XlsIQggBkEEaiEGDAALCyAIQQ93IAYoAABBASAEIAZrQQN0dEEBa3FzQbHz3fF5bCEIIAggCEEPdnMhCCAiQQJ0IAUgA2o2AKDqASAiQQJ0IAQgA2o2AOCKAiAiQQJ0IAg2AKCrAiAEKQAAQqLYiInW7du67gCFIAQpAANC4dq9q+eNnZE6hYRCAFINACAEQQtqIQQgBC0AAEEtRiEKIAQgCmohBCAEIQVCACEPA0AgBCkAAEKw4MCBg4aMmDCFIQ0gDSANQvbs2bPnzp279gB8hEKAgYKEiJCgwIB/gyIOUARAIA9CgMLXL34gDSIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAEQQhqIQQMAQsLIA56p0EDdiEMIA8gDEEDdCkAQH4gDUI4IAytQgOGfYZCCIYiDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gDCA9RwRAIAwhPQsgBCA9aiEEIAQgBWshDCAMRQ0AIAUtAABBMEYEQCAMQQFLDQELQQAhCyAELQAAQS5GBEAgBEEBaiEEIAQhByAMIQYDQCAEKQAAQrDgwIGDhoyYMIUhDSANIA1C9uzZs+fOnbv2AHyEQoCBgoSIkKDAgH+DIg5QBEAgD0KAwtcvfiANIg5CCn4gDkIIiHxC/4H8h/CfwP8AgyIOQuQAfiAOQhCIfEL//4OA8P8/gyIOQpDOAH4gDkIgiHxC/////w+DfCEPIARBCGohBAwBCwsgDnqnQQN2IQwgDyAMQQN0KQBAfiANQjggDK1CA4Z9hkIIhiIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAMID5HBEAgDCE+CyAEID5qIQQgBCAHayELIAtFDQEgBiALaiEMCyAMQQ9LDQAgC0ECSw0AIA+5QQIgC2tBA3QrAIABoiEQIBBEAAA0JvVrDENkDQAgCgRARAAAAAAAAAAAIBChIRALICJBA3QgEDkA+IwDIAQpAABCrMSYk5esnbIihSAEKQABQqLMyYvWjpmROoWEQgBSDQAgBEEJaiEEIAQoAABB9OTVqwZGBEBEAAAAAAAA8D8hECAEQQRqIQQFIAQoAABB5sKxmwdzIAQoAAFB4djNqwZzcg0BRAAAAAAAAAAAIRAgBEEFaiEECyAiQQN0IBA5ALjNAyAEKAAAQazEhKMHcyAEKAACQeHoidEDc3INACAEQQZqIQQgBC0AAEEiRgRAIARBAWohBCAEKAAAQbDgwIEDcyESIAQoAARBreDA6QJzIRMgBCgACEGw4NCCA3MhFCAEKAAMQbD0wIEDcyEVIAQoABBBuuDA8QJzQf///wdxIRYgBC0ACkEgRgRAIBRBgIDQA3MhFAsgEiASQfbs2bMHanIgEyATQf/s2fsHanJyIBQgFEH27P2zB2pyciAVIBVB9v7ZswdqcnIgFiAWQf/s2fsHanJyQYCBgoR4cQ0BIBRBGHZB/wFxQQpsIBVBAHZB/wFxaiEYIBVBEHZB/wFxQQpsIBVBGHZB/wFxaiEZIBZBCHZB/wFxQQpsIBZBEHZB/wFxaiEaIBhBGE8NASAZQTxPDQEgGkE8Tw0BIBRB//8DcSEUIBIgQXMgEyBCc3IgFCBDc3IEQCASIUEgEyFCIBQhQyAEEAAhRAsgRCBEYg0BQQAhFyAEQRNqIQYgBi0AAEEuRgRAIAQpABRCsODAgYOGjJgwhSENIA0gDUL27Nmz586du/YAfIRCgIGChIiQoMCAf4N6p0EDdiEMIAxFDQIgDEEDdCERIA2nQQFBGCARIBFBGEsbdEEBa3EhFyAXQQB2Qf8BcUEKbCAXQQh2Qf8BcWpBCmwgF0EQdkH/AXFqIRcgBiAMQQFqaiEGIAxBCEYEQCAGIAYtAABBMGtBCU1qIQYLC0EAIRsCQCAGLQAAQdoARgRAIAZBAWohBgwBCyAGLQAAQSJGDQAgBi0AAEEtRiEKIAogBi0AAEErRnJFDQIgBigAAUGw4OiBA3MhHCAGLQAFQTBzIRsgHCAcQfbs/bMHanJBgIGChHhxDQIgG0EKTw0CIBxBGHZB/wFxQQpsIBtqIRsgG0E8Tw0CIBxBAHZB/wFxQQpsIBxBCHZB/wFxaiEcIBxBGE8NAiAcQTxsIBtqIRsgCgRAQQAgG2shGwsgBkEGaiEGCyAGLQAAQSJHDQEgGEE8bCAZaiAbayEZIBlBPGwgGmohGiBEIBpB6AdsIBdqt6AhECAGQQFqIQQFIAQtAABBLUYhCiAEIApqIQQgBCEFQgAhDwNAIAQpAABCsODAgYOGjJgwhSENIA0gDUL27Nmz586du/YAfIRCgIGChIiQoMCAf4MiDlAEQCAPQoDC1y9+IA0iDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gBEEIaiEEDAELCyAOeqdBA3YhDCAPIAxBA3QpAEB+IA1COCAMrUIDhn2GQgiGIg5CCn4gDkIIiHxC/4H8h/CfwP8AgyIOQuQAfiAOQhCIfEL//4OA8P8/gyIOQpDOAH4gDkIgiHxC/////w+DfCEPIAwgP0cEQCAMIT8LIAQgP2ohBCAEIAVrIQwgDEUNASAFLQAAQTBGBEAgDEEBSw0CCyAMQQ9LDQEgD7khECAQmiAQIAobIRALICJBA3QgEDkA+I0EIAQvAABB/RRzDQAgIkECdCAAIANqNgDIBiAiQQJ0IARBAWogA2o2AIgnICJBAWohIiAEQQJqIQAMAQsLC0GI6gEoAAAhJEGM6gEoAAAhJUGQ6gEoAAAhJkEAISdBACErQQAhKkEAISMCQCAlQX9GDQADQCAjICJPDQEgIyAqRgRAICohKSAqQcAAaiEqA0AgKUECdCgAyIgBICVxISggKyAkICggJnRqKAAAciErIClBAWohKSApICpJDQALCyAjQQJ0KADIR0F/RwRAICNBAnQoAMhHIANrIQUgI0ECdCgAiGggI0ECdCgAyEdrIREgI0ECdCgAyIgBIQgCQAJAIBFBEGpBASAmdEsNAEEAISkDQCAkIAggKWogJXEgJnRqISgCQCAoKAAAIAhHDQAgKCgABCARQQFqRw0AIBFBEE0EQCAF/QAAAEHIAiARa/0AAAD9TiAoQRBq/QAAAP1R/VMNAQVBACEGA0AgBSAGav0AAAAgKEEQaiAGav0AAAD9Uf1TDQIgBkEQaiEGIAZBEGogEUkNAAsgEUEQayEGIAUgBmr9AAAAIChBEGogBmr9AAAA/VH9Uw0BCyAjQQJ0ICgoAAg2AIipAQwDCyAoKAAERQ0BIClBAWohKSApQQRJDQALCyAnQQJ0ICM2AMjJASAnQQFqIScLCyAjQQFqISMMAAsLQZTqASAnNgAAQZjqASArNgAAQeCMAygAACEkQeSMAygAACElQeiMAygAACEmQQAhJ0EAIStBACEqQQAhIwJAICVBf0YNAANAICMgIk8NASAjICpGBEAgKiEpICpBwABqISoDQCApQQJ0KACgqwIgJXEhKCArICQgKCAmdGooAAByISsgKUEBaiEpICkgKkkNAAsLICNBAnQoAKDqAUF/RwRAICNBAnQoAKDqASADayEFICNBAnQoAOCKAiAjQQJ0KACg6gFrIREgI0ECdCgAoKsCIQgCQAJAIBFBEGpBASAmdEsNAEEAISkDQCAkIAggKWogJXEgJnRqISgCQCAoKAAAIAhHDQAgKCgABCARQQFqRw0AIBFBEE0EQCAF/QAAAEHIAiARa/0AAAD9TiAoQRBq/QAAAP1R/VMNAQVBACEGA0AgBSAGav0AAAAgKEEQaiAGav0AAAD9Uf1TDQIgBkEQaiEGIAZBEGogEUkNAAsgEUEQayEGIAUgBmr9AAAAIChBEGogBmr9AAAA/VH9Uw0BCyAjQQJ0ICgoAAg2AODLAgwDCyAoKAAERQ0BIClBAWohKSApQQRJDQALCyAnQQJ0ICM2AKDsAiAnQQFqIScLCyAjQQFqISMMAAsLQeyMAyAnNgAAQfCMAyArNgAAQQAgADYAACAiC8wfQQF/AX8BfwF/AX8BfwF/AX8BfwF+AX4BfgF8AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AXsBewF7AXsBewF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF+AX4BfgF7AXsBewF/AX8BfwF/AX8BfwF/AX8BfwF/AXz9DAICAgICAgICAgICAgICAgIhHf0MICAgICAgICAgICAgICAgICEe/QxcXFxcXFxcXFxcXFxcXFxcIR/9DDAwMDAwMDAwMDAwMDAwMDAhIP0MCQkJCQkJCQkJCQkJCQkJCSEhRAAAAAAAAPh/IUQCQANAIAAgAUsNASAiIAJPDQEgACEEAkAgBCkAAEL7xKSjpsSOkCKFQgBSDQAgBEEIaiEEIAQhBQNAIAT9AAAAIB39USAe/SogBP0AAAAgH/0j/VD9ZCEJIAlFBEAgBEEQaiEEDAELCyAJaCEJIAkgOkcEQCAJIToLIAQgOmohBCAEKQAAQqLYgJGS7Nix7wCFIAQpAAdC7+q5o6fEjpAihYRCAFIEQCAELQAAQdwARw0BIAQQAaohBiAGQR92DQEgBiEEIAQpAABCotiAkZLs2LHvAIUgBCkAB0Lv6rmjp8SOkCKFhEIAUg0BCyAEQQ9qIQQgBCEFA0AgBP0AAAAgHf1RIB79KiAE/QAAACAf/SP9UP1kIQkgCUUEQCAEQRBqIQQMAQsLIAloIQkgCSA7RwRAIAkhOwsgBCA7aiEEQceYrfgCIQggBSEGIAUgBCAFa0F8cWohBwJAA0AgBiAHTw0BIAhBD3cgBigAAHNBsfPd8XlsIQggBkEEaiEGDAALCyAIQQ93IAYoAABBASAEIAZrQQN0dEEBa3FzQbHz3fF5bCEIIAggCEEPdnMhCCAiQQJ0IAUgA2o2AMhHICJBAnQgBCADajYAiGggIkECdCAINgDIiAEgBCkAAEKi2ICRsqyYueQAhSAEKQAEQuPCyaOmxI6QIoWEQgBSDQAgBEEMaiEEIAQhBQNAIAT9AAAAIB39USAe/SogBP0AAAAgH/0j/VD9ZCEJIAlFBEAgBEEQaiEEDAELCyAJaCEJIAkgPEcEQCAJITwLIAQgPGohBEHHmK34AiEIIAUhBiAFIAQgBWtBfHFqIQcCQANAIAYgB08NASAIQQ93IAYoAABzQbHz3fF5bCEIIAZBBGohBgwACwsgCEEPdyAGKAAAQQEgBCAGa0EDdHRBAWtxc0Gx893xeWwhCCAIIAhBD3ZzIQggIkECdCAFIANqNgCg6gEgIkECdCAEIANqNgDgigIgIkECdCAINgCgqwIgBCkAAEKi2ICRkqzbt/UAhSAEKQAFQu3e1fPGzoidIIWEQgBSDQAgBEENaiEEIAQtAABBLUYhCiAEIApqIQQgBCEFQgAhDwNAIAQpAABCsODAgYOGjJgwhSENIA0gDUL27Nmz586du/YAfIRCgIGChIiQoMCAf4MiDlAEQCAPQoDC1y9+IA0iDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gBEEIaiEEDAELCyAOeqdBA3YhDCAPIAxBA3QpAEB+IA1COCAMrUIDhn2GQgiGIg5CCn4gDkIIiHxC/4H8h/CfwP8AgyIOQuQAfiAOQhCIfEL//4OA8P8/gyIOQpDOAH4gDkIgiHxC/////w+DfCEPIAwgPUcEQCAMIT0LIAQgPWohBCAEIAVrIQwgDEUNACAFLQAAQTBGBEAgDEEBSw0BC0EAIQsgBC0AAEEuRgRAIARBAWohBCAEIQcgDCEGA0AgBCkAAEKw4MCBg4aMmDCFIQ0gDSANQvbs2bPnzp279gB8hEKAgYKEiJCgwIB/gyIOUARAIA9CgMLXL34gDSIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAEQQhqIQQMAQsLIA56p0EDdiEMIA8gDEEDdCkAQH4gDUI4IAytQgOGfYZCCIYiDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gDCA+RwRAIAwhPgsgBCA+aiEEIAQgB2shCyALRQ0BIAYgC2ohDAsgDEEPSw0AIAtBAksNACAPuUECIAtrQQN0KwCAAaIhECAQRAAANCb1awxDZA0AIAoEQEQAAAAAAAAAACAQoSEQCyAiQQN0IBA5APiMAyAEKQAAQqzAiLGmrti65ACFIAQpAANC5uSFq8fMiJ0ghYRCAFINACAEQQtqIQQgBCgAAEH05NWrBkYEQEQAAAAAAADwPyEQIARBBGohBAUgBCgAAEHmwrGbB3MgBCgAAUHh2M2rBnNyDQFEAAAAAAAAAAAhECAEQQVqIQQLICJBA3QgEDkAuM0DIAQpAABCrMCIicbOiJ0ghUIAUg0AIARBCGohBCAELQAAQSJGBEAgBEEBaiEEIAQoAABBsODAgQNzIRIgBCgABEGt4MDpAnMhEyAEKAAIQbDg0IIDcyEUIAQoAAxBsPTAgQNzIRUgBCgAEEG64MDxAnNB////B3EhFiAELQAKQSBGBEAgFEGAgNADcyEUCyASIBJB9uzZswdqciATIBNB/+zZ+wdqcnIgFCAUQfbs/bMHanJyIBUgFUH2/tmzB2pyciAWIBZB/+zZ+wdqcnJBgIGChHhxDQEgFEEYdkH/AXFBCmwgFUEAdkH/AXFqIRggFUEQdkH/AXFBCmwgFUEYdkH/AXFqIRkgFkEIdkH/AXFBCmwgFkEQdkH/AXFqIRogGEEYTw0BIBlBPE8NASAaQTxPDQEgFEH//wNxIRQgEiBBcyATIEJzciAUIENzcgRAIBIhQSATIUIgFCFDIAQQACFECyBEIERiDQFBACEXIARBE2ohBiAGLQAAQS5GBEAgBCkAFEKw4MCBg4aMmDCFIQ0gDSANQvbs2bPnzp279gB8hEKAgYKEiJCgwIB/g3qnQQN2IQwgDEUNAiAMQQN0IREgDadBAUEYIBEgEUEYSxt0QQFrcSEXIBdBAHZB/wFxQQpsIBdBCHZB/wFxakEKbCAXQRB2Qf8BcWohFyAGIAxBAWpqIQYgDEEIRgRAIAYgBi0AAEEwa0EJTWohBgsLQQAhGwJAIAYtAABB2gBGBEAgBkEBaiEGDAELIAYtAABBIkYNACAGLQAAQS1GIQogCiAGLQAAQStGckUNAiAGKAABQbDg6IEDcyEcIAYtAAVBMHMhGyAcIBxB9uz9swdqckGAgYKEeHENAiAbQQpPDQIgHEEYdkH/AXFBCmwgG2ohGyAbQTxPDQIgHEEAdkH/AXFBCmwgHEEIdkH/AXFqIRwgHEEYTw0CIBxBPGwgG2ohGyAKBEBBACAbayEbCyAGQQZqIQYLIAYtAABBIkcNASAYQTxsIBlqIBtrIRkgGUE8bCAaaiEaIEQgGkHoB2wgF2q3oCEQIAZBAWohBAUgBC0AAEEtRiEKIAQgCmohBCAEIQVCACEPA0AgBCkAAEKw4MCBg4aMmDCFIQ0gDSANQvbs2bPnzp279gB8hEKAgYKEiJCgwIB/gyIOUARAIA9CgMLXL34gDSIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAEQQhqIQQMAQsLIA56p0EDdiEMIA8gDEEDdCkAQH4gDUI4IAytQgOGfYZCCIYiDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gDCA/RwRAIAwhPwsgBCA/aiEEIAQgBWshDCAMRQ0BIAUtAABBMEYEQCAMQQFLDQILIAxBD0sNASAPuSEQIBCaIBAgChshEAsgIkEDdCAQOQD4jQQgBC8AAEH9FHMNACAiQQJ0IAAgA2o2AMgGICJBAnQgBEEBaiADajYAiCcgIkEBaiEiIARBAmohAAwBCwsLQYjqASgAACEkQYzqASgAACElQZDqASgAACEmQQAhJ0EAIStBACEqQQAhIwJAICVBf0YNAANAICMgIk8NASAjICpGBEAgKiEpICpBwABqISoDQCApQQJ0KADIiAEgJXEhKCArICQgKCAmdGooAAByISsgKUEBaiEpICkgKkkNAAsLICNBAnQoAMhHQX9HBEAgI0ECdCgAyEcgA2shBSAjQQJ0KACIaCAjQQJ0KADIR2shESAjQQJ0KADIiAEhCAJAAkAgEUEQakEBICZ0Sw0AQQAhKQNAICQgCCApaiAlcSAmdGohKAJAICgoAAAgCEcNACAoKAAEIBFBAWpHDQAgEUEQTQRAIAX9AAAAQcgCIBFr/QAAAP1OIChBEGr9AAAA/VH9Uw0BBUEAIQYDQCAFIAZq/QAAACAoQRBqIAZq/QAAAP1R/VMNAiAGQRBqIQYgBkEQaiARSQ0ACyARQRBrIQYgBSAGav0AAAAgKEEQaiAGav0AAAD9Uf1TDQELICNBAnQgKCgACDYAiKkBDAMLICgoAARFDQEgKUEBaiEpIClBBEkNAAsLICdBAnQgIzYAyMkBICdBAWohJwsLICNBAWohIwwACwtBlOoBICc2AABBmOoBICs2AABB4IwDKAAAISRB5IwDKAAAISVB6IwDKAAAISZBACEnQQAhK0EAISpBACEjAkAgJUF/Rg0AA0AgIyAiTw0BICMgKkYEQCAqISkgKkHAAGohKgNAIClBAnQoAKCrAiAlcSEoICsgJCAoICZ0aigAAHIhKyApQQFqISkgKSAqSQ0ACwsgI0ECdCgAoOoBQX9HBEAgI0ECdCgAoOoBIANrIQUgI0ECdCgA4IoCICNBAnQoAKDqAWshESAjQQJ0KACgqwIhCAJAAkAgEUEQakEBICZ0Sw0AQQAhKQNAICQgCCApaiAlcSAmdGohKAJAICgoAAAgCEcNACAoKAAEIBFBAWpHDQAgEUEQTQRAIAX9AAAAQcgCIBFr/QAAAP1OIChBEGr9AAAA/VH9Uw0BBUEAIQYDQCAFIAZq/QAAACAoQRBqIAZq/QAAAP1R/VMNAiAGQRBqIQYgBkEQaiARSQ0ACyARQRBrIQYgBSAGav0AAAAgKEEQaiAGav0AAAD9Uf1TDQELICNBAnQgKCgACDYA4MsCDAMLICgoAARFDQEgKUEBaiEpIClBBEkNAAsLICdBAnQgIzYAoOwCICdBAWohJwsLICNBAWohIwwACwtB7IwDICc2AABB8IwDICs2AABBACAANgAAICILmS1BAX8BfwF/AX8BfwF/AX8BfwF/AX4BfgF+AXwBfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BewF7AXsBewF7AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX4BfgF+AXsBewF7AX8BfwF/AX8BfwF/AX8BfwF/AX8BfP0MIiIiIiIiIiIiIiIiIiIiIiE3/QwsLCwsLCwsLCwsLCwsLCwsITj9DAoKCgoKCgoKCgoKCgoKCgohOf0MAgICAgICAgICAgICAgICAiEd/QwgICAgICAgICAgICAgICAgIR79DFxcXFxcXFxcXFxcXFxcXFwhH/0MMDAwMDAwMDAwMDAwMDAwMCEg/QwJCQkJCQkJCQkJCQkJCQkJISFEAAAAAAAA+H8hRAJAA0AgACABSw0BICIgAk8NASAAIQQCQCAELQAAQfsAcw0AQQAgBDYA+AJBASEwIAQhLwNAIC/9AAAAIDj9IyAv/QAAASA3/SP9Tv1krUIAhiAv/QAAECA4/SMgL/0AABEgN/0j/U79ZK1CEIaEIC/9AAAgIDj9IyAv/QAAISA3/SP9Tv1krUIghoQgL/0AADAgOP0jIC/9AAAxIDf9I/1O/WStQjCGhCE2IC/9AAAAIDn9I/1krUIAhiAv/QAAECA5/SP9ZK1CEIaEIC/9AAAgIDn9I/1krUIghoQgL/0AADAgOf0j/WStQjCGhCE1IDYgNUJ/hSA1QgF9g4MhNiAwQQJ0IC8gNnqnajYA+AIgMCA2UEVqITAgNiA2QgF9gyE2IDBBAnQgLyA2eqdqNgD4AiAwIDZQRWohMCA2IDZCAX2DITYgMEECdCAvIDZ6p2o2APgCIDAgNlBFaiEwIDYgNkIBfYMhNiAwQQJ0IC8gNnqnajYA+AIgMCA2UEVqITAgNiA2QgF9gyE2IDBBAnQgLyA2eqdqNgD4AiAwIDZQRWohMCA2IDZCAX2DITYDQCA2UEUEQCAwQQJ0IC8gNnqnajYA+AIgMCA2UEVqITAgNiA2QgF9gyE2DAELCyAwQSZLDQEgNVAEQCAvQcAAaiEvDAELCyAvIDV6p2pBAWshLyAvLQAAQf0ARw0AIDBBAnQgLzYA+AJBAEJ/NwCYBkEAITJBACExA0AgMkECdCgA+AIhBSAFKQACIQ0gDUKixIiRosSIkSKFQoGChIiQoMCAAX0gDUKixIiRosSIkSKFQn+Fg0KAgYKEiJCgwIB/gyE0IA0gNCA0QgF9hYMhNCA0Qrum78adl7Gae35CPIinLQDoAiEGIAYgMjoAmAYgMSAyOgCgBiAxIAZBBkZqITEgMkEBaiEyIDIgMEkNAAtBACEzQQAtAJgGITIgMkH/AUYNACAyQQJ0ITIgMigA+AJBAWohBCAEKAAAQaLSkZMCcyAEKAABQenIidEDc3INACAEQQVqIQQgBC0AAEEicw0AIARBAWohBCAEIQUDQCAE/QAAACAd/VEgHv0qIAT9AAAAIB/9I/1Q/WQhCSAJRQRAIARBEGohBAwBCwsgCWghCSAJIDpHBEAgCSE6CyAEIDpqIQQgBC0AAEEiRwRAIAQtAABB3ABHDQEgBBABqiEGIAZBH3YNASAGIQQgBC0AAEEiRw0BCyAEQQFqIQQgBCAyKAD8AkcNACAzQQFqITNBAC0AmQYhMiAyQf8BRg0AIDJBAnQhMiAyKAD4AkEBaiEEIAQpAABCosKNm/atnbf0AIUgBCkAAkLjxr2r542dkTqFhEIAUg0AIARBCmohBCAELQAAQSJzDQAgBEEBaiEEIAQhBQNAIAT9AAAAIB39USAe/SogBP0AAAAgH/0j/VD9ZCEJIAlFBEAgBEEQaiEEDAELCyAJaCEJIAkgO0cEQCAJITsLIAQgO2ohBEHHmK34AiEIIAUhBiAFIAQgBWtBfHFqIQcCQANAIAYgB08NASAIQQ93IAYoAABzQbHz3fF5bCEIIAZBBGohBgwACwsgCEEPdyAGKAAAQQEgBCAGa0EDdHRBAWtxc0Gx893xeWwhCCAIIAhBD3ZzIQggIkECdCAFIANqNgDIRyAiQQJ0IAQgA2o2AIhoICJBAnQgCDYAyIgBIAQtAABBIkcNACAEQQFqIQQgBCAyKAD8AkcNACAzQQFqITNBAC0AmgYhMiAyQf8BRg0AIDJBAnQhMiAyKAD4AkEBaiEEIAQoAABBosaFkwdzIAQoAANB8siJ0QNzcg0AIARBB2ohBCAELQAAQSJzDQAgBEEBaiEEIAQhBQNAIAT9AAAAIB39USAe/SogBP0AAAAgH/0j/VD9ZCEJIAlFBEAgBEEQaiEEDAELCyAJaCEJIAkgPEcEQCAJITwLIAQgPGohBEHHmK34AiEIIAUhBiAFIAQgBWtBfHFqIQcCQANAIAYgB08NASAIQQ93IAYoAABzQbHz3fF5bCEIIAZBBGohBgwACwsgCEEPdyAGKAAAQQEgBCAGa0EDdHRBAWtxc0Gx893xeWwhCCAIIAhBD3ZzIQggIkECdCAFIANqNgCg6gEgIkECdCAEIANqNgDgigIgIkECdCAINgCgqwIgBC0AAEEiRw0AIARBAWohBCAEIDIoAPwCRw0AIDNBAWohM0EALQCbBiEyIDJB/wFGDQAgMkECdCEyIDIoAPgCQQFqIQQgBCkAAEKiwrX71s6buiKFIAQpAAFC4dq9q+eNnZE6hYRCAFINACAEQQlqIQQgBC0AAEEtRiEKIAQgCmohBCAEIQVCACEPA0AgBCkAAEKw4MCBg4aMmDCFIQ0gDSANQvbs2bPnzp279gB8hEKAgYKEiJCgwIB/gyIOUARAIA9CgMLXL34gDSIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAEQQhqIQQMAQsLIA56p0EDdiEMIA8gDEEDdCkAQH4gDUI4IAytQgOGfYZCCIYiDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gDCA9RwRAIAwhPQsgBCA9aiEEIAQgBWshDCAMRQ0AIAUtAABBMEYEQCAMQQFLDQELQQAhCyAELQAAQS5GBEAgBEEBaiEEIAQhByAMIQYDQCAEKQAAQrDgwIGDhoyYMIUhDSANIA1C9uzZs+fOnbv2AHyEQoCBgoSIkKDAgH+DIg5QBEAgD0KAwtcvfiANIg5CCn4gDkIIiHxC/4H8h/CfwP8AgyIOQuQAfiAOQhCIfEL//4OA8P8/gyIOQpDOAH4gDkIgiHxC/////w+DfCEPIARBCGohBAwBCwsgDnqnQQN2IQwgDyAMQQN0KQBAfiANQjggDK1CA4Z9hkIIhiIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAMID5HBEAgDCE+CyAEID5qIQQgBCAHayELIAtFDQEgBiALaiEMCyAMQQ9LDQAgC0ECSw0AIA+5QQIgC2tBA3QrAIABoiEQIBBEAAA0JvVrDENkDQAgCgRARAAAAAAAAAAAIBChIRALICJBA3QgEDkA+IwDIAQgMigA/AJHDQAgM0EBaiEzQQAtAJwGITIgMkH/AUYNACAyQQJ0ITIgMigA+AJBAWohBCAEKQAAQqLMyYvWjpmROoVCAFINACAEQQhqIQQgBCgAAEH05NWrBkYEQEQAAAAAAADwPyEQIARBBGohBAUgBCgAAEHmwrGbB3MgBCgAAUHh2M2rBnNyDQFEAAAAAAAAAAAhECAEQQVqIQQLICJBA3QgEDkAuM0DIAQgMigA/AJHDQAgM0EBaiEzQQAtAJ0GITIgMkH/AUYNACAyQQJ0ITIgMigA+AJBAWohBCAEKAAAQaLC0ZMCcyAEKAABQeHoidEDc3INACAEQQVqIQQgBC0AAEEiRgRAIARBAWohBCAEKAAAQbDgwIEDcyESIAQoAARBreDA6QJzIRMgBCgACEGw4NCCA3MhFCAEKAAMQbD0wIEDcyEVIAQoABBBuuDA8QJzQf///wdxIRYgBC0ACkEgRgRAIBRBgIDQA3MhFAsgEiASQfbs2bMHanIgEyATQf/s2fsHanJyIBQgFEH27P2zB2pyciAVIBVB9v7ZswdqcnIgFiAWQf/s2fsHanJyQYCBgoR4cQ0BIBRBGHZB/wFxQQpsIBVBAHZB/wFxaiEYIBVBEHZB/wFxQQpsIBVBGHZB/wFxaiEZIBZBCHZB/wFxQQpsIBZBEHZB/wFxaiEaIBhBGE8NASAZQTxPDQEgGkE8Tw0BIBRB//8DcSEUIBIgQXMgEyBCc3IgFCBDc3IEQCASIUEgEyFCIBQhQyAEEAAhRAsgRCBEYg0BQQAhFyAEQRNqIQYgBi0AAEEuRgRAIAQpABRCsODAgYOGjJgwhSENIA0gDUL27Nmz586du/YAfIRCgIGChIiQoMCAf4N6p0EDdiEMIAxFDQIgDEEDdCERIA2nQQFBGCARIBFBGEsbdEEBa3EhFyAXQQB2Qf8BcUEKbCAXQQh2Qf8BcWpBCmwgF0EQdkH/AXFqIRcgBiAMQQFqaiEGIAxBCEYEQCAGIAYtAABBMGtBCU1qIQYLC0EAIRsCQCAGLQAAQdoARgRAIAZBAWohBgwBCyAGLQAAQSJGDQAgBi0AAEEtRiEKIAogBi0AAEErRnJFDQIgBigAAUGw4OiBA3MhHCAGLQAFQTBzIRsgHCAcQfbs/bMHanJBgIGChHhxDQIgG0EKTw0CIBxBGHZB/wFxQQpsIBtqIRsgG0E8Tw0CIBxBAHZB/wFxQQpsIBxBCHZB/wFxaiEcIBxBGE8NAiAcQTxsIBtqIRsgCgRAQQAgG2shGwsgBkEGaiEGCyAGLQAAQSJHDQEgGEE8bCAZaiAbayEZIBlBPGwgGmohGiBEIBpB6AdsIBdqt6AhECAGQQFqIQQFIAQtAABBLUYhCiAEIApqIQQgBCEFQgAhDwNAIAQpAABCsODAgYOGjJgwhSENIA0gDUL27Nmz586du/YAfIRCgIGChIiQoMCAf4MiDlAEQCAPQoDC1y9+IA0iDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gBEEIaiEEDAELCyAOeqdBA3YhDCAPIAxBA3QpAEB+IA1COCAMrUIDhn2GQgiGIg5CCn4gDkIIiHxC/4H8h/CfwP8AgyIOQuQAfiAOQhCIfEL//4OA8P8/gyIOQpDOAH4gDkIgiHxC/////w+DfCEPIAwgP0cEQCAMIT8LIAQgP2ohBCAEIAVrIQwgDEUNASAFLQAAQTBGBEAgDEEBSw0CCyAMQQ9LDQEgD7khECAQmiAQIAobIRALICJBA3QgEDkA+I0EIAQgMigA/AJHDQAgM0EBaiEzIDMgMWogMEcNAANAIDEEQCAxQQFrITEgMS0AoAYhMiAyQQJ0ITIgMigA+AJBAWohBCAELQAAQSJzDQIgBEEBaiEEA0AgBP0AAAAgHf1RIB79KiAE/QAAACAf/SP9UP1kIQkgCUUEQCAEQRBqIQQMAQsLIAloIQkgCSAtRwRAIAkhLQsgBCAtaiEEIAQtAABBIkcNAiAEQQFqIQQgBC0AAEE6cw0CIARBAWohBCAEIAQtAABBIEZqIQQgBC0AAEEiRgRAIARBAWohBANAIAT9AAAAIB39USAe/SogBP0AAAAgH/0j/VD9ZCEJIAlFBEAgBEEQaiEEDAELCyAJaCEJIAkgLkcEQCAJIS4LIAQgLmohBCAELQAAQSJHBEAgBC0AAEHcAEcNBCAEEAGqIQYgBkEfdg0EIAYhBCAELQAAQSJHDQQLIARBAWohBAUgBC0AAEH7AEYgBC0AAEHbAEZyBEAgBBACqiEGIAZBH3YNBCAGIQQFIAQtAABB9ABGBEAgBCgAAEH05NWrBnMNBSAEQQRqIQQFIAQtAABB7gBGBEAgBCgAAEHu6rHjBnMNBiAEQQRqIQQFIAQtAABB5gBGBEAgBCgAAEHmwrGbB3MgBCgAAUHh2M2rBnNyDQcgBEEFaiEEBSAELQAAQS1GIQogBCAKaiEEIAQhBSAE/QAAACAg/XEgIf0q/WRBf3MhCSAJaCEMIAxFDQcgBS0AAEEwRgRAIAxBAUsNCAsgBCAMaiEEIAQtAABBLkYEQCAJIAxBAWp2aCELIAtFDQggDCALaiEMIAQgC0EBamohBAsgDEEPSw0HCwsLCwsgBCAyKAD8AkcNAgwBCwsgMEECdCgA+AIhBCAiQQJ0IAAgA2o2AMgGICJBAnQgBEEBaiADajYAiCcgIkEBaiEiIARBAmohAAwBCwsLQYjqASgAACEkQYzqASgAACElQZDqASgAACEmQQAhJ0EAIStBACEqQQAhIwJAICVBf0YNAANAICMgIk8NASAjICpGBEAgKiEpICpBwABqISoDQCApQQJ0KADIiAEgJXEhKCArICQgKCAmdGooAAByISsgKUEBaiEpICkgKkkNAAsLICNBAnQoAMhHQX9HBEAgI0ECdCgAyEcgA2shBSAjQQJ0KACIaCAjQQJ0KADIR2shESAjQQJ0KADIiAEhCAJAAkAgEUEQakEBICZ0Sw0AQQAhKQNAICQgCCApaiAlcSAmdGohKAJAICgoAAAgCEcNACAoKAAEIBFBAWpHDQAgEUEQTQRAIAX9AAAAQcgCIBFr/QAAAP1OIChBEGr9AAAA/VH9Uw0BBUEAIQYDQCAFIAZq/QAAACAoQRBqIAZq/QAAAP1R/VMNAiAGQRBqIQYgBkEQaiARSQ0ACyARQRBrIQYgBSAGav0AAAAgKEEQaiAGav0AAAD9Uf1TDQELICNBAnQgKCgACDYAiKkBDAMLICgoAARFDQEgKUEBaiEpIClBBEkNAAsLICdBAnQgIzYAyMkBICdBAWohJwsLICNBAWohIwwACwtBlOoBICc2AABBmOoBICs2AABB4IwDKAAAISRB5IwDKAAAISVB6IwDKAAAISZBACEnQQAhK0EAISpBACEjAkAgJUF/Rg0AA0AgIyAiTw0BICMgKkYEQCAqISkgKkHAAGohKgNAIClBAnQoAKCrAiAlcSEoICsgJCAoICZ0aigAAHIhKyApQQFqISkgKSAqSQ0ACwsgI0ECdCgAoOoBQX9HBEAgI0ECdCgAoOoBIANrIQUgI0ECdCgA4IoCICNBAnQoAKDqAWshESAjQQJ0KACgqwIhCAJAAkAgEUEQakEBICZ0Sw0AQQAhKQNAICQgCCApaiAlcSAmdGohKAJAICgoAAAgCEcNACAoKAAEIBFBAWpHDQAgEUEQTQRAIAX9AAAAQcgCIBFr/QAAAP1OIChBEGr9AAAA/VH9Uw0BBUEAIQYDQCAFIAZq/QAAACAoQRBqIAZq/QAAAP1R/VMNAiAGQRBqIQYgBkEQaiARSQ0ACyARQRBrIQYgBSAGav0AAAAgKEEQaiAGav0AAAD9Uf1TDQELICNBAnQgKCgACDYA4MsCDAMLICgoAARFDQEgKUEBaiEpIClBBEkNAAsLICdBAnQgIzYAoOwCICdBAWohJwsLICNBAWohIwwACwtB7IwDICc2AABB8IwDICs2AABBACAANgAAICIL/CZBAX8BfwF/AX8BfwF/AX8BfwF/AX4BfgF+AXwBfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BewF7AXsBewF7AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX4BfgF+AXsBewF7AX8BfwF/AX8BfwF/AX8BfwF/AX8BfP0MAgICAgICAgICAgICAgICAiEd/QwgICAgICAgICAgICAgICAgIR79DFxcXFxcXFxcXFxcXFxcXFwhH/0MMDAwMDAwMDAwMDAwMDAwMCEg/QwJCQkJCQkJCQkJCQkJCQkJISFEAAAAAAAA+H8hRAJAA0AgACABSw0BICIgAk8NASAAIQQCQCAELQAAQfsAcw0AIARBAWohBEEAISsDQCAELQAAQSJzDQECQAJAIAQoAAFBf3FBlcnwmX9sQRx2LQDYAiEsA0ACQAJAAkACQAJAAkAgLA4GAAECAwQFBwsgBCgAAEGi0pGTAnMgBCgAAUHpyInRA3NyBEAMBwsgK0EBcQ0JICtBAXIhKyAEQQVqIQQgBCAELQAAQSBGaiEEIAQtAABBInMNCSAEQQFqIQQgBCEFA0AgBP0AAAAgHf1RIB79KiAE/QAAACAf/SP9UP1kIQkgCUUEQCAEQRBqIQQMAQsLIAloIQkgCSA6RwRAIAkhOgsgBCA6aiEEIAQtAABBIkcEQCAELQAAQdwARw0KIAQQAaohBiAGQR92DQogBiEEIAQtAABBIkcNCgsgBEEBaiEEDAcLIAQpAABCosKNm/atnbf0AIUgBCkAAkLjxr2r542dkTqFhEIAUgRADAYLICtBAnENCCArQQJyISsgBEEKaiEEIAQgBC0AAEEgRmohBCAELQAAQSJzDQggBEEBaiEEIAQhBQNAIAT9AAAAIB39USAe/SogBP0AAAAgH/0j/VD9ZCEJIAlFBEAgBEEQaiEEDAELCyAJaCEJIAkgO0cEQCAJITsLIAQgO2ohBEHHmK34AiEIIAUhBiAFIAQgBWtBfHFqIQcCQANAIAYgB08NASAIQQ93IAYoAABzQbHz3fF5bCEIIAZBBGohBgwACwsgCEEPdyAGKAAAQQEgBCAGa0EDdHRBAWtxc0Gx893xeWwhCCAIIAhBD3ZzIQggIkECdCAFIANqNgDIRyAiQQJ0IAQgA2o2AIhoICJBAnQgCDYAyIgBIAQtAABBIkcNCCAEQQFqIQQMBgsgBCgAAEGixoWTB3MgBCgAA0HyyInRA3NyBEAMBQsgK0EEcQ0HICtBBHIhKyAEQQdqIQQgBCAELQAAQSBGaiEEIAQtAABBInMNByAEQQFqIQQgBCEFA0AgBP0AAAAgHf1RIB79KiAE/QAAACAf/SP9UP1kIQkgCUUEQCAEQRBqIQQMAQsLIAloIQkgCSA8RwRAIAkhPAsgBCA8aiEEQceYrfgCIQggBSEGIAUgBCAFa0F8cWohBwJAA0AgBiAHTw0BIAhBD3cgBigAAHNBsfPd8XlsIQggBkEEaiEGDAALCyAIQQ93IAYoAABBASAEIAZrQQN0dEEBa3FzQbHz3fF5bCEIIAggCEEPdnMhCCAiQQJ0IAUgA2o2AKDqASAiQQJ0IAQgA2o2AOCKAiAiQQJ0IAg2AKCrAiAELQAAQSJHDQcgBEEBaiEEDAULIAQpAABCosK1+9bOm7oihSAEKQABQuHavavnjZ2ROoWEQgBSBEAMBAsgK0EIcQ0GICtBCHIhKyAEQQlqIQQgBCAELQAAQSBGaiEEIAQtAABBLUYhCiAEIApqIQQgBCEFQgAhDwNAIAQpAABCsODAgYOGjJgwhSENIA0gDUL27Nmz586du/YAfIRCgIGChIiQoMCAf4MiDlAEQCAPQoDC1y9+IA0iDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gBEEIaiEEDAELCyAOeqdBA3YhDCAPIAxBA3QpAEB+IA1COCAMrUIDhn2GQgiGIg5CCn4gDkIIiHxC/4H8h/CfwP8AgyIOQuQAfiAOQhCIfEL//4OA8P8/gyIOQpDOAH4gDkIgiHxC/////w+DfCEPIAwgPUcEQCAMIT0LIAQgPWohBCAEIAVrIQwgDEUNBiAFLQAAQTBGBEAgDEEBSw0HC0EAIQsgBC0AAEEuRgRAIARBAWohBCAEIQcgDCEGA0AgBCkAAEKw4MCBg4aMmDCFIQ0gDSANQvbs2bPnzp279gB8hEKAgYKEiJCgwIB/gyIOUARAIA9CgMLXL34gDSIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAEQQhqIQQMAQsLIA56p0EDdiEMIA8gDEEDdCkAQH4gDUI4IAytQgOGfYZCCIYiDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gDCA+RwRAIAwhPgsgBCA+aiEEIAQgB2shCyALRQ0HIAYgC2ohDAsgDEEPSw0GIAtBAksNBiAPuUECIAtrQQN0KwCAAaIhECAQRAAANCb1awxDZA0GIAoEQEQAAAAAAAAAACAQoSEQCyAiQQN0IBA5APiMAwwECyAEKQAAQqLMyYvWjpmROoVCAFIEQAwDCyArQRBxDQUgK0EQciErIARBCGohBCAEIAQtAABBIEZqIQQgBCgAAEH05NWrBkYEQEQAAAAAAADwPyEQIARBBGohBAUgBCgAAEHmwrGbB3MgBCgAAUHh2M2rBnNyDQZEAAAAAAAAAAAhECAEQQVqIQQLICJBA3QgEDkAuM0DDAMLIAQoAABBosLRkwJzIAQoAAFB4eiJ0QNzcgRADAILICtBIHENBCArQSByISsgBEEFaiEEIAQgBC0AAEEgRmohBCAELQAAQSJGBEAgBEEBaiEEIAQoAABBsODAgQNzIRIgBCgABEGt4MDpAnMhEyAEKAAIQbDg0IIDcyEUIAQoAAxBsPTAgQNzIRUgBCgAEEG64MDxAnNB////B3EhFiAELQAKQSBGBEAgFEGAgNADcyEUCyASIBJB9uzZswdqciATIBNB/+zZ+wdqcnIgFCAUQfbs/bMHanJyIBUgFUH2/tmzB2pyciAWIBZB/+zZ+wdqcnJBgIGChHhxDQUgFEEYdkH/AXFBCmwgFUEAdkH/AXFqIRggFUEQdkH/AXFBCmwgFUEYdkH/AXFqIRkgFkEIdkH/AXFBCmwgFkEQdkH/AXFqIRogGEEYTw0FIBlBPE8NBSAaQTxPDQUgFEH//wNxIRQgEiBBcyATIEJzciAUIENzcgRAIBIhQSATIUIgFCFDIAQQACFECyBEIERiDQVBACEXIARBE2ohBiAGLQAAQS5GBEAgBCkAFEKw4MCBg4aMmDCFIQ0gDSANQvbs2bPnzp279gB8hEKAgYKEiJCgwIB/g3qnQQN2IQwgDEUNBiAMQQN0IREgDadBAUEYIBEgEUEYSxt0QQFrcSEXIBdBAHZB/wFxQQpsIBdBCHZB/wFxakEKbCAXQRB2Qf8BcWohFyAGIAxBAWpqIQYgDEEIRgRAIAYgBi0AAEEwa0EJTWohBgsLQQAhGwJAIAYtAABB2gBGBEAgBkEBaiEGDAELIAYtAABBIkYNACAGLQAAQS1GIQogCiAGLQAAQStGckUNBiAGKAABQbDg6IEDcyEcIAYtAAVBMHMhGyAcIBxB9uz9swdqckGAgYKEeHENBiAbQQpPDQYgHEEYdkH/AXFBCmwgG2ohGyAbQTxPDQYgHEEAdkH/AXFBCmwgHEEIdkH/AXFqIRwgHEEYTw0GIBxBPGwgG2ohGyAKBEBBACAbayEbCyAGQQZqIQYLIAYtAABBIkcNBSAYQTxsIBlqIBtrIRkgGUE8bCAaaiEaIEQgGkHoB2wgF2q3oCEQIAZBAWohBAUgBC0AAEEtRiEKIAQgCmohBCAEIQVCACEPA0AgBCkAAEKw4MCBg4aMmDCFIQ0gDSANQvbs2bPnzp279gB8hEKAgYKEiJCgwIB/gyIOUARAIA9CgMLXL34gDSIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAEQQhqIQQMAQsLIA56p0EDdiEMIA8gDEEDdCkAQH4gDUI4IAytQgOGfYZCCIYiDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gDCA/RwRAIAwhPwsgBCA/aiEEIAQgBWshDCAMRQ0FIAUtAABBMEYEQCAMQQFLDQYLIAxBD0sNBSAPuSEQIBCaIBAgChshEAsgIkEDdCAQOQD4jQQMAgsLIARBAWohBANAIAT9AAAAIB39USAe/SogBP0AAAAgH/0j/VD9ZCEJIAlFBEAgBEEQaiEEDAELCyAJaCEJIAkgLUcEQCAJIS0LIAQgLWohBCAELQAAQSJHDQIgBEEBaiEEIAQtAABBOnMNAiAEQQFqIQQgBCAELQAAQSBGaiEEIAQtAABBIkYEQCAEQQFqIQQDQCAE/QAAACAd/VEgHv0qIAT9AAAAIB/9I/1Q/WQhCSAJRQRAIARBEGohBAwBCwsgCWghCSAJIC5HBEAgCSEuCyAEIC5qIQQgBC0AAEEiRwRAIAQtAABB3ABHDQQgBBABqiEGIAZBH3YNBCAGIQQgBC0AAEEiRw0ECyAEQQFqIQQFIAQtAABB+wBGIAQtAABB2wBGcgRAIAQQAqohBiAGQR92DQQgBiEEBSAELQAAQfQARgRAIAQoAABB9OTVqwZzDQUgBEEEaiEEBSAELQAAQe4ARgRAIAQoAABB7uqx4wZzDQYgBEEEaiEEBSAELQAAQeYARgRAIAQoAABB5sKxmwdzIAQoAAFB4djNqwZzcg0HIARBBWohBAUgBC0AAEEtRiEKIAQgCmohBCAEIQUgBP0AAAAgIP1xICH9Kv1kQX9zIQkgCWghDCAMRQ0HIAUtAABBMEYEQCAMQQFLDQgLIAQgDGohBCAELQAAQS5GBEAgCSAMQQFqdmghCyALRQ0IIAwgC2ohDCAEIAtBAWpqIQQLIAxBD0sNBwsLCwsLCyAELQAAQSxGBEAgBEEBaiEEIAQgBC0AAEEgRmohBAwBCwsgBC8AAEH9FHMNACArQT9xQT9HDQAgIkECdCAAIANqNgDIBiAiQQJ0IARBAWogA2o2AIgnICJBAWohIiAEQQJqIQAMAQsLC0GI6gEoAAAhJEGM6gEoAAAhJUGQ6gEoAAAhJkEAISdBACErQQAhKkEAISMCQCAlQX9GDQADQCAjICJPDQEgIyAqRgRAICohKSAqQcAAaiEqA0AgKUECdCgAyIgBICVxISggKyAkICggJnRqKAAAciErIClBAWohKSApICpJDQALCyAjQQJ0KADIR0F/RwRAICNBAnQoAMhHIANrIQUgI0ECdCgAiGggI0ECdCgAyEdrIREgI0ECdCgAyIgBIQgCQAJAIBFBEGpBASAmdEsNAEEAISkDQCAkIAggKWogJXEgJnRqISgCQCAoKAAAIAhHDQAgKCgABCARQQFqRw0AIBFBEE0EQCAF/QAAAEHIAiARa/0AAAD9TiAoQRBq/QAAAP1R/VMNAQVBACEGA0AgBSAGav0AAAAgKEEQaiAGav0AAAD9Uf1TDQIgBkEQaiEGIAZBEGogEUkNAAsgEUEQayEGIAUgBmr9AAAAIChBEGogBmr9AAAA/VH9Uw0BCyAjQQJ0ICgoAAg2AIipAQwDCyAoKAAERQ0BIClBAWohKSApQQRJDQALCyAnQQJ0ICM2AMjJASAnQQFqIScLCyAjQQFqISMMAAsLQZTqASAnNgAAQZjqASArNgAAQeCMAygAACEkQeSMAygAACElQeiMAygAACEmQQAhJ0EAIStBACEqQQAhIwJAICVBf0YNAANAICMgIk8NASAjICpGBEAgKiEpICpBwABqISoDQCApQQJ0KACgqwIgJXEhKCArICQgKCAmdGooAAByISsgKUEBaiEpICkgKkkNAAsLICNBAnQoAKDqAUF/RwRAICNBAnQoAKDqASADayEFICNBAnQoAOCKAiAjQQJ0KACg6gFrIREgI0ECdCgAoKsCIQgCQAJAIBFBEGpBASAmdEsNAEEAISkDQCAkIAggKWogJXEgJnRqISgCQCAoKAAAIAhHDQAgKCgABCARQQFqRw0AIBFBEE0EQCAF/QAAAEHIAiARa/0AAAD9TiAoQRBq/QAAAP1R/VMNAQVBACEGA0AgBSAGav0AAAAgKEEQaiAGav0AAAD9Uf1TDQIgBkEQaiEGIAZBEGogEUkNAAsgEUEQayEGIAUgBmr9AAAAIChBEGogBmr9AAAA/VH9Uw0BCyAjQQJ0ICgoAAg2AODLAgwDCyAoKAAERQ0BIClBAWohKSApQQRJDQALCyAnQQJ0ICM2AKDsAiAnQQFqIScLCyAjQQFqISMMAAsLQeyMAyAnNgAAQfCMAyArNgAAQQAgADYAACAiCwvAAgEAQcAAC7gCAQAAAAAAAAAKAAAAAAAAAGQAAAAAAAAA6AMAAAAAAAAQJwAAAAAAAKCGAQAAAAAAQEIPAAAAAACAlpgAAAAAAAAAAAAAAPA/AAAAAAAAJEAAAAAAAABZQAAAAAAAQI9AAAAAAACIw0AAAAAAAGr4QAAAAACAhC5BAAAAANASY0EAAAAAhNeXQQAAAABlzc1BAAAAIF+gAkIAAADodkg3QgAAAKKUGm1CAABA5ZwwokIAAJAexLzWQgAANCb1awxDAIDgN3nDQUMAoNiFVzR2QwDITmdtwatDAD2RYORY4UNAjLV4Ha8VRFDv4tbkGktEktVNBs/wgET/////////////////////AAAAAAAAAAAAAAAAAAAAAAUGAQYGAgYGBgYEAwYABgYGBgIFBgEGBgYGBgMABgYE",
          rows: 1024,
          window: 75576,
          windowBytes: 65536,
          from: 840,
          to: 5000,
          at: 67320,
          numbers: [
            { array: 50808, place: 0 }, // amount
            { array: 59064, place: 1 }, // fraud
          ],
          texts: [
            // account
            {
              from: 9160,
              to: 13320,
              texts: [],
              coded: { hash: 17480, code: 21640, misses: 25800, cache: 29960, columns: [{ place: 0, domain: 0 }] },
            },
            // card
            {
              from: 29984,
              to: 34144,
              texts: [],
              coded: { hash: 38304, code: 42464, misses: 46624, cache: 50784, columns: [{ place: 1, domain: 1 }] },
            },
          ],
          nested: [],
        },
          (input, from, to, rows, row, most) => {
            const { bytes, view } = input
            const powers = tens
            const account_column = rows.codes[0]
            const card_column = rows.codes[1]
            const amount_column = rows.numbers[0]
            const fraud_column = rows.numbers[1]
            const table0 = input.codes[0]
            const { slots: slots0, words: words0 } = table0
            const mask0 = slots0.length - 1
            const table1 = input.codes[1]
            const { slots: slots1, words: words1 } = table1
            const mask1 = slots1.length - 1
            const ats = rows.at
            const starts = rows.from, ends = rows.to
            // Whole numbers for certain
            to |= 0
            row |= 0
            const first = row
            let beyond = (row + most) | 0
            const fieldAt = fieldsByName, lengths = nameLengths, way = ways
            const bit0 = bits0
            const columns0 = [null, account_column, card_column, amount_column, fraud_column, null]
            let seen0 = 0
            let year5 = 0, month5 = 0, day5 = 0, midnight5 = NaN
            let year6 = 0, month6 = 0, day6 = 0, midnight6 = NaN
            let line = from | 0, place = from | 0, mark = from | 0
            let done = 0, separator = 0, field = 0, start = 0, last = 0, word = 0, marks = 0, hash = 0, code = 0, at = 0, offset = 0
            let year = 0, month = 0, day = 0, hour = 0, second = 0, thousandth = 0, hours = 0, minutes = 0, seconds = 0, length = 0
            let value = 0, fraction = 0, decimal = 0
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
                  // account
                  done = 1
                  mark = place
                  if (!(view.getFloat64(place, true) === 1.239716877835385e+224 && view.getInt32(place + 8, true) === 574235252)) break ordered
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
                  account_column[row] = code
                  place++
                  // card
                  done = 2
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
                  card_column[row] = code
                  place++
                  // amount
                  done = 3
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
                  if ((view.getUint8(place) !== 44 && view.getUint8(place) !== 125) || fraction > 2 || value * powers[2 - fraction] > 1000000000000000 || place - start > 15) break ordered
                  value = value * powers[2 - fraction]
                  if (negative) value = 0 - value
                  amount_column[row] = value
                  // fraud
                  done = 4
                  mark = place
                  if (!(view.getFloat64(place, true) === 5.24283563304354e-143 && view.getInt32(place + 5, true) === 975332469)) break ordered
                  place += 9
                  if (view.getInt32(place, true) === 1702195828) {
                    value = 1
                    place += 4
                  } else if (view.getInt32(place, true) === 1936482662 && view.getInt32(place + 1, true) === 1702063201) {
                    value = 0
                    place += 5
                  } else break ordered
                  fraud_column[row] = value
                  // at
                  done = 5
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
                  done = 6
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
                    field = fieldAt[Math.imul(view.getInt32(place + 1, true), -214162283) >>> 28]
                    known: {
                      quick: for (;;) {
                        switch (field) {
                          case 0: // id
                            if (!(view.getInt32(place, true) === 577005858 && view.getInt32(place + 1, true) === 975332457)) {
                              field = 6
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
                          case 1: // account
                            if (!(view.getFloat64(place, true) === 6.978437341695044e+252 && view.getUint16(place + 8, true) === 14882)) {
                              field = 6
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
                            account_column[row] = code
                            place++
                            seen0 |= 2
                            break known
                          case 2: // card
                            if (!(view.getInt32(place, true) === 1918984994 && view.getInt32(place + 3, true) === 975332466)) {
                              field = 6
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
                            card_column[row] = code
                            place++
                            seen0 |= 4
                            break known
                          case 3: // amount
                            if (!(view.getFloat64(place, true) === 1.0471813006379201e-142 && view.getInt32(place + 5, true) === 975336558)) {
                              field = 6
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
                            if ((view.getUint8(place) !== 44 && view.getUint8(place) !== 125) || fraction > 2 || value * powers[2 - fraction] > 1000000000000000 || place - start > 15) break quick
                            value = value * powers[2 - fraction]
                            if (negative) value = 0 - value
                            amount_column[row] = value
                            seen0 |= 8
                            break known
                          case 4: // fraud
                            if (!(view.getFloat64(place, true) === 1.1607246402625484e-28)) {
                              field = 6
                              continue
                            }
                            place += 8
                            if (view.getUint8(place) === 32) place++
                            if (view.getInt32(place, true) === 1702195828) {
                              value = 1
                              place += 4
                            } else if (view.getInt32(place, true) === 1936482662 && view.getInt32(place + 1, true) === 1702063201) {
                              value = 0
                              place += 5
                            } else break quick
                            fraud_column[row] = value
                            seen0 |= 16
                            break known
                          case 5: // at
                            if (!(view.getInt32(place, true) === 578052386 && view.getInt32(place + 1, true) === 975336545)) {
                              field = 6
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
                            seen0 |= 32
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
                        case 1: // account
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
                        case 2: // card
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
                        case 4: // fraud
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
                        case 5: // at
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
                              if (year !== year6 || month !== month6 || day !== day6) {
                                year6 = year
                                month6 = month
                                day6 = day
                                midnight6 = decoding.isoTime(bytes, place, place + 10)
                              }
                              thousandth = (thousandth & 255) * 100 + ((thousandth >>> 8) & 255) * 10 + ((thousandth >>> 16) & 255)
                              value = midnight6 + ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandth
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
                if (seen0 !== 63) break lines
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
        const fieldsByName = Uint8Array.of(4, 3, 1, 4, 4, 0, 2, 4)
        const nameLengths = Int32Array.of(5, 7, 5, 5)
        const ways = Uint8Array.of(0, 1, 2, 3)
        const bits0 = Int32Array.of(1, 2, 4, 8)
        const seenBefore0 = Int32Array.of(0, 1, 3, 7, 15)
        // Lines as they mostly are, in WebAssembly; the function behind it reads those, too, and all others
        return decoding.plainLines({
          code: "AGFzbQEAAAABDgJgBH9/f38Bf2ABfwF8AisDBGZyb20DZGF5AAEEZnJvbQd0ZXh0RW5kAAEEZnJvbQh2YWx1ZUVuZAABAwUEAAAAAAUDAQACBy0FBXRpZ2h0AAMGc3BhY2VkAAQJc2NhdHRlcmVkAAUDYW55AAYGbWVtb3J5AgAKvWIE5hM+AX8BfwF/AX8BfwF/AX8BfwF/AX4BfgF+AXwBfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BewF7AXsBewF7AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX4BfgF+AXsBewF7AX8BfwF/AX8BfwF/AX8BfP0MAgICAgICAgICAgICAgICAiEd/QwgICAgICAgICAgICAgICAgIR79DFxcXFxcXFxcXFxcXFxcXFwhH/0MMDAwMDAwMDAwMDAwMDAwMCEg/QwJCQkJCQkJCQkJCQkJCQkJISFEAAAAAAAA+H8hQQJAA0AgACABSw0BICIgAk8NASAAIQQCQCAEKAAAQfvEpKMGcyAEKAADQeTE6JECc3INACAEQQdqIQQgBCEFA0AgBP0AAAAgHf1RIB79KiAE/QAAACAf/SP9UP1kIQkgCUUEQCAEQRBqIQQMAQsLIAloIQkgCSA6RwRAIAkhOgsgBCA6aiEEIAQpAABCotiIqbeumbkihSAEKQACQqLqzaumzoidIoWEQgBSBEAgBC0AAEHcAEcNASAEEAGqIQYgBkEfdg0BIAYhBCAEKQAAQqLYiKm3rpm5IoUgBCkAAkKi6s2rps6InSKFhEIAUg0BCyAEQQpqIQQgBCEFA0AgBP0AAAAgHf1RIB79KiAE/QAAACAf/SP9UP1kIQkgCUUEQCAEQRBqIQQMAQsLIAloIQkgCSA7RwRAIAkhOwsgBCA7aiEEQceYrfgCIQggBSEGIAUgBCAFa0F8cWohBwJAA0AgBiAHTw0BIAhBD3cgBigAAHNBsfPd8XlsIQggBkEEaiEGDAALCyAIQQ93IAYoAABBASAEIAZrQQN0dEEBa3FzQbHz3fF5bCEIIAggCEEPdnMhCCAiQQJ0IAUgA2o2ALBHICJBAnQgBCADajYA8GcgIkECdCAINgCwiAEgBCgAAEGi2Ij5BnMgBCgAA0Hv1onRA3NyDQAgBEEHaiEEIAQoAABB9OTVqwZGBEBEAAAAAAAA8D8hECAEQQRqIQQFIAQoAABB5sKxmwdzIAQoAAFB4djNqwZzcg0BRAAAAAAAAAAAIRAgBEEFaiEECyAiQQN0IBA5AIjqASAEKAAAQazEhKMHcyAEKAACQeHoidEDc3INACAEQQZqIQQgBC0AAEEiRgRAIARBAWohBCAEKAAAQbDgwIEDcyESIAQoAARBreDA6QJzIRMgBCgACEGw4NCCA3MhFCAEKAAMQbD0wIEDcyEVIAQoABBBuuDA8QJzQf///wdxIRYgBC0ACkEgRgRAIBRBgIDQA3MhFAsgEiASQfbs2bMHanIgEyATQf/s2fsHanJyIBQgFEH27P2zB2pyciAVIBVB9v7ZswdqcnIgFiAWQf/s2fsHanJyQYCBgoR4cQ0BIBRBGHZB/wFxQQpsIBVBAHZB/wFxaiEYIBVBEHZB/wFxQQpsIBVBGHZB/wFxaiEZIBZBCHZB/wFxQQpsIBZBEHZB/wFxaiEaIBhBGE8NASAZQTxPDQEgGkE8Tw0BIBRB//8DcSEUIBIgPnMgEyA/c3IgFCBAc3IEQCASIT4gEyE/IBQhQCAEEAAhQQsgQSBBYg0BQQAhFyAEQRNqIQYgBi0AAEEuRgRAIAQpABRCsODAgYOGjJgwhSENIA0gDUL27Nmz586du/YAfIRCgIGChIiQoMCAf4N6p0EDdiEMIAxFDQIgDEEDdCERIA2nQQFBGCARIBFBGEsbdEEBa3EhFyAXQQB2Qf8BcUEKbCAXQQh2Qf8BcWpBCmwgF0EQdkH/AXFqIRcgBiAMQQFqaiEGIAxBCEYEQCAGIAYtAABBMGtBCU1qIQYLC0EAIRsCQCAGLQAAQdoARgRAIAZBAWohBgwBCyAGLQAAQSJGDQAgBi0AAEEtRiEKIAogBi0AAEErRnJFDQIgBigAAUGw4OiBA3MhHCAGLQAFQTBzIRsgHCAcQfbs/bMHanJBgIGChHhxDQIgG0EKTw0CIBxBGHZB/wFxQQpsIBtqIRsgG0E8Tw0CIBxBAHZB/wFxQQpsIBxBCHZB/wFxaiEcIBxBGE8NAiAcQTxsIBtqIRsgCgRAQQAgG2shGwsgBkEGaiEGCyAGLQAAQSJHDQEgGEE8bCAZaiAbayEZIBlBPGwgGmohGiBBIBpB6AdsIBdqt6AhECAGQQFqIQQFIAQtAABBLUYhCiAEIApqIQQgBCEFQgAhDwNAIAQpAABCsODAgYOGjJgwhSENIA0gDUL27Nmz586du/YAfIRCgIGChIiQoMCAf4MiDlAEQCAPQoDC1y9+IA0iDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gBEEIaiEEDAELCyAOeqdBA3YhDCAPIAxBA3QpAEB+IA1COCAMrUIDhn2GQgiGIg5CCn4gDkIIiHxC/4H8h/CfwP8AgyIOQuQAfiAOQhCIfEL//4OA8P8/gyIOQpDOAH4gDkIgiHxC/////w+DfCEPIAwgPEcEQCAMITwLIAQgPGohBCAEIAVrIQwgDEUNASAFLQAAQTBGBEAgDEEBSw0CCyAMQQ9LDQEgD7khECAQmiAQIAobIRALICJBA3QgEDkAyKoCIAQvAABB/RRzDQAgIkECdCAAIANqNgCwBiAiQQJ0IARBAWogA2o2APAmICJBAWohIiAEQQJqIQAMAQsLC0Hw6QEoAAAhJEH06QEoAAAhJUH46QEoAAAhJkEAISdBACErQQAhKkEAISMCQCAlQX9GDQADQCAjICJPDQEgIyAqRgRAICohKSAqQcAAaiEqA0AgKUECdCgAsIgBICVxISggKyAkICggJnRqKAAAciErIClBAWohKSApICpJDQALCyAjQQJ0KACwR0F/RwRAICNBAnQoALBHIANrIQUgI0ECdCgA8GcgI0ECdCgAsEdrIREgI0ECdCgAsIgBIQgCQAJAIBFBEGpBASAmdEsNAEEAISkDQCAkIAggKWogJXEgJnRqISgCQCAoKAAAIAhHDQAgKCgABCARQQFqRw0AIBFBEE0EQCAF/QAAAEHIAiARa/0AAAD9TiAoQRBq/QAAAP1R/VMNAQVBACEGA0AgBSAGav0AAAAgKEEQaiAGav0AAAD9Uf1TDQIgBkEQaiEGIAZBEGogEUkNAAsgEUEQayEGIAUgBmr9AAAAIChBEGogBmr9AAAA/VH9Uw0BCyAjQQJ0ICgoAAg2APCoAQwDCyAoKAAERQ0BIClBAWohKSApQQRJDQALCyAnQQJ0ICM2ALDJASAnQQFqIScLCyAjQQFqISMMAAsLQfzpASAnNgAAQYDqASArNgAAQQAgADYAACAiC+cTPgF/AX8BfwF/AX8BfwF/AX8BfwF+AX4BfgF8AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AXsBewF7AXsBewF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF+AX4BfgF7AXsBewF/AX8BfwF/AX8BfwF/AXz9DAICAgICAgICAgICAgICAgIhHf0MICAgICAgICAgICAgICAgICEe/QxcXFxcXFxcXFxcXFxcXFxcIR/9DDAwMDAwMDAwMDAwMDAwMDAhIP0MCQkJCQkJCQkJCQkJCQkJCSEhRAAAAAAAAPh/IUECQANAIAAgAUsNASAiIAJPDQEgACEEAkAgBCkAAEL7xKSjpsSOkCKFQgBSDQAgBEEIaiEEIAQhBQNAIAT9AAAAIB39USAe/SogBP0AAAAgH/0j/VD9ZCEJIAlFBEAgBEEQaiEEDAELCyAJaCEJIAkgOkcEQCAJIToLIAQgOmohBCAEKQAAQqLYgJHS7tyy8gCFIAQpAARC9eaVk6fEjpAihYRCAFIEQCAELQAAQdwARw0BIAQQAaohBiAGQR92DQEgBiEEIAQpAABCotiAkdLu3LLyAIUgBCkABEL15pWTp8SOkCKFhEIAUg0BCyAEQQxqIQQgBCEFA0AgBP0AAAAgHf1RIB79KiAE/QAAACAf/SP9UP1kIQkgCUUEQCAEQRBqIQQMAQsLIAloIQkgCSA7RwRAIAkhOwsgBCA7aiEEQceYrfgCIQggBSEGIAUgBCAFa0F8cWohBwJAA0AgBiAHTw0BIAhBD3cgBigAAHNBsfPd8XlsIQggBkEEaiEGDAALCyAIQQ93IAYoAABBASAEIAZrQQN0dEEBa3FzQbHz3fF5bCEIIAggCEEPdnMhCCAiQQJ0IAUgA2o2ALBHICJBAnQgBCADajYA8GcgIkECdCAINgCwiAEgBCkAAEKi2ICR8u2akTqFIAQpAAFCrMCI+bbNiJ0ghYRCAFINACAEQQlqIQQgBCgAAEH05NWrBkYEQEQAAAAAAADwPyEQIARBBGohBAUgBCgAAEHmwrGbB3MgBCgAAUHh2M2rBnNyDQFEAAAAAAAAAAAhECAEQQVqIQQLICJBA3QgEDkAiOoBIAQpAABCrMCIicbOiJ0ghUIAUg0AIARBCGohBCAELQAAQSJGBEAgBEEBaiEEIAQoAABBsODAgQNzIRIgBCgABEGt4MDpAnMhEyAEKAAIQbDg0IIDcyEUIAQoAAxBsPTAgQNzIRUgBCgAEEG64MDxAnNB////B3EhFiAELQAKQSBGBEAgFEGAgNADcyEUCyASIBJB9uzZswdqciATIBNB/+zZ+wdqcnIgFCAUQfbs/bMHanJyIBUgFUH2/tmzB2pyciAWIBZB/+zZ+wdqcnJBgIGChHhxDQEgFEEYdkH/AXFBCmwgFUEAdkH/AXFqIRggFUEQdkH/AXFBCmwgFUEYdkH/AXFqIRkgFkEIdkH/AXFBCmwgFkEQdkH/AXFqIRogGEEYTw0BIBlBPE8NASAaQTxPDQEgFEH//wNxIRQgEiA+cyATID9zciAUIEBzcgRAIBIhPiATIT8gFCFAIAQQACFBCyBBIEFiDQFBACEXIARBE2ohBiAGLQAAQS5GBEAgBCkAFEKw4MCBg4aMmDCFIQ0gDSANQvbs2bPnzp279gB8hEKAgYKEiJCgwIB/g3qnQQN2IQwgDEUNAiAMQQN0IREgDadBAUEYIBEgEUEYSxt0QQFrcSEXIBdBAHZB/wFxQQpsIBdBCHZB/wFxakEKbCAXQRB2Qf8BcWohFyAGIAxBAWpqIQYgDEEIRgRAIAYgBi0AAEEwa0EJTWohBgsLQQAhGwJAIAYtAABB2gBGBEAgBkEBaiEGDAELIAYtAABBIkYNACAGLQAAQS1GIQogCiAGLQAAQStGckUNAiAGKAABQbDg6IEDcyEcIAYtAAVBMHMhGyAcIBxB9uz9swdqckGAgYKEeHENAiAbQQpPDQIgHEEYdkH/AXFBCmwgG2ohGyAbQTxPDQIgHEEAdkH/AXFBCmwgHEEIdkH/AXFqIRwgHEEYTw0CIBxBPGwgG2ohGyAKBEBBACAbayEbCyAGQQZqIQYLIAYtAABBIkcNASAYQTxsIBlqIBtrIRkgGUE8bCAaaiEaIEEgGkHoB2wgF2q3oCEQIAZBAWohBAUgBC0AAEEtRiEKIAQgCmohBCAEIQVCACEPA0AgBCkAAEKw4MCBg4aMmDCFIQ0gDSANQvbs2bPnzp279gB8hEKAgYKEiJCgwIB/gyIOUARAIA9CgMLXL34gDSIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAEQQhqIQQMAQsLIA56p0EDdiEMIA8gDEEDdCkAQH4gDUI4IAytQgOGfYZCCIYiDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gDCA8RwRAIAwhPAsgBCA8aiEEIAQgBWshDCAMRQ0BIAUtAABBMEYEQCAMQQFLDQILIAxBD0sNASAPuSEQIBCaIBAgChshEAsgIkEDdCAQOQDIqgIgBC8AAEH9FHMNACAiQQJ0IAAgA2o2ALAGICJBAnQgBEEBaiADajYA8CYgIkEBaiEiIARBAmohAAwBCwsLQfDpASgAACEkQfTpASgAACElQfjpASgAACEmQQAhJ0EAIStBACEqQQAhIwJAICVBf0YNAANAICMgIk8NASAjICpGBEAgKiEpICpBwABqISoDQCApQQJ0KACwiAEgJXEhKCArICQgKCAmdGooAAByISsgKUEBaiEpICkgKkkNAAsLICNBAnQoALBHQX9HBEAgI0ECdCgAsEcgA2shBSAjQQJ0KADwZyAjQQJ0KACwR2shESAjQQJ0KACwiAEhCAJAAkAgEUEQakEBICZ0Sw0AQQAhKQNAICQgCCApaiAlcSAmdGohKAJAICgoAAAgCEcNACAoKAAEIBFBAWpHDQAgEUEQTQRAIAX9AAAAQcgCIBFr/QAAAP1OIChBEGr9AAAA/VH9Uw0BBUEAIQYDQCAFIAZq/QAAACAoQRBqIAZq/QAAAP1R/VMNAiAGQRBqIQYgBkEQaiARSQ0ACyARQRBrIQYgBSAGav0AAAAgKEEQaiAGav0AAAD9Uf1TDQELICNBAnQgKCgACDYA8KgBDAMLICgoAARFDQEgKUEBaiEpIClBBEkNAAsLICdBAnQgIzYAsMkBICdBAWohJwsLICNBAWohIwwACwtB/OkBICc2AABBgOoBICs2AABBACAANgAAICILsiA+AX8BfwF/AX8BfwF/AX8BfwF/AX4BfgF+AXwBfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BewF7AXsBewF7AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX4BfgF+AXsBewF7AX8BfwF/AX8BfwF/AX8BfP0MIiIiIiIiIiIiIiIiIiIiIiE3/QwsLCwsLCwsLCwsLCwsLCwsITj9DAoKCgoKCgoKCgoKCgoKCgohOf0MAgICAgICAgICAgICAgICAiEd/QwgICAgICAgICAgICAgICAgIR79DFxcXFxcXFxcXFxcXFxcXFwhH/0MMDAwMDAwMDAwMDAwMDAwMCEg/QwJCQkJCQkJCQkJCQkJCQkJISFEAAAAAAAA+H8hQQJAA0AgACABSw0BICIgAk8NASAAIQQCQCAELQAAQfsAcw0AQQAgBDYA6AJBASEwIAQhLwNAIC/9AAAAIDj9IyAv/QAAASA3/SP9Tv1krUIAhiAv/QAAECA4/SMgL/0AABEgN/0j/U79ZK1CEIaEIC/9AAAgIDj9IyAv/QAAISA3/SP9Tv1krUIghoQgL/0AADAgOP0jIC/9AAAxIDf9I/1O/WStQjCGhCE2IC/9AAAAIDn9I/1krUIAhiAv/QAAECA5/SP9ZK1CEIaEIC/9AAAgIDn9I/1krUIghoQgL/0AADAgOf0j/WStQjCGhCE1IDYgNUJ/hSA1QgF9g4MhNiAwQQJ0IC8gNnqnajYA6AIgMCA2UEVqITAgNiA2QgF9gyE2IDBBAnQgLyA2eqdqNgDoAiAwIDZQRWohMCA2IDZCAX2DITYgMEECdCAvIDZ6p2o2AOgCIDAgNlBFaiEwIDYgNkIBfYMhNiAwQQJ0IC8gNnqnajYA6AIgMCA2UEVqITAgNiA2QgF9gyE2IDBBAnQgLyA2eqdqNgDoAiAwIDZQRWohMCA2IDZCAX2DITYDQCA2UEUEQCAwQQJ0IC8gNnqnajYA6AIgMCA2UEVqITAgNiA2QgF9gyE2DAELCyAwQSRLDQEgNVAEQCAvQcAAaiEvDAELCyAvIDV6p2pBAWshLyAvLQAAQf0ARw0AIDBBAnQgLzYA6AJBAEJ/NwCABkEAITJBACExA0AgMkECdCgA6AIhBSAFKQACIQ0gDUKixIiRosSIkSKFQoGChIiQoMCAAX0gDUKixIiRosSIkSKFQn+Fg0KAgYKEiJCgwIB/gyE0IA0gNCA0QgF9hYMhNCA0Qrum78adl7Gae35CPYinLQDgAiEGIAYgMjoAgAYgMSAyOgCIBiAxIAZBBEZqITEgMkEBaiEyIDIgMEkNAAtBACEzQQAtAIAGITIgMkH/AUYNACAyQQJ0ITIgMigA6AJBAWohBCAEKAAAQaLSkZMCcyAEKAABQenIidEDc3INACAEQQVqIQQgBC0AAEEicw0AIARBAWohBCAEIQUDQCAE/QAAACAd/VEgHv0qIAT9AAAAIB/9I/1Q/WQhCSAJRQRAIARBEGohBAwBCwsgCWghCSAJIDpHBEAgCSE6CyAEIDpqIQQgBC0AAEEiRwRAIAQtAABB3ABHDQEgBBABqiEGIAZBH3YNASAGIQQgBC0AAEEiRw0BCyAEQQFqIQQgBCAyKADsAkcNACAzQQFqITNBAC0AgQYhMiAyQf8BRg0AIDJBAnQhMiAyKADoAkEBaiEEIAQoAABBourNqwZzIAQoAANB5eSJ0QNzcg0AIARBB2ohBCAELQAAQSJzDQAgBEEBaiEEIAQhBQNAIAT9AAAAIB39USAe/SogBP0AAAAgH/0j/VD9ZCEJIAlFBEAgBEEQaiEEDAELCyAJaCEJIAkgO0cEQCAJITsLIAQgO2ohBEHHmK34AiEIIAUhBiAFIAQgBWtBfHFqIQcCQANAIAYgB08NASAIQQ93IAYoAABzQbHz3fF5bCEIIAZBBGohBgwACwsgCEEPdyAGKAAAQQEgBCAGa0EDdHRBAWtxc0Gx893xeWwhCCAIIAhBD3ZzIQggIkECdCAFIANqNgCwRyAiQQJ0IAQgA2o2APBnICJBAnQgCDYAsIgBIAQtAABBIkcNACAEQQFqIQQgBCAyKADsAkcNACAzQQFqITNBAC0AggYhMiAyQf8BRg0AIDJBAnQhMiAyKADoAkEBaiEEIAQoAABBot6tkwJzIAQoAAFB79aJ0QNzcg0AIARBBWohBCAEKAAAQfTk1asGRgRARAAAAAAAAPA/IRAgBEEEaiEEBSAEKAAAQebCsZsHcyAEKAABQeHYzasGc3INAUQAAAAAAAAAACEQIARBBWohBAsgIkEDdCAQOQCI6gEgBCAyKADsAkcNACAzQQFqITNBAC0AgwYhMiAyQf8BRg0AIDJBAnQhMiAyKADoAkEBaiEEIAQoAABBosLRkwJzIAQoAAFB4eiJ0QNzcg0AIARBBWohBCAELQAAQSJGBEAgBEEBaiEEIAQoAABBsODAgQNzIRIgBCgABEGt4MDpAnMhEyAEKAAIQbDg0IIDcyEUIAQoAAxBsPTAgQNzIRUgBCgAEEG64MDxAnNB////B3EhFiAELQAKQSBGBEAgFEGAgNADcyEUCyASIBJB9uzZswdqciATIBNB/+zZ+wdqcnIgFCAUQfbs/bMHanJyIBUgFUH2/tmzB2pyciAWIBZB/+zZ+wdqcnJBgIGChHhxDQEgFEEYdkH/AXFBCmwgFUEAdkH/AXFqIRggFUEQdkH/AXFBCmwgFUEYdkH/AXFqIRkgFkEIdkH/AXFBCmwgFkEQdkH/AXFqIRogGEEYTw0BIBlBPE8NASAaQTxPDQEgFEH//wNxIRQgEiA+cyATID9zciAUIEBzcgRAIBIhPiATIT8gFCFAIAQQACFBCyBBIEFiDQFBACEXIARBE2ohBiAGLQAAQS5GBEAgBCkAFEKw4MCBg4aMmDCFIQ0gDSANQvbs2bPnzp279gB8hEKAgYKEiJCgwIB/g3qnQQN2IQwgDEUNAiAMQQN0IREgDadBAUEYIBEgEUEYSxt0QQFrcSEXIBdBAHZB/wFxQQpsIBdBCHZB/wFxakEKbCAXQRB2Qf8BcWohFyAGIAxBAWpqIQYgDEEIRgRAIAYgBi0AAEEwa0EJTWohBgsLQQAhGwJAIAYtAABB2gBGBEAgBkEBaiEGDAELIAYtAABBIkYNACAGLQAAQS1GIQogCiAGLQAAQStGckUNAiAGKAABQbDg6IEDcyEcIAYtAAVBMHMhGyAcIBxB9uz9swdqckGAgYKEeHENAiAbQQpPDQIgHEEYdkH/AXFBCmwgG2ohGyAbQTxPDQIgHEEAdkH/AXFBCmwgHEEIdkH/AXFqIRwgHEEYTw0CIBxBPGwgG2ohGyAKBEBBACAbayEbCyAGQQZqIQYLIAYtAABBIkcNASAYQTxsIBlqIBtrIRkgGUE8bCAaaiEaIEEgGkHoB2wgF2q3oCEQIAZBAWohBAUgBC0AAEEtRiEKIAQgCmohBCAEIQVCACEPA0AgBCkAAEKw4MCBg4aMmDCFIQ0gDSANQvbs2bPnzp279gB8hEKAgYKEiJCgwIB/gyIOUARAIA9CgMLXL34gDSIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAEQQhqIQQMAQsLIA56p0EDdiEMIA8gDEEDdCkAQH4gDUI4IAytQgOGfYZCCIYiDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gDCA8RwRAIAwhPAsgBCA8aiEEIAQgBWshDCAMRQ0BIAUtAABBMEYEQCAMQQFLDQILIAxBD0sNASAPuSEQIBCaIBAgChshEAsgIkEDdCAQOQDIqgIgBCAyKADsAkcNACAzQQFqITMgMyAxaiAwRw0AA0AgMQRAIDFBAWshMSAxLQCIBiEyIDJBAnQhMiAyKADoAkEBaiEEIAQtAABBInMNAiAEQQFqIQQDQCAE/QAAACAd/VEgHv0qIAT9AAAAIB/9I/1Q/WQhCSAJRQRAIARBEGohBAwBCwsgCWghCSAJIC1HBEAgCSEtCyAEIC1qIQQgBC0AAEEiRw0CIARBAWohBCAELQAAQTpzDQIgBEEBaiEEIAQgBC0AAEEgRmohBCAELQAAQSJGBEAgBEEBaiEEA0AgBP0AAAAgHf1RIB79KiAE/QAAACAf/SP9UP1kIQkgCUUEQCAEQRBqIQQMAQsLIAloIQkgCSAuRwRAIAkhLgsgBCAuaiEEIAQtAABBIkcEQCAELQAAQdwARw0EIAQQAaohBiAGQR92DQQgBiEEIAQtAABBIkcNBAsgBEEBaiEEBSAELQAAQfsARiAELQAAQdsARnIEQCAEEAKqIQYgBkEfdg0EIAYhBAUgBC0AAEH0AEYEQCAEKAAAQfTk1asGcw0FIARBBGohBAUgBC0AAEHuAEYEQCAEKAAAQe7qseMGcw0GIARBBGohBAUgBC0AAEHmAEYEQCAEKAAAQebCsZsHcyAEKAABQeHYzasGc3INByAEQQVqIQQFIAQtAABBLUYhCiAEIApqIQQgBCEFIAT9AAAAICD9cSAh/Sr9ZEF/cyEJIAloIQwgDEUNByAFLQAAQTBGBEAgDEEBSw0ICyAEIAxqIQQgBC0AAEEuRgRAIAkgDEEBanZoIQsgC0UNCCAMIAtqIQwgBCALQQFqaiEECyAMQQ9LDQcLCwsLCyAEIDIoAOwCRw0CDAELCyAwQQJ0KADoAiEEICJBAnQgACADajYAsAYgIkECdCAEQQFqIANqNgDwJiAiQQFqISIgBEECaiEADAELCwtB8OkBKAAAISRB9OkBKAAAISVB+OkBKAAAISZBACEnQQAhK0EAISpBACEjAkAgJUF/Rg0AA0AgIyAiTw0BICMgKkYEQCAqISkgKkHAAGohKgNAIClBAnQoALCIASAlcSEoICsgJCAoICZ0aigAAHIhKyApQQFqISkgKSAqSQ0ACwsgI0ECdCgAsEdBf0cEQCAjQQJ0KACwRyADayEFICNBAnQoAPBnICNBAnQoALBHayERICNBAnQoALCIASEIAkACQCARQRBqQQEgJnRLDQBBACEpA0AgJCAIIClqICVxICZ0aiEoAkAgKCgAACAIRw0AICgoAAQgEUEBakcNACARQRBNBEAgBf0AAABByAIgEWv9AAAA/U4gKEEQav0AAAD9Uf1TDQEFQQAhBgNAIAUgBmr9AAAAIChBEGogBmr9AAAA/VH9Uw0CIAZBEGohBiAGQRBqIBFJDQALIBFBEGshBiAFIAZq/QAAACAoQRBqIAZq/QAAAP1R/VMNAQsgI0ECdCAoKAAINgDwqAEMAwsgKCgABEUNASApQQFqISkgKUEESQ0ACwsgJ0ECdCAjNgCwyQEgJ0EBaiEnCwsgI0EBaiEjDAALC0H86QEgJzYAAEGA6gEgKzYAAEEAIAA2AAAgIgu1Gj4BfwF/AX8BfwF/AX8BfwF/AX8BfgF+AX4BfAF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF7AXsBewF7AXsBfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfwF/AX8BfgF+AX4BewF7AXsBfwF/AX8BfwF/AX8BfwF8/QwCAgICAgICAgICAgICAgICIR39DCAgICAgICAgICAgICAgICAhHv0MXFxcXFxcXFxcXFxcXFxcXCEf/QwwMDAwMDAwMDAwMDAwMDAwISD9DAkJCQkJCQkJCQkJCQkJCQkhIUQAAAAAAAD4fyFBAkADQCAAIAFLDQEgIiACTw0BIAAhBAJAIAQtAABB+wBzDQAgBEEBaiEEQQAhKwNAIAQtAABBInMNAQJAAkAgBCgAAUF/cUHn+t7yeWxBHXYtANgCISwDQAJAAkACQAJAICwOBAABAgMFCyAEKAAAQaLSkZMCcyAEKAABQenIidEDc3IEQAwFCyArQQFxDQcgK0EBciErIARBBWohBCAEIAQtAABBIEZqIQQgBC0AAEEicw0HIARBAWohBCAEIQUDQCAE/QAAACAd/VEgHv0qIAT9AAAAIB/9I/1Q/WQhCSAJRQRAIARBEGohBAwBCwsgCWghCSAJIDpHBEAgCSE6CyAEIDpqIQQgBC0AAEEiRwRAIAQtAABB3ABHDQggBBABqiEGIAZBH3YNCCAGIQQgBC0AAEEiRw0ICyAEQQFqIQQMBQsgBCgAAEGi6s2rBnMgBCgAA0Hl5InRA3NyBEAMBAsgK0ECcQ0GICtBAnIhKyAEQQdqIQQgBCAELQAAQSBGaiEEIAQtAABBInMNBiAEQQFqIQQgBCEFA0AgBP0AAAAgHf1RIB79KiAE/QAAACAf/SP9UP1kIQkgCUUEQCAEQRBqIQQMAQsLIAloIQkgCSA7RwRAIAkhOwsgBCA7aiEEQceYrfgCIQggBSEGIAUgBCAFa0F8cWohBwJAA0AgBiAHTw0BIAhBD3cgBigAAHNBsfPd8XlsIQggBkEEaiEGDAALCyAIQQ93IAYoAABBASAEIAZrQQN0dEEBa3FzQbHz3fF5bCEIIAggCEEPdnMhCCAiQQJ0IAUgA2o2ALBHICJBAnQgBCADajYA8GcgIkECdCAINgCwiAEgBC0AAEEiRw0GIARBAWohBAwECyAEKAAAQaLerZMCcyAEKAABQe/WidEDc3IEQAwDCyArQQRxDQUgK0EEciErIARBBWohBCAEIAQtAABBIEZqIQQgBCgAAEH05NWrBkYEQEQAAAAAAADwPyEQIARBBGohBAUgBCgAAEHmwrGbB3MgBCgAAUHh2M2rBnNyDQZEAAAAAAAAAAAhECAEQQVqIQQLICJBA3QgEDkAiOoBDAMLIAQoAABBosLRkwJzIAQoAAFB4eiJ0QNzcgRADAILICtBCHENBCArQQhyISsgBEEFaiEEIAQgBC0AAEEgRmohBCAELQAAQSJGBEAgBEEBaiEEIAQoAABBsODAgQNzIRIgBCgABEGt4MDpAnMhEyAEKAAIQbDg0IIDcyEUIAQoAAxBsPTAgQNzIRUgBCgAEEG64MDxAnNB////B3EhFiAELQAKQSBGBEAgFEGAgNADcyEUCyASIBJB9uzZswdqciATIBNB/+zZ+wdqcnIgFCAUQfbs/bMHanJyIBUgFUH2/tmzB2pyciAWIBZB/+zZ+wdqcnJBgIGChHhxDQUgFEEYdkH/AXFBCmwgFUEAdkH/AXFqIRggFUEQdkH/AXFBCmwgFUEYdkH/AXFqIRkgFkEIdkH/AXFBCmwgFkEQdkH/AXFqIRogGEEYTw0FIBlBPE8NBSAaQTxPDQUgFEH//wNxIRQgEiA+cyATID9zciAUIEBzcgRAIBIhPiATIT8gFCFAIAQQACFBCyBBIEFiDQVBACEXIARBE2ohBiAGLQAAQS5GBEAgBCkAFEKw4MCBg4aMmDCFIQ0gDSANQvbs2bPnzp279gB8hEKAgYKEiJCgwIB/g3qnQQN2IQwgDEUNBiAMQQN0IREgDadBAUEYIBEgEUEYSxt0QQFrcSEXIBdBAHZB/wFxQQpsIBdBCHZB/wFxakEKbCAXQRB2Qf8BcWohFyAGIAxBAWpqIQYgDEEIRgRAIAYgBi0AAEEwa0EJTWohBgsLQQAhGwJAIAYtAABB2gBGBEAgBkEBaiEGDAELIAYtAABBIkYNACAGLQAAQS1GIQogCiAGLQAAQStGckUNBiAGKAABQbDg6IEDcyEcIAYtAAVBMHMhGyAcIBxB9uz9swdqckGAgYKEeHENBiAbQQpPDQYgHEEYdkH/AXFBCmwgG2ohGyAbQTxPDQYgHEEAdkH/AXFBCmwgHEEIdkH/AXFqIRwgHEEYTw0GIBxBPGwgG2ohGyAKBEBBACAbayEbCyAGQQZqIQYLIAYtAABBIkcNBSAYQTxsIBlqIBtrIRkgGUE8bCAaaiEaIEEgGkHoB2wgF2q3oCEQIAZBAWohBAUgBC0AAEEtRiEKIAQgCmohBCAEIQVCACEPA0AgBCkAAEKw4MCBg4aMmDCFIQ0gDSANQvbs2bPnzp279gB8hEKAgYKEiJCgwIB/gyIOUARAIA9CgMLXL34gDSIOQgp+IA5CCIh8Qv+B/Ifwn8D/AIMiDkLkAH4gDkIQiHxC//+DgPD/P4MiDkKQzgB+IA5CIIh8Qv////8Pg3whDyAEQQhqIQQMAQsLIA56p0EDdiEMIA8gDEEDdCkAQH4gDUI4IAytQgOGfYZCCIYiDkIKfiAOQgiIfEL/gfyH8J/A/wCDIg5C5AB+IA5CEIh8Qv//g4Dw/z+DIg5CkM4AfiAOQiCIfEL/////D4N8IQ8gDCA8RwRAIAwhPAsgBCA8aiEEIAQgBWshDCAMRQ0FIAUtAABBMEYEQCAMQQFLDQYLIAxBD0sNBSAPuSEQIBCaIBAgChshEAsgIkEDdCAQOQDIqgIMAgsLIARBAWohBANAIAT9AAAAIB39USAe/SogBP0AAAAgH/0j/VD9ZCEJIAlFBEAgBEEQaiEEDAELCyAJaCEJIAkgLUcEQCAJIS0LIAQgLWohBCAELQAAQSJHDQIgBEEBaiEEIAQtAABBOnMNAiAEQQFqIQQgBCAELQAAQSBGaiEEIAQtAABBIkYEQCAEQQFqIQQDQCAE/QAAACAd/VEgHv0qIAT9AAAAIB/9I/1Q/WQhCSAJRQRAIARBEGohBAwBCwsgCWghCSAJIC5HBEAgCSEuCyAEIC5qIQQgBC0AAEEiRwRAIAQtAABB3ABHDQQgBBABqiEGIAZBH3YNBCAGIQQgBC0AAEEiRw0ECyAEQQFqIQQFIAQtAABB+wBGIAQtAABB2wBGcgRAIAQQAqohBiAGQR92DQQgBiEEBSAELQAAQfQARgRAIAQoAABB9OTVqwZzDQUgBEEEaiEEBSAELQAAQe4ARgRAIAQoAABB7uqx4wZzDQYgBEEEaiEEBSAELQAAQeYARgRAIAQoAABB5sKxmwdzIAQoAAFB4djNqwZzcg0HIARBBWohBAUgBC0AAEEtRiEKIAQgCmohBCAEIQUgBP0AAAAgIP1xICH9Kv1kQX9zIQkgCWghDCAMRQ0HIAUtAABBMEYEQCAMQQFLDQgLIAQgDGohBCAELQAAQS5GBEAgCSAMQQFqdmghCyALRQ0IIAwgC2ohDCAEIAtBAWpqIQQLIAxBD0sNBwsLCwsLCyAELQAAQSxGBEAgBEEBaiEEIAQgBC0AAEEgRmohBAwBCwsgBC8AAEH9FHMNACArQQ9xQQ9HDQAgIkECdCAAIANqNgCwBiAiQQJ0IARBAWogA2o2APAmICJBAWohIiAEQQJqIQAMAQsLC0Hw6QEoAAAhJEH06QEoAAAhJUH46QEoAAAhJkEAISdBACErQQAhKkEAISMCQCAlQX9GDQADQCAjICJPDQEgIyAqRgRAICohKSAqQcAAaiEqA0AgKUECdCgAsIgBICVxISggKyAkICggJnRqKAAAciErIClBAWohKSApICpJDQALCyAjQQJ0KACwR0F/RwRAICNBAnQoALBHIANrIQUgI0ECdCgA8GcgI0ECdCgAsEdrIREgI0ECdCgAsIgBIQgCQAJAIBFBEGpBASAmdEsNAEEAISkDQCAkIAggKWogJXEgJnRqISgCQCAoKAAAIAhHDQAgKCgABCARQQFqRw0AIBFBEE0EQCAF/QAAAEHIAiARa/0AAAD9TiAoQRBq/QAAAP1R/VMNAQVBACEGA0AgBSAGav0AAAAgKEEQaiAGav0AAAD9Uf1TDQIgBkEQaiEGIAZBEGogEUkNAAsgEUEQayEGIAUgBmr9AAAAIChBEGogBmr9AAAA/VH9Uw0BCyAjQQJ0ICgoAAg2APCoAQwDCyAoKAAERQ0BIClBAWohKSApQQRJDQALCyAnQQJ0ICM2ALDJASAnQQFqIScLCyAjQQFqISMMAAsLQfzpASAnNgAAQYDqASArNgAAQQAgADYAACAiCwuwAgEAQcAAC6gCAQAAAAAAAAAKAAAAAAAAAGQAAAAAAAAA6AMAAAAAAAAQJwAAAAAAAKCGAQAAAAAAQEIPAAAAAACAlpgAAAAAAAAAAAAAAPA/AAAAAAAAJEAAAAAAAABZQAAAAAAAQI9AAAAAAACIw0AAAAAAAGr4QAAAAACAhC5BAAAAANASY0EAAAAAhNeXQQAAAABlzc1BAAAAIF+gAkIAAADodkg3QgAAAKKUGm1CAABA5ZwwokIAAJAexLzWQgAANCb1awxDAIDgN3nDQUMAoNiFVzR2QwDITmdtwatDAD2RYORY4UNAjLV4Ha8VRFDv4tbkGktEktVNBs/wgET/////////////////////AAAAAAAAAAAAAAAAAAAAAAQDAQQEAAIEAgMEBAQBAAQ=",
          rows: 1024,
          window: 46472,
          windowBytes: 65536,
          from: 816,
          to: 4976,
          at: 38216,
          numbers: [
            { array: 29960, place: 0 }, // ok
          ],
          texts: [
            // user
            {
              from: 9136,
              to: 13296,
              texts: [],
              coded: { hash: 17456, code: 21616, misses: 25776, cache: 29936, columns: [{ place: 0, domain: 0 }] },
            },
          ],
          nested: [],
        },
          (input, from, to, rows, row, most) => {
            const { bytes, view } = input
            const powers = tens
            const user_column = rows.codes[0]
            const ok_column = rows.numbers[0]
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
            const columns0 = [null, user_column, ok_column, null]
            let seen0 = 0
            let year3 = 0, month3 = 0, day3 = 0, midnight3 = NaN
            let year4 = 0, month4 = 0, day4 = 0, midnight4 = NaN
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
                  // ok
                  done = 2
                  mark = place
                  if (!(view.getInt32(place, true) === 1802445356 && view.getUint16(place + 4, true) === 14882)) break ordered
                  place += 6
                  if (view.getInt32(place, true) === 1702195828) {
                    value = 1
                    place += 4
                  } else if (view.getInt32(place, true) === 1936482662 && view.getInt32(place + 1, true) === 1702063201) {
                    value = 0
                    place += 5
                  } else break ordered
                  ok_column[row] = value
                  // at
                  done = 3
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
                      if (year !== year3 || month !== month3 || day !== day3) {
                        year3 = year
                        month3 = month
                        day3 = day
                        midnight3 = decoding.isoTime(bytes, place, place + 10)
                      }
                      thousandth = (thousandth & 255) * 100 + ((thousandth >>> 8) & 255) * 10 + ((thousandth >>> 16) & 255)
                      value = midnight3 + ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandth
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
                  done = 4
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
                    field = fieldAt[Math.imul(view.getInt32(place + 1, true), -1638417049) >>> 29]
                    known: {
                      quick: for (;;) {
                        switch (field) {
                          case 0: // id
                            if (!(view.getInt32(place, true) === 577005858 && view.getInt32(place + 1, true) === 975332457)) {
                              field = 4
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
                          case 1: // user
                            if (!(view.getInt32(place, true) === 1702065442 && view.getInt32(place + 3, true) === 975336037)) {
                              field = 4
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
                          case 2: // ok
                            if (!(view.getInt32(place, true) === 577466146 && view.getInt32(place + 1, true) === 975334255)) {
                              field = 4
                              continue
                            }
                            place += 5
                            if (view.getUint8(place) === 32) place++
                            if (view.getInt32(place, true) === 1702195828) {
                              value = 1
                              place += 4
                            } else if (view.getInt32(place, true) === 1936482662 && view.getInt32(place + 1, true) === 1702063201) {
                              value = 0
                              place += 5
                            } else break quick
                            ok_column[row] = value
                            seen0 |= 4
                            break known
                          case 3: // at
                            if (!(view.getInt32(place, true) === 578052386 && view.getInt32(place + 1, true) === 975336545)) {
                              field = 4
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
                                if (year !== year3 || month !== month3 || day !== day3) {
                                  year3 = year
                                  month3 = month
                                  day3 = day
                                  midnight3 = decoding.isoTime(bytes, place, place + 10)
                                }
                                thousandth = (thousandth & 255) * 100 + ((thousandth >>> 8) & 255) * 10 + ((thousandth >>> 16) & 255)
                                value = midnight3 + ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandth
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
                        case 0: // id
                          if (view.getUint8(place) <= 32) while (view.getUint8(place) === 32 || view.getUint8(place) === 9 || view.getUint8(place) === 13) place++
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
                        case 2: // ok
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
    ],
    cellDecoders: [
      // Payment
      (() => {
        const tens = Float64Array.of(1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000, 10000000000000, 100000000000000, 1000000000000000, 10000000000000000, 100000000000000000, 1000000000000000000, 10000000000000000000, 100000000000000000000, 1e+21, 1e+22)
        return (input, from, to, rows, row, most) => {
          const { bytes, view } = input
          const powers = tens
          const account_column = rows.codes[0]
          const card_column = rows.codes[1]
          const amount_column = rows.numbers[0]
          const fraud_column = rows.numbers[1]
          const table0 = input.codes[0]
          const { slots: slots0, words: words0 } = table0
          const mask0 = slots0.length - 1
          const table1 = input.codes[1]
          const { slots: slots1, words: words1 } = table1
          const mask1 = slots1.length - 1
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
          let year5 = 0, month5 = 0, day5 = 0, midnight5 = NaN
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
                case 1: // account
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
                  account_column[row] = code
                  break
                case 2: // card
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
                  card_column[row] = code
                  break
                case 3: // amount
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
                  amount_column[row] = value
                  break
                case 4: // fraud
                  if (view.getInt32(place, true) === 1702195828) {
                    value = 1
                    place += 4
                  } else if (view.getInt32(place, true) === 1936482662 && view.getInt32(place + 1, true) === 1702063201) {
                    value = 0
                    place += 5
                  } else break lines
                  fraud_column[row] = value
                  break
                case 5: // at
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
          const user_column = rows.codes[0]
          const ok_column = rows.numbers[0]
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
          let year3 = 0, month3 = 0, day3 = 0, midnight3 = NaN
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
                case 2: // ok
                  if (view.getInt32(place, true) === 1702195828) {
                    value = 1
                    place += 4
                  } else if (view.getInt32(place, true) === 1936482662 && view.getInt32(place + 1, true) === 1702063201) {
                    value = 0
                    place += 5
                  } else break lines
                  ok_column[row] = value
                  break
                case 3: // at
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
                      if (year !== year3 || month !== month3 || day !== day3) {
                        year3 = year
                        month3 = month
                        day3 = day
                        midnight3 = decoding.isoTime(bytes, place, place + 10)
                      }
                      thousandth = (thousandth & 255) * 100 + ((thousandth >>> 8) & 255) * 10 + ((thousandth >>> 16) & 255)
                      value = midnight3 + ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandth
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
      (events, from, to, rows, row, codes, leaves) => {
        const codes0 = rows.codes[0]
        const codes0_2 = codes[0]
        const codes1 = rows.codes[1]
        const codes1_2 = codes[1]
        const numbers0 = rows.numbers[0]
        const numbers1 = rows.numbers[1]
        const ats = rows.at
        let next = from
        try {
          for (let place = row; next < to; next++, place++) {
            const event = events[next]
            const { id, account, card, amount, fraud, at } = event
            if (!decoding.isPlain(event)) break
            let count = 6
            for (const name in event) count--
            if ((count !== 0 && !decoding.isFlat(event)) || event.toJSON !== undefined) break
            if (typeof id !== "string") break
            if (typeof account !== "string") break
            if (typeof card !== "string") break
            const amountInside = decoding.decimal(amount, 2)
            if (Number.isNaN(amountInside)) break
            numbers0[place] = amountInside
            if (typeof fraud !== "boolean") break
            numbers1[place] = Number(fraud)
            const atInside = decoding.time(at, false)
            if (Number.isNaN(atInside)) break
            ats[place] = atInside
            codes0[place] = codes0_2.codeOfText(account)
            codes1[place] = codes1_2.codeOfText(card)
          }
        } catch {
          // What throws when it is read is refused in the slow way.
        }
        return next - from
      },
      // Login
      (events, from, to, rows, row, codes, leaves) => {
        const codes0 = rows.codes[0]
        const codes0_2 = codes[0]
        const numbers0 = rows.numbers[0]
        const ats = rows.at
        let next = from
        try {
          for (let place = row; next < to; next++, place++) {
            const event = events[next]
            const { id, user, ok, at } = event
            if (!decoding.isPlain(event)) break
            let count = 4
            for (const name in event) count--
            if ((count !== 0 && !decoding.isFlat(event)) || event.toJSON !== undefined) break
            if (typeof id !== "string") break
            if (typeof user !== "string") break
            if (typeof ok !== "boolean") break
            numbers0[place] = Number(ok)
            const atInside = decoding.time(at, false)
            if (Number.isNaN(atInside)) break
            ats[place] = atInside
            codes0[place] = codes0_2.codeOfText(user)
          }
        } catch {
          // What throws when it is read is refused in the slow way.
        }
        return next - from
      },
    ],
    selects: [
      // Payment
      (rows, order, from, to, chosen) => {
        const type = rows.type
        let count = 0
        for (let place = from; place < to; place++) {
          const row = order[place]
          if (type[row] === 0) chosen[count++] = place
        }
        return count
      },
      // Login where not each.ok
      (rows, order, from, to, chosen) => {
        const type = rows.type
        const ok = rows.numbers[0]
        let count = 0
        for (let place = from; place < to; place++) {
          const row = order[place]
          if (
            type[row] === 1 &&
            !(ok[row] === 1)
          ) chosen[count++] = place
        }
        return count
      },
      // Payment where each.fraud
      (rows, order, from, to, chosen) => {
        const type = rows.type
        const fraud = rows.numbers[1]
        let count = 0
        for (let place = from; place < to; place++) {
          const row = order[place]
          if (
            type[row] === 0 &&
            fraud[row] === 1
          ) chosen[count++] = place
        }
        return count
      },
      // Payment where (((sum(each.amount) per account over 1 minute > 500) and (number(event.amount) > (3 * avg(each.amount) per account over previous 30 days))) and (count() per account over 1 hour >= 5))
      (rows, order, from, to, chosen) => {
        const type = rows.type
        const sum_2 = rows.numbers[2]
        const amount = rows.numbers[0]
        const avg_2 = rows.numbers[3]
        const count_2 = rows.numbers[7]
        let count = 0
        for (let place = from; place < to; place++) {
          const row = order[place]
          if (
            type[row] === 0 &&
            (huge(sum_2[row]) || sum_2[row] > 50000 && amount[row] / 100 > 3 * avg_2[row] && count_2[row] >= 5)
          ) chosen[count++] = place
        }
        return count
      },
      // Payment where ((((number(event.amount) > (2 * habit[event.account])) and (failed[event.account] > 3)) and (sum(each.amount where each.fraud) per card over 30 days > 0)) and (sum(each.amount) per account over 30 days > 100))
      (rows, order, from, to, chosen) => {
        const type = rows.type
        const amount = rows.numbers[0]
        const habit = rows.numbers[5]
        const failed = rows.numbers[8]
        const sum_3 = rows.numbers[9]
        const sum_4 = rows.numbers[6]
        let count = 0
        for (let place = from; place < to; place++) {
          const row = order[place]
          if (
            type[row] === 0 &&
            (huge(sum_3[row]) || huge(sum_4[row]) || amount[row] / 100 > 2 * habit[row] && failed[row] > 3 && sum_3[row] > 0 && sum_4[row] > 10000)
          ) chosen[count++] = place
        }
        return count
      },
    ],
    rowValues: [
      // each.amount of Payment
      (rows, order, chosen, count, values) => {
        const amount = rows.numbers[0]
        for (let place = 0; place < count; place++) {
          const row = order[chosen[place]]
          values[place] = amount[row]
        }
      },
      // each.amount of Payment
      (rows, order, chosen, count, values) => {
        const amount = rows.numbers[0]
        for (let place = 0; place < count; place++) {
          const row = order[chosen[place]]
          values[place] = amount[row]
        }
      },
    ],
  }
}

export const rules = { manifest, create }
