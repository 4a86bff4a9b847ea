import { createContext, useContext, type PropsWithChildren } from 'hono/jsx'
import { problemWords, type Problem } from '../../src/kernel/problem.ts'
import { useLocale, words, type Locale } from './locale.ts'
import { Notice } from './notice.tsx'

type Entered = Record<string, unknown>
type FormState = { problem: Problem | null; values: Entered }

const FormContext = createContext<FormState>({ problem: null, values: {} })

type FormProps = PropsWithChildren<{
  /** Where to post; the page itself when left out. Give it with its language: `href(locale, path)`. */
  action?: string
  /** The refusal of the last try: its words stand on top and beside the field they are about. */
  problem?: Problem | null
  /** What was typed, or what to start from, by field name; fields find theirs by themselves. */
  values?: Entered
  /** True when the form sends files. */
  files?: boolean
  class?: string
}>

/** A form that posts, carries its once-only key, says what was wrong and keeps everything that was typed. */
export function Form({ action, problem = null, values = {}, files, class: className = 'form', children }: FormProps) {
  return (
    <form method="post" action={action} class={className} enctype={files ? 'multipart/form-data' : undefined}>
      <OnceField />
      <FormContext.Provider value={{ problem, values }}>
        {problem && <Refusal problem={problem} />}
        {children}
      </FormContext.Provider>
    </form>
  )
}

/** The form's idempotency key: sending the same form twice does the thing once. */
export function OnceField() {
  return <input type="hidden" name="once" value={crypto.randomUUID()} />
}

function Refusal({ problem }: { problem: Problem }) {
  const locale = useLocale()
  const fields = Object.keys(problem.fields ?? (problem.field ? { [problem.field]: true } : {}))
  return (
    <Notice tone="bad" title={problemWords(problem, locale)}>
      {fields.length > 0 && <a href={`#f-${fields[0]}`}>{words(locale, '去修改', 'Show me where')}</a>}
    </Notice>
  )
}

/** What a field shows: the value typed before, and the words of the problem that is about it. */
export function useField(name: string, value: string | number | undefined): { entered: string; problem: string | null } {
  const { problem, values } = useContext(FormContext)
  const locale = useLocale()
  const typed = values[name]
  const entered = typeof typed === 'string' || typeof typed === 'number' ? String(typed) : String(value ?? '')
  return { entered, problem: problem && fieldWords(problem, name, locale) }
}

function fieldWords(problem: Problem, name: string, locale: Locale): string | null {
  const own = problem.fields?.[name]
  if (own) return own[locale]
  return problem.field === name ? problemWords(problem, locale) : null
}
