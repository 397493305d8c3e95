import module from "node:module"

/**
 * Imports a file by its URL as an ES module, whatever the folder around it says: else Node reads a `.js` file twice, and warns of it. A file of its own,
 * since the quick form's script cannot import: it is handed this function.
 */
export async function importModule(url: string): Promise<Readonly<Record<string, unknown>>> {
  // Node 20 has no such hooks.
  if (!("registerHooks" in module)) return import(url)
  const hooks = module.registerHooks({
    load: (each, context, next) => next(each, each === url ? { ...context, format: "module" } : context),
  })
  try {
    return await import(url)
  } finally {
    hooks.deregister()
  }
}
