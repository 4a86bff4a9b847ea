import type { Context as HonoContext } from 'hono'
import { dropSession, keepSession, sessionToken } from '../../src/http/session.ts'
import type { AppEnv } from '../../src/http/request.ts'
import { openCard } from '../../src/household/card/commands.ts'
import { openCardInput } from '../../src/household/card/input.ts'
import { signOut } from '../../src/identity/commands.ts'
import { problems, problemWords, type Problem } from '../../src/kernel/problem.ts'
import { parseInput } from '../../src/platform/input.ts'
import { href } from '../components/locale.ts'
import { CardShell, openSeconds } from './shell.tsx'
import { dictionary } from './words.ts'

/** Asks for the PIN of the card whose code was scanned. */
export function pinPage(c: HonoContext<AppEnv>, problem?: Problem) {
  const { locale } = c.var.context
  const text = dictionary[locale]
  const wrong = problem && (problem.fields?.['pin']?.[locale] ?? problemWords(problem, locale))
  c.header('cache-control', 'no-store')
  return c.html(
    <CardShell c={c} title={text.open}>
      <h1>{text.open}</h1>
      <p>{text.openLead}</p>
      <form method="post">
        <p>
          <label for="pin">{text.pin}</label>
          <input
            class="pin"
            id="pin"
            name="pin"
            type="password"
            inputmode="numeric"
            autocomplete="one-time-code"
            maxlength={6}
            required
            aria-invalid={wrong ? 'true' : undefined}
            aria-describedby={wrong ? 'wrong' : undefined}
          />
        </p>
        {wrong && (
          <p class="error" id="wrong" role="alert">
            {wrong}
          </p>
        )}
        <p>
          <button class="main" type="submit">
            {text.openButton}
          </button>
        </p>
      </form>
    </CardShell>,
    problem ? problems[problem.code].status : 200,
  )
}

export async function tryPin(c: HonoContext<AppEnv>) {
  const { context } = c.var
  const { pin } = await c.req.parseBody()
  const input = parseInput(openCardInput, { token: c.req.param('token'), pin })
  if (!input.ok) return pinPage(c, input.problem)
  const opened = await openCard(context, input.value, c.req.header('cf-connecting-ip') ?? 'local')
  if (!opened.ok) return pinPage(c, opened.problem)
  keepSession(c, opened.value, openSeconds)
  return c.redirect(href(context.locale, '/card'), 303)
}

/** Nobody's card is open: the way back is the code on the card. */
export function closedPage(c: HonoContext<AppEnv>) {
  const text = dictionary[c.var.context.locale]
  return c.html(
    <CardShell c={c} title={text.scan}>
      <h1>{text.scan}</h1>
      <p>{text.scanLead}</p>
    </CardShell>,
  )
}

export async function closeCard(c: HonoContext<AppEnv>) {
  const token = sessionToken(c)
  if (token) await signOut(c.var.context, token)
  dropSession(c)
  return c.redirect(href(c.var.context.locale, '/card/closed'), 303)
}
