import { scaleLinear } from 'd3-scale'
import type { Child } from 'hono/jsx'

export type Bar = {
  label: Child
  value: number
  /** The value in words; what people read, since the bar itself is not read out. */
  text: Child
  /** A second value on the same scale, drawn as a mark: a target, a floor. */
  mark?: number
  tone?: 'leaf' | 'berry' | 'grain'
}

/** Values side by side: a table whose bars are drawn, so that it reads without seeing and prints. */
export function Bars({ caption, bars, max }: { caption: string; bars: readonly Bar[]; max?: number }) {
  const scale = scaleLinear([0, max ?? Math.max(1, ...bars.flatMap(({ value, mark = 0 }) => [value, mark]))], [0, 200]).clamp(true)
  return (
    <table class="bars">
      <caption>{caption}</caption>
      <tbody>
        {bars.map(({ label, value, text, mark, tone = 'leaf' }) => (
          <tr>
            <th scope="row">{label}</th>
            <td>
              <svg class={`bar ${tone}`} viewBox="0 0 200 12" preserveAspectRatio="none" aria-hidden="true">
                <rect class="track" width="200" height="12" />
                <rect class="value" width={scale(value).toFixed(1)} height="12" />
                {mark !== undefined && <rect class="mark" x={Math.max(0, scale(mark) - 1).toFixed(1)} width="2" height="12" />}
              </svg>
            </td>
            <td class="numeric">{text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
