import { describedBy, Labelled, type FieldProps } from './field.tsx'
import { useField } from './form.tsx'

export type Option = { value: string; label: string; hint?: string; disabled?: boolean }

/** A drop-down. `empty` is the words of a first choice that chooses nothing. */
export function Select({
  label,
  name,
  value,
  hint,
  optional,
  options,
  empty,
}: FieldProps & { options: readonly Option[]; empty?: string }) {
  const { entered, problem } = useField(name, value)
  return (
    <Labelled {...{ label, name, hint, optional, problem }}>
      <select
        id={`f-${name}`}
        name={name}
        required={!optional}
        aria-invalid={problem ? 'true' : undefined}
        aria-describedby={describedBy(name, hint, problem)}
      >
        {empty !== undefined && <option value="">{empty}</option>}
        {options.map((option) => (
          <option value={option.value} selected={option.value === entered} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
    </Labelled>
  )
}
