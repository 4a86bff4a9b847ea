import { isGrownUp } from '../../src/household/account/adult.ts'
import { addAdult, changeAccount } from '../../src/household/account/commands.ts'
import { newAccountInput, newAdultInput } from '../../src/household/account/input.ts'
import { accountsInForce } from '../../src/household/account/queries.ts'
import { maskAccount, maskName } from '../../src/household/mask.ts'
import { adultsOf } from '../../src/household/vault/account/queries.ts'
import { namesOf } from '../../src/household/vault/queries.ts'
import { formOnce } from '../../src/http/once.ts'
import { statusOf } from '../../src/http/request.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import type { Result } from '../../src/kernel/result.ts'
import { localDate } from '../../src/kernel/time.ts'
import { findOverseenHousehold } from '../../src/oversight/household/queries.ts'
import { found } from '../../src/platform/api.ts'
import { once } from '../../src/platform/commit.ts'
import type { Context } from '../../src/platform/context.ts'
import { parseInput } from '../../src/platform/input.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Card, Facts } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { href } from '../components/locale.ts'
import { Breadcrumb } from '../components/navigation.tsx'
import { Notice } from '../components/notice.tsx'
import { accountWords, type AccountWords } from './account-words.ts'
import { OfficePage, type OfficeContext } from './console.tsx'

type Tried = { form: 'account' | 'adult'; problem: Problem; values: Record<string, unknown> }

/** A household's account at the office: the one in force, another one with the household present, and who may hold it. */
export async function householdAccountPage(c: OfficeContext, tried: Tried | null = null) {
  const { context } = c.var
  const text = accountWords[context.locale]
  const household = found(await findOverseenHousehold(context.county, context.actor, c.req.param('id')!))
  const now = context.clock.now()
  const [names, accounts, adults] = await Promise.all([
    namesOf(context, [household.id]),
    accountsInForce(context, [household.id], now),
    adultsOf(context, [household.id]),
  ])
  const name = maskName(names.get(household.id) ?? household.id)
  const account = accounts.get(household.id)
  const path = `/office/households/${household.id}`
  const page = (
    <OfficePage c={c} title={text.change}>
      <Breadcrumb crumbs={[{ label: name, path }, { label: text.change }]} />
      <h1>{text.change}</h1>
      {c.req.query('done') && <Notice tone="good" title={text.done} />}
      <Card title={text.now}>
        <Facts
          facts={
            account
              ? [
                  [text.bankName, account.bankName],
                  [text.bankAccount, maskAccount(account.bankAccount)],
                  [text.holder, maskName(account.holder)],
                ]
              : [[text.bankAccount, '—']]
          }
        />
      </Card>
      <AccountForm action={href(context.locale, `${path}/account`)} tried={tried?.form === 'account' ? tried : null} text={text} />
      <Card title={text.adults}>
        <p class="hint">{text.adultsLead}</p>
        <ul>
          {(adults.get(household.id) ?? []).map((adult) => (
            <li>
              {maskName(adult.name)} {!isGrownUp(adult.idNumber, localDate(now)) && `· ${text.minor}`}
            </li>
          ))}
        </ul>
        <Form
          action={href(context.locale, `${path}/adults`)}
          problem={tried?.form === 'adult' ? tried.problem : null}
          values={tried?.form === 'adult' ? tried.values : {}}
        >
          <Field label={text.name} name="name" maxlength={30} autocomplete="off" />
          <Field label={text.idNumber} name="idNumber" maxlength={18} autocomplete="off" />
          <Button kind="quiet">{text.addAdult}</Button>
        </Form>
      </Card>
    </OfficePage>
  )
  return c.html(page, tried ? statusOf(tried.problem) : 200)
}

function AccountForm({ action, tried, text }: { action: string; tried: Tried | null; text: AccountWords }) {
  return (
    <Card title={text.change}>
      <Form action={action} files problem={tried?.problem ?? null} values={tried?.values ?? {}}>
        <p class="hint">{text.changeLead}</p>
        <Field label={text.holder} name="holder" hint={text.holderHint} maxlength={30} autocomplete="off" />
        <Field label={text.bankName} name="bankName" maxlength={60} />
        <Field label={text.bankAccount} name="bankAccount" inputmode="numeric" autocomplete="off" maxlength={32} />
        <Field label={text.cnaps} name="cnaps" hint={text.cnapsHint} inputmode="numeric" maxlength={12} optional />
        <Field label={text.reason} name="reason" maxlength={200} />
        <Field
          label={text.pin}
          name="pin"
          type="password"
          inputmode="numeric"
          autocomplete="off"
          maxlength={6}
          hint={text.pinHint}
          optional
        />
        <Field label={text.signature} name="signature" type="file" accept="image/*,application/pdf" optional />
        <Button wide>{text.send}</Button>
      </Form>
    </Card>
  )
}

export async function changeHouseholdAccount(c: OfficeContext) {
  const form = await c.req.parseBody()
  const input = parseInput(newAccountInput, { ...form, pin: form['pin'] || null })
  const scan = form['signature'] instanceof File && form['signature'].size > 0 ? form['signature'] : null
  return done(c, 'account', form, async (context) => (input.ok ? changeAccount(context, c.req.param('id')!, input.value, scan) : input))
}

export async function enterAdult(c: OfficeContext) {
  const form = await c.req.parseBody()
  const input = parseInput(newAdultInput, form)
  return done(c, 'adult', form, async (context) => (input.ok ? addAdult(context, c.req.param('id')!, input.value) : input))
}

async function done(
  c: OfficeContext,
  name: Tried['form'],
  form: Record<string, unknown>,
  command: (context: Context) => Promise<Result<string>>,
) {
  const context = await formOnce(c, c.var.context, form)
  const result = await once(context, 'county', () => command(context))
  if (!result.ok) return householdAccountPage(c, { form: name, problem: result.problem, values: form })
  return c.redirect(`${href(context.locale, `/office/households/${c.req.param('id')}/account`)}?done=1`, 303)
}
