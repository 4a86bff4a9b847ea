import { parseAst } from 'vite'

/** A place where a command or a query may say no: a `must`, a question of permission, or an `if` that refuses. */
export type Guard = { id: string; kind: 'must' | 'permit' | 'refuse'; file: string; line: number; text: string }

type Found = { guard: Guard; from: number; to: number; off: (on: string) => string }
type Node = { type: string; start: number; end: number; [key: string]: unknown }

/** The guards of a file, in order. `file` is its path from the root. */
export function guardsOf(file: string, code: string): Guard[] {
  return findGuards(file, code).map(({ guard }) => guard)
}

/** The same code with a switch at every guard: one whose id is off lets everything pass. */
export function withSwitches(file: string, code: string): string {
  // Inner ones first, so that what an outer one holds is already switched.
  return switched(code, findGuards(file, code))
}

function switched(code: string, found: Found[], shift = 0): string {
  let text = ''
  let at = 0
  const outer = found.filter((one) => !found.some((other) => other !== one && other.from <= one.from && one.to <= other.to))
  for (const one of outer) {
    const inner = found.filter((other) => other !== one && one.from <= other.from && other.to <= one.to)
    const [from, to] = [one.from - shift, one.to - shift]
    text += code.slice(at, from) + one.off(switched(code.slice(from, to), inner, one.from))
    at = to
  }
  return text + code.slice(at)
}

function findGuards(file: string, code: string): Found[] {
  const found: Found[] = []
  walk(parseAst(code, { lang: 'ts' }) as unknown as Node, (node) => {
    const one = guardAt(node, code)
    if (!one) return
    const line = code.slice(0, one.from).split('\n').length
    const id = `${file}:${line}:${one.kind}${found.filter(({ guard }) => guard.line === line && guard.kind === one.kind).length || ''}`
    const text = code.slice(one.from, one.to).replaceAll(/\s+/g, ' ').slice(0, 140)
    found.push({
      guard: { id, kind: one.kind, file, line, text },
      from: one.from,
      to: one.to,
      off: (on) => one.off(`globalThis.__isOff?.(${JSON.stringify(id)})`, on),
    })
  })
  return found
}

type Place = { kind: Guard['kind']; from: number; to: number; off: (isOff: string, on: string) => string }

function guardAt(node: Node, code: string): Place | null {
  if (node.type === 'CallExpression' && isNamed(node['callee'], 'must')) {
    const [condition] = node['arguments'] as Node[]
    return { kind: 'must', from: condition!.start, to: condition!.end, off: (isOff, on) => `(${isOff} ? sql\`1\` : (${on}))` }
  }
  if (node.type === 'CallExpression' && isNamed(node['callee'], 'permit')) {
    return { kind: 'permit', from: node.start, to: node.end, off: (isOff, on) => `(${isOff} ? null : ${on})` }
  }
  if (
    node.type !== 'IfStatement' ||
    !/^\{?\s*return (refuse\(|\{ ok: false|refused\()/.test(code.slice((node['consequent'] as Node).start))
  )
    return null
  const condition = node['test'] as Node
  // What permit answers is switched where it is asked.
  if (/^(refused|forbidden)$/.test(code.slice(condition.start, condition.end))) return null
  return { kind: 'refuse', from: condition.start, to: condition.end, off: (isOff, on) => `!${isOff} && (${on})` }
}

function isNamed(node: unknown, name: string): boolean {
  return (node as { type: string; name?: string }).type === 'Identifier' && (node as { name?: string }).name === name
}

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node)
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child === 'object' && child !== null && typeof (child as Node).type === 'string') walk(child as Node, visit)
    }
  }
}
