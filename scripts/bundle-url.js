// Stands for import.meta.url in the CommonJS bundles; only what a library asks about itself needs it.
export const __bundleUrl = `file://${__filename}`;
