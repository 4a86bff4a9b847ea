import type { YuanDivision } from '../../src/trace/yuan-division.ts'
import { useLocale } from '../components/locale.ts'
import { wordsOf } from './words.ts'

/** One yuan as a strip of its parts, with the same figures in words below. */
export function YuanBar({ division }: { division: YuanDivision }) {
  const text = wordsOf(useLocale()).yuan
  const households = division.find(({ part }) => part === 'households')?.fen ?? 0
  let from = 0
  const strips = division.map(({ part, fen }) => {
    const strip = <rect class={part} x={from} width={fen} height="14" />
    from += fen
    return strip
  })
  return (
    <figure class="yuan">
      <figcaption>{households > 0 ? text.says(households) : text.bought}</figcaption>
      <svg viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true">
        {strips}
      </svg>
      <ul>
        {division.map(({ part, fen }) => (
          <li class={part}>
            <span>{text.parts[part]}</span> <strong>{text.fen(fen)}</strong>
          </li>
        ))}
      </ul>
    </figure>
  )
}
