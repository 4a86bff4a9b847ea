import type { Child } from 'hono/jsx'
import type { FieldProps } from './field.tsx'
import { useField } from './form.tsx'
import type { Option } from './select.tsx'

/** One of a few: radio buttons as large tiles. A hint is a second, smaller line. */
export function Choice({ label, name, value, hint, options }: Omit<FieldProps, 'optional'> & { options: readonly Option[] }) {
  const { entered, problem } = useField(name, value)
  return (
    <fieldset class={problem ? 'field choice wrong' : 'field choice'} id={`f-${name}`}>
      <legend>{label}</legend>
      {hint && <p class="hint">{hint}</p>}
      <div class="tiles">
        {options.map((option) => (
          <label class="tile">
            <input type="radio" name={name} value={option.value} checked={option.value === entered} disabled={option.disabled} required />
            <span>
              {option.label}
              {option.hint && <small>{option.hint}</small>}
            </span>
          </label>
        ))}
      </div>
      {problem && <p class="problem">{problem}</p>}
    </fieldset>
  )
}

type CheckProps = { name: string; value?: string; label: Child; checked?: boolean; optional?: boolean }

/** One box to tick; never ticked beforehand where it stands for consent. */
export function Check({ name, value = 'yes', label, checked, optional }: CheckProps) {
  const { entered, problem } = useField(name, checked ? value : '')
  return (
    <div class={problem ? 'field wrong' : 'field'}>
      <label class="check">
        <input id={`f-${name}`} type="checkbox" name={name} value={value} checked={entered === value} required={!optional} />
        <span>{label}</span>
      </label>
      {problem && <p class="problem">{problem}</p>}
    </div>
  )
}
