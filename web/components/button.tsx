import type { Child, PropsWithChildren } from 'hono/jsx'
import { href, useLocale } from './locale.ts'

type Kind = 'primary' | 'quiet' | 'danger'

type ButtonProps = PropsWithChildren<{
  kind?: Kind
  name?: string
  value?: string
  wide?: boolean
  disabled?: boolean
  formaction?: string
}>

/** Sends the form it stands in. One primary button a form; "danger" for what cannot be taken back. */
export function Button({ kind = 'primary', name, value, wide, disabled, formaction, children }: ButtonProps) {
  return (
    <button class={buttonClass(kind, wide)} type="submit" name={name} value={value} disabled={disabled} formaction={formaction}>
      {children}
    </button>
  )
}

/** A link that looks like a button: `<LinkButton path="/basket">去购物车</LinkButton>`; the language is added. */
export function LinkButton({ path, kind = 'quiet', wide, children }: PropsWithChildren<{ path: string; kind?: Kind; wide?: boolean }>) {
  return (
    <a class={buttonClass(kind, wide)} href={href(useLocale(), path)}>
      {children}
    </a>
  )
}

/** A row of buttons that wraps. */
export function Actions({ children }: { children: Child }) {
  return <div class="actions">{children}</div>
}

function buttonClass(kind: Kind, wide = false): string {
  return `button ${kind}${wide ? ' wide' : ''}`
}
