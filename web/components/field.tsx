import type { Child } from 'hono/jsx'
import { useField } from './form.tsx'
import { useLocale, words } from './locale.ts'

export type FieldProps = {
  label: string
  name: string
  value?: string | number
  hint?: Child
  optional?: boolean
}

type InputProps = FieldProps & {
  type?: 'text' | 'password' | 'tel' | 'email' | 'date' | 'month' | 'number' | 'search' | 'file'
  inputmode?: 'numeric' | 'decimal' | 'tel' | 'search'
  autocomplete?: string
  placeholder?: string
  pattern?: string
  maxlength?: number
  min?: number | string
  max?: number | string
  step?: number | string
  accept?: string
  autofocus?: boolean
  /** What stands behind the number: 公斤, 元. */
  unit?: string
}

/** One labelled input. Inside a `Form` it finds what was typed and the problem that is about it by its name. */
export function Field({ label, name, value, hint, optional, unit, type = 'text', ...input }: InputProps) {
  const { entered, problem } = useField(name, value)
  return (
    <Labelled {...{ label, name, hint, optional, problem }}>
      <span class={unit ? 'with-unit' : undefined}>
        <input
          {...input}
          id={`f-${name}`}
          name={name}
          type={type}
          value={type === 'password' || type === 'file' ? undefined : entered}
          required={!optional}
          aria-invalid={problem ? 'true' : undefined}
          aria-describedby={describedBy(name, hint, problem)}
        />
        {unit && <span class="unit">{unit}</span>}
      </span>
    </Labelled>
  )
}

/** Several lines of text. */
export function TextArea({ label, name, value, hint, optional, rows = 3, maxlength }: FieldProps & { rows?: number; maxlength?: number }) {
  const { entered, problem } = useField(name, value)
  return (
    <Labelled {...{ label, name, hint, optional, problem }}>
      <textarea
        id={`f-${name}`}
        name={name}
        rows={rows}
        maxlength={maxlength}
        required={!optional}
        aria-invalid={problem ? 'true' : undefined}
        aria-describedby={describedBy(name, hint, problem)}
      >
        {entered}
      </textarea>
    </Labelled>
  )
}

type LabelledProps = { label: string; name: string; hint?: Child; optional?: boolean; problem: string | null; children: Child }

/** Label, hint and problem around an input of any kind; for inputs that `Field` does not cover. */
export function Labelled({ label, name, hint, optional, problem, children }: LabelledProps) {
  return (
    <div class={problem ? 'field wrong' : 'field'}>
      <label for={`f-${name}`}>
        {label}
        {optional && <span class="optional">{words(useLocale(), '选填', 'optional')}</span>}
      </label>
      {hint && (
        <p class="hint" id={`h-${name}`}>
          {hint}
        </p>
      )}
      {children}
      {problem && (
        <p class="problem" id={`p-${name}`}>
          {problem}
        </p>
      )}
    </div>
  )
}

export function describedBy(name: string, hint: Child, problem: string | null): string | undefined {
  return [hint ? `h-${name}` : '', problem ? `p-${name}` : ''].filter(Boolean).join(' ') || undefined
}
