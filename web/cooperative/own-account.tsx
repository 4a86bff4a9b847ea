import { formOnce } from '../../src/http/once.ts'
import { statusOf } from '../../src/http/request.ts'
import { actorKey } from '../../src/kernel/actor.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import type { Result } from '../../src/kernel/result.ts'
import { decideOrganisationAccount, enterOrganisationAccount } from '../../src/organisation/account/commands.ts'
import { accountDecisionInput, newOrganisationAccountInput } from '../../src/organisation/account/input.ts'
import { accountVersions, findOrganisationAccount, type OrganisationAccount } from '../../src/organisation/account/queries.ts'
import { found, Refusal } from '../../src/platform/api.ts'
import { once } from '../../src/platform/commit.ts'
import type { Context } from '../../src/platform/context.ts'
import { parseInput } from '../../src/platform/input.ts'
import { Moment } from '../components/amount.tsx'
import { Actions, Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Card, Facts } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { href, useLocale } from '../components/locale.ts'
import { Breadcrumb } from '../components/navigation.tsx'
import { Empty, Notice, Status } from '../components/notice.tsx'
import { ConsolePage, newConsole, type ConsoleContext } from './console.tsx'
import { payoutWords, type PayoutWords } from './payout-words.ts'
import { isManager } from './settlements.tsx'
import { settlementWords } from './settlement-words.ts'

/** The account the organisation itself is paid on: every version, and two people behind each. */
export const ownAccounts = newConsole()

ownAccounts.get('/account', (c) => accountsPage(c))

ownAccounts.post('/account', async (c) => {
  const form = await c.req.parseBody()
  const input = parseInput(newOrganisationAccountInput, form)
  return done(c, form, async (context) => (input.ok ? enterOrganisationAccount(context, c.var.organisation.id, input.value) : input))
})

ownAccounts.post('/account/:id', async (c) => {
  const form = await c.req.parseBody()
  const account = found(await findOrganisationAccount(c.var.context.county, c.req.param('id')))
  if (account.organisationId !== c.var.organisation.id) throw new Refusal({ code: 'not_found', facts: {} })
  const input = parseInput(accountDecisionInput, form)
  return done(c, form, async (context) => (input.ok ? decideOrganisationAccount(context, account.id, input.value) : input))
})

async function done(c: ConsoleContext, form: Record<string, unknown>, command: (context: Context) => Promise<Result<string>>) {
  const context = await formOnce(c, c.var.context, form)
  const result = await once(context, 'county', () => command(context))
  if (!result.ok) return accountsPage(c, result.problem, form)
  return c.redirect(`${href(context.locale, '/coop/account')}?done=1`, 303)
}

async function accountsPage(c: ConsoleContext, problem: Problem | null = null, values: Record<string, unknown> = {}) {
  const { context, organisation } = c.var
  const { locale } = context
  const text = payoutWords[locale]
  const versions = await accountVersions(context.county, organisation.id)
  const inForce = versions.find(({ decision }) => decision === 'confirmed')
  const page = (
    <ConsolePage c={c} title={text.own}>
      <Breadcrumb crumbs={[{ label: settlementWords[locale].settlements, path: '/coop/settlements' }, { label: text.own }]} />
      <h1>{text.own}</h1>
      {c.req.query('done') && <Notice tone="good" title={text.done} />}
      <p>{text.ownLead}</p>
      {!inForce && <Empty icon="coin" title={text.ownNone} />}
      {versions.map((account) => (
        <Version c={c} account={account} inForce={account === inForce} text={text} />
      ))}
      {isManager(c) && (
        <Card title={text.ownSend}>
          <Form action={href(locale, '/coop/account')} problem={problem} values={values}>
            <Field label={text.holder} name="holder" value={organisation.nameZh} hint={text.ownHint} maxlength={120} />
            <Field label={text.bankName} name="bankName" maxlength={60} />
            <Field label={text.bankAccount} name="bankAccount" inputmode="numeric" autocomplete="off" maxlength={32} />
            <Field label={text.cnaps} name="cnaps" hint={text.cnapsHint} inputmode="numeric" maxlength={12} optional />
            <Field label={text.ownReason} name="reason" maxlength={200} />
            <Button>{text.ownSend}</Button>
          </Form>
        </Card>
      )}
    </ConsolePage>
  )
  return c.html(page, problem ? statusOf(problem) : 200)
}

type VersionProps = { c: ConsoleContext; account: OrganisationAccount; inForce: boolean; text: PayoutWords }

function Version({ c, account, inForce, text }: VersionProps) {
  const state = inForce ? 'in_force' : (account.decision ?? 'waiting')
  const tones = { in_force: 'good', confirmed: 'plain', refused: 'bad', waiting: 'wait' } as const
  const waits = account.decision === null && isManager(c)
  return (
    <Card title={`${text.version} ${account.version}`} action={<Status tone={tones[state]}>{text.states[state]}</Status>}>
      <Facts
        facts={[
          [text.holder, account.holder],
          [text.bankName, account.bankName],
          [text.bankAccount, account.bankAccount],
          ...(account.cnaps ? [[text.cnaps, account.cnaps] as const] : []),
          [text.changeReason, account.reason],
          [text.on, <Moment at={account.decidedAtMs ?? account.enteredAtMs} />],
        ]}
      />
      {waits && account.enteredBy === actorKey(c.var.context.actor) && <p class="hint">{text.ownWaits}</p>}
      {waits && account.enteredBy !== actorKey(c.var.context.actor) && (
        <Form action={href(useLocale(), `/coop/account/${account.id}`)}>
          <Actions>
            <Button name="decision" value="confirmed">
              {text.confirm}
            </Button>
            <Button kind="danger" name="decision" value="refused">
              {text.refuse}
            </Button>
          </Actions>
        </Form>
      )}
    </Card>
  )
}
