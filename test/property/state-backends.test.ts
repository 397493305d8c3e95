import { type StateBackendUnderTest, testStateBackend } from "../conformance/state-backend.ts"
import { MapColdStore } from "../support/map-cold-store.ts"

const memory: StateBackendUnderTest = {
  open: () => ({ cold: undefined, save: () => undefined, returned: 0, close: () => {} }),
  share: 0.3,
  evicts: false,
}
/** Keys leave memory for a map, which is obvious. */
const map: StateBackendUnderTest = {
  open(memoryBytes, saved) {
    const store = new MapColdStore(saved as MapColdStore["sealed"] | undefined)
    return {
      cold: { store, memoryBytes },
      save: ({ cold }) => (cold === undefined ? undefined : store.sealed),
      get returned() {
        return store.takes
      },
      close: () => {},
    }
  },
  share: 1,
  evicts: true,
}

testStateBackend("memory", memory)
testStateBackend("memory and a map", map)
