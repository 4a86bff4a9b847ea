import { dirname, join, normalize } from 'node:path'

export type SourceFile = { path: string; text: string }

/** From the ground up: a folder imports only from those before it. */
export const tiers =
  'kernel platform ledger region identity household organisation contract intake lot catalogue order payment proceeds settlement income proof trace oversight bookkeeping http'.split(
    ' ',
  )

const shells = new Set(['input', 'tables', 'queries', 'commands', 'routes'])
const seams = new Set(['platform', 'http'])
const impure = /\bDate\.now\b|\bnew Date\(\)|\bcrypto\b|\bfetch\(|\bMath\.random\b|\basync\b|\bawait\b|\bPromise\b|\bprocess\./
const impureImports = /^(drizzle-orm|hono|zod|@hono|node:|cloudflare:|pinyin-pro)/
const drawers = /(^|\/)(utils?|helpers?|common|misc|shared|manager|service)(\/|\.tsx?$|s\.tsx?$)/

function tierOf(path: string): number {
  if (path === 'src/env.ts') return tiers.indexOf('platform')
  if (/^src\/[^/]+\.ts$/.test(path)) return tiers.length
  return path.startsWith('src/') ? tiers.indexOf(path.split('/')[1]!) : tiers.length + 1
}

const featureOf = (path: string) => path.split('/').slice(0, 2).join('/')
const isShell = (path: string) =>
  path
    .split('/')
    .slice(2)
    .some((part) => shells.has(part.replace(/\.tsx?$/, '')))
const isNoun = (path: string) => path.startsWith('src/') && path.split('/').length > 2 && !seams.has(path.split('/')[1]!) && !isShell(path)
const isTables = (path: string) => path.startsWith('src/') && /(^|\/)tables\.ts$/.test(path)

/** What a file imports: project paths resolved from the root, packages by name. */
export function importsOf({ path, text }: SourceFile): string[] {
  const found = [
    ...text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^'"\n;]*?(?:\{[^}]*\}[^'"\n]*?)?from\s*['"]([^'"]+)['"]/g),
    ...text.matchAll(/(?:^|\n)import\s+['"]([^'"]+)['"]/g),
    ...text.matchAll(/\bimport\(['"]([^'"]+)['"]\)/g),
  ]
  return found.map((match) => match[1]!).map((name) => (name.startsWith('.') ? normalize(join(dirname(path), name)) : name))
}

/** Every way in which the files break the house rules, one sentence each. */
export function violations(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => [
    ...upward(file),
    ...impureNoun(file),
    ...reachesTables(file),
    ...webReachesDown(file),
    ...writesOutsideCommands(file),
    ...badName(file),
  ])
}

function upward(file: SourceFile): string[] {
  const own = tierOf(file.path)
  if (own === -1) return [`${file.path} is in no tier`]
  return importsOf(file)
    .filter((target) => /^(src|web)\//.test(target) && tierOf(target) > own && !(file.path === 'src/index.ts' && target.startsWith('web/')))
    .map((target) => `${file.path} imports upward: ${target}`)
}

function impureNoun(file: SourceFile): string[] {
  if (!isNoun(file.path)) return []
  const code = file.text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
  const word = impure.exec(code)?.[0]
  const imports = importsOf(file).filter(
    (target) => impureImports.test(target) || target.startsWith('src/platform/') || (target.startsWith('src/') && isShell(target)),
  )
  return [
    ...(word ? [`${file.path} is a noun and uses ${word}`] : []),
    ...imports.map((target) => `${file.path} is a noun and imports ${target}`),
  ]
}

function reachesTables(file: SourceFile): string[] {
  if (!file.path.startsWith('src/')) return []
  return importsOf(file)
    .filter((target) => isTables(target) && featureOf(target) !== featureOf(file.path) && !isTables(file.path))
    .map((target) => `${file.path} imports another feature's ${target}`)
}

function webReachesDown(file: SourceFile): string[] {
  if (!file.path.startsWith('web/')) return []
  return importsOf(file)
    .filter((target) => isTables(target) || target === 'src/platform/database.ts' || target.startsWith('drizzle-orm'))
    .map((target) => `${file.path} touches tables: ${target}`)
}

function writesOutsideCommands({ path, text }: SourceFile): string[] {
  const isFeature = /^src\/[^/]+\//.test(path) && !seams.has(path.split('/')[1]!)
  const inCommands = /\/commands(\.ts|\/)/.test(path)
  const writes = /\bcommit\(|\.run\(/.exec(text)
  return (isFeature || path.startsWith('web/')) && !inCommands && writes ? [`${path} writes outside commands`] : []
}

function badName({ path }: SourceFile): string[] {
  const isBarrel = /\/index\.tsx?$/.test(path) && path !== 'src/index.ts'
  return drawers.test(path) || isBarrel ? [`${path} has a name that says nothing`] : []
}

/** Lines of each function that starts at the left margin, by "path name". */
export function functionLengths({ path, text }: SourceFile): Map<string, number> {
  const lengths = new Map<string, number>()
  const lines = text.split('\n')
  for (const [index, line] of lines.entries()) {
    const name = /^(?:export )?(?:default )?(?:async )?function\*? (\w+)|^(?:export )?const (\w+) = (?:async )?\(/.exec(line)
    if (!name) continue
    const end = lines.findIndex(
      (candidate, at) =>
        at > index &&
        /^[})\]]/.test(candidate) &&
        !/^\) *(:|=>).*\{$/.test(candidate) &&
        !/^\}\): .*\{$/.test(candidate) &&
        !/^\}: .*\{$/.test(candidate),
    )
    lengths.set(`${path} ${name[1] ?? name[2]}`, (end === -1 ? lines.length : end) - index + 1)
  }
  return lengths
}
