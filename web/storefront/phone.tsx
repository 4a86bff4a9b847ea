import type { Context as HonoContext } from 'hono'
import { keepSession } from '../../src/http/session.ts'
import { statusOf, type AppEnv } from '../../src/http/request.ts'
import { sessionDays } from '../../src/identity/commands.ts'
import { sendCode, signInByCode } from '../../src/identity/phone/commands.ts'
import { codeInput, codeRequestInput } from '../../src/identity/phone/input.ts'
import { findActor } from '../../src/identity/queries.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import { adoptBasket } from '../../src/order/commands/basket.ts'
import { sha256 } from '../../src/platform/digest.ts'
import { parseInput } from '../../src/platform/input.ts'
import { ownPath } from '../access/landing.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Card } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { href } from '../components/locale.ts'
import { Page } from '../components/page.tsx'
import { takeGuestBasketId } from './basket-key.ts'
import { addressOf } from './order.tsx'
import { dictionary } from './order-words.ts'
import { textOf } from './form-text.ts'

type C = HonoContext<AppEnv>

/** A buyer signs in: first the phone, then the code sent to it. */
export function phonePage(c: C, problem: Problem | null = null, values: Record<string, unknown> = {}, sentTo: string | null = null) {
  const { locale, environment } = c.var.context
  const text = dictionary[locale].signIn
  const showsMessages = environment === 'demo' || environment === 'development'
  return c.html(
    <Page c={c} title={text.title} surface="storefront">
      <div class="narrow stack">
        <h1>{text.title}</h1>
        <Card>
          <Form problem={problem} values={values}>
            {sentTo ? (
              <>
                <input type="hidden" name="phone" value={sentTo} />
                <Field
                  label={text.code}
                  name="code"
                  inputmode="numeric"
                  autocomplete="one-time-code"
                  maxlength={6}
                  pattern="[0-9]{6}"
                  hint={text.codeHint(sentTo)}
                  autofocus
                />
                <Button wide>{text.enter}</Button>
              </>
            ) : (
              <>
                <Field label={text.phone} name="phone" type="tel" inputmode="tel" autocomplete="tel-national" maxlength={20} autofocus />
                <Button wide>{text.send}</Button>
              </>
            )}
          </Form>
        </Card>
        {sentTo && (
          <p>
            <a href={href(locale, `/phone${new URL(c.req.url).search}`)}>{text.other}</a>
          </p>
        )}
        {sentTo && showsMessages && (
          <p>
            <a href={href(locale, '/demo/messages')} target="_blank">
              {text.demo}
            </a>
          </p>
        )}
      </div>
    </Page>,
    problem ? statusOf(problem) : 200,
  )
}

export async function tryPhone(c: C) {
  const values = await c.req.parseBody()
  if ('code' in values) return tryCode(c, values)
  const input = parseInput(codeRequestInput, values)
  const sent = input.ok ? await sendCode(c.var.context, input.value.phone, addressOf(c)) : input
  return sent.ok ? phonePage(c, null, {}, sent.value) : phonePage(c, sent.problem, values)
}

async function tryCode(c: C, values: Record<string, unknown>) {
  const { context } = c.var
  const input = parseInput(codeInput, values)
  const token = input.ok ? await signInByCode(context, input.value.phone, input.value.code) : input
  if (!token.ok) return phonePage(c, token.problem, values, textOf(values, 'phone'))
  keepSession(c, token.value, sessionDays * 86_400)
  const actor = await findActor(context.market, await sha256(token.value), context.clock.now())
  const guestBasketId = takeGuestBasketId(c)
  if (actor.kind === 'user' && guestBasketId) await adoptBasket(context, guestBasketId, actor.userId)
  return c.redirect(ownPath(c.req.query('next')) ?? href(context.locale, '/orders'), 303)
}
