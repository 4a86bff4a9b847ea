import type { Child } from 'hono/jsx'
import { Icon, type IconName } from './icon.tsx'

type Tone = 'plain' | 'good' | 'wait' | 'bad'
const icons: Record<Tone, IconName> = { plain: 'info', good: 'check', wait: 'warn', bad: 'warn' }

/** Something the reader must know here and now: what was done, what waits, what went wrong. */
export function Notice({ tone = 'plain', title, children }: { tone?: Tone; title: Child; children?: Child }) {
  return (
    <div class={`notice ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      <Icon name={icons[tone]} />
      <div>
        <p class="title">{title}</p>
        {children}
      </div>
    </div>
  )
}

/** A badge for a state, always with words: `<Status tone="good">已发放</Status>`. */
export function Status({ tone = 'plain', children }: { tone?: Tone; children: Child }) {
  return <span class={`status ${tone}`}>{children}</span>
}

/** What an empty list says: what will stand here and the next step towards it. */
export function Empty({ icon = 'leaf', title, children }: { icon?: IconName; title: string; children?: Child }) {
  return (
    <div class="empty">
      <Icon name={icon} />
      <p class="title">{title}</p>
      {children}
    </div>
  )
}
