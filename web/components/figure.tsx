import type { Child, PropsWithChildren } from 'hono/jsx'

/** One large number with its name and, if needed, a line that explains it. */
export function Figure({
  label,
  note,
  tone,
  children,
}: PropsWithChildren<{ label: string; note?: Child; tone?: 'good' | 'wait' | 'bad' }>) {
  return (
    <div class={tone ? `figure ${tone}` : 'figure'}>
      <dt>{label}</dt>
      <dd>
        <span class="value">{children}</span>
        {note && <span class="note">{note}</span>}
      </dd>
    </div>
  )
}

/** Holds `Figure`s side by side. */
export function Figures({ children }: { children: Child }) {
  return <dl class="figures">{children}</dl>
}

/** A sheet of paper on the ground: a section with its own heading. */
export function Card({ title, action, children }: PropsWithChildren<{ title?: string; action?: Child }>) {
  return (
    <section class="card">
      {title && (
        <header>
          <h2>{title}</h2>
          {action}
        </header>
      )}
      {children}
    </section>
  )
}

/** Pairs of a name and its value, such as the facts of a slip. */
export function Facts({ facts }: { facts: readonly (readonly [string, Child])[] }) {
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
