import type { Context as HonoContext } from 'hono'
import { dropSession, sessionToken } from '../../src/http/session.ts'
import type { AppEnv } from '../../src/http/request.ts'
import { signOut, signOutOthers } from '../../src/identity/commands.ts'
import { sessionsOf, type OpenSession } from '../../src/identity/queries.ts'
import type { Actor } from '../../src/kernel/actor.ts'
import { Refusal } from '../../src/platform/api.ts'
import { sha256 } from '../../src/platform/digest.ts'
import { Moment } from '../components/amount.tsx'
import { Button, LinkButton } from '../components/button.tsx'
import { Card, Facts } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { href, type Locale } from '../components/locale.ts'
import { Notice, Status } from '../components/notice.tsx'
import { Page } from '../components/page.tsx'
import { Table } from '../components/table.tsx'
import { dictionary as shopWords } from '../components/words.ts'
import { landingOf } from './landing.ts'
import { dictionary } from './words.ts'

type User = Extract<Actor, { kind: 'user' }>

/** Who is signed in and where; every session but this one can be closed. */
export async function accountPage(c: HonoContext<AppEnv>) {
  const { market, locale, clock } = c.var.context
  const actor = userOf(c)
  const text = dictionary[locale]
  const own = await sha256(sessionToken(c) ?? '')
  const sessions = await sessionsOf(market, actor.userId, clock.now())
  const grants = actor.grants.map(({ role, scope }) => `${text.roles[role]}（${scope === '*' ? text.all : scope}）`)
  return c.html(
    <Page c={c} title={text.account} surface="storefront">
      <h1>{text.account}</h1>
      {c.req.query('done') && <Notice tone="good" title={text.othersOut} />}
      <div class="two">
        <Card title={actor.name} action={<Onward actor={actor} locale={locale} />}>
          {grants.length > 0 && <Facts facts={[[text.duties, grants.join(locale === 'zh' ? '、' : ', ')]]} />}
          <Form action={href(locale, '/sign-out')}>
            <Button kind="quiet">{text.signOut}</Button>
          </Form>
        </Card>
        <Card title={text.sessions}>
          <Sessions sessions={sessions} own={own} text={text} />
          {sessions.length > 1 && (
            <Form>
              <Button kind="danger">{text.signOutOthers}</Button>
            </Form>
          )}
        </Card>
      </div>
    </Page>,
  )
}

// A buyer has no console: their orders are what they came for.
function Onward({ actor, locale }: { actor: User; locale: Locale }) {
  if (actor.grants.length === 0) return <LinkButton path="/orders">{shopWords[locale].orders}</LinkButton>
  return <LinkButton path={landingOf(actor)}>{dictionary[locale].enter}</LinkButton>
}

function Sessions({ sessions, own, text }: { sessions: OpenSession[]; own: string; text: (typeof dictionary)['zh'] }) {
  const device = ({ tokenSha256 }: OpenSession) =>
    tokenSha256 === own ? <Status tone="good">{text.thisDevice}</Status> : <Status>{text.otherDevice}</Status>
  return (
    <Table
      caption={text.sessions}
      captionHidden
      rows={sessions}
      columns={[
        { label: text.sessionFrom, cell: ({ createdAtMs }) => <Moment at={createdAtMs} /> },
        { label: text.sessionUntil, cell: ({ expiresAtMs }) => <Moment at={expiresAtMs} /> },
        { label: text.device, cell: device },
      ]}
    />
  )
}

export async function closeOthers(c: HonoContext<AppEnv>) {
  userOf(c)
  await signOutOthers(c.var.context, sessionToken(c) ?? '')
  return c.redirect(`${href(c.var.context.locale, '/account')}?done=1`, 303)
}

export async function leave(c: HonoContext<AppEnv>) {
  const token = sessionToken(c)
  if (token) await signOut(c.var.context, token)
  dropSession(c)
  return c.redirect(href(c.var.context.locale, '/'), 303)
}

function userOf(c: HonoContext<AppEnv>): User {
  const { actor } = c.var.context
  if (actor.kind !== 'user') throw new Refusal({ code: 'sign_in_required', facts: {} })
  return actor
}
