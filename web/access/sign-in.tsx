import type { Context as HonoContext } from 'hono'
import { keepSession } from '../../src/http/session.ts'
import type { AppEnv } from '../../src/http/request.ts'
import { sessionDays, signIn } from '../../src/identity/commands.ts'
import { signInInput } from '../../src/identity/input.ts'
import { findActor } from '../../src/identity/queries.ts'
import { problems, type Problem } from '../../src/kernel/problem.ts'
import { sha256 } from '../../src/platform/digest.ts'
import { parseInput } from '../../src/platform/input.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Card } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { href } from '../components/locale.ts'
import { Page } from '../components/page.tsx'
import { landingOf, ownPath } from './landing.ts'
import { dictionary } from './words.ts'

type Tried = { problem: Problem; values: Record<string, unknown> }

/** The sign-in page; after a refusal with its words and the user name kept. */
export function signInPage(c: HonoContext<AppEnv>, tried?: Tried) {
  const text = dictionary[c.var.context.locale]
  const body = (
    <Page c={c} title={text.signIn} surface="storefront">
      <div class="narrow stack">
        <h1>{text.signIn}</h1>
        <p class="soft">{text.signInLead}</p>
        <Card>
          <Form problem={tried?.problem} values={tried?.values}>
            <Field label={text.username} name="username" autocomplete="username" maxlength={40} autofocus />
            <Field label={text.password} name="password" type="password" autocomplete="current-password" />
            <Button wide>{text.signIn}</Button>
          </Form>
        </Card>
      </div>
    </Page>
  )
  return c.html(body, tried ? problems[tried.problem.code].status : 200)
}

/** Signs in and goes on to the page that asked for it, or to the console of the person's role. */
export async function trySignIn(c: HonoContext<AppEnv>) {
  const { context } = c.var
  const values = await c.req.parseBody()
  const input = parseInput(signInInput, values)
  if (!input.ok) return signInPage(c, { problem: input.problem, values })
  const token = await signIn(context, input.value, c.req.header('cf-connecting-ip') ?? 'local')
  if (!token.ok) return signInPage(c, { problem: token.problem, values })
  return enter(c, token.value)
}

/** Keeps a fresh session in the browser and opens the door it leads to. */
export async function enter(c: HonoContext<AppEnv>, token: string) {
  const { market, clock, locale } = c.var.context
  keepSession(c, token, sessionDays * 86_400)
  const actor = await findActor(market, await sha256(token), clock.now())
  return c.redirect(ownPath(c.req.query('next')) ?? href(locale, landingOf(actor)), 303)
}
