import { readdirSync } from 'node:fs'
import { build } from 'esbuild'

const folder = new URL('../web/islands/', import.meta.url).pathname
const entryPoints = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => folder + name)

// Small scripts for the browser, one a page that gains from it; every page works without them.
await build({
  entryPoints,
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2020',
  outdir: new URL('../web/assets/islands/', import.meta.url).pathname,
})
