import type { Child } from 'hono/jsx'
import { useLocale, words } from './locale.ts'

export type Step = { label: string; detail?: Child; state: 'done' | 'now' | 'todo' }

/** A way with stations: an order's tracking, a lot's journey, a settlement's course. */
export function Steps({ label, steps }: { label: string; steps: readonly Step[] }) {
  const locale = useLocale()
  const spoken = { done: words(locale, '已完成', 'done'), now: words(locale, '进行中', 'now'), todo: words(locale, '未到', 'to come') }
  return (
    <ol class="steps" aria-label={label}>
      {steps.map(({ label, detail, state }) => (
        <li class={state} aria-current={state === 'now' ? 'step' : undefined}>
          <strong>{label}</strong>
          <span class="unseen">（{spoken[state]}）</span>
          {detail && <div class="detail">{detail}</div>}
        </li>
      ))}
    </ol>
  )
}
