import type { Context as HonoContext } from 'hono'
import type { AppEnv } from '../../src/http/request.ts'
import { localMinute } from '../../src/kernel/time.ts'
import { logKeyLine, logStatus, type LogStatus } from '../../src/proof/queries.ts'
import { Actions, Button } from '../components/button.tsx'
import { Field, TextArea } from '../components/field.tsx'
import { Card, Facts } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { useLocale } from '../components/locale.ts'
import { Notice, Status } from '../components/notice.tsx'
import { Page } from '../components/page.tsx'
import type { Verdict } from './verdict.ts'
import { dictionary } from './words.ts'

type Entered = { text?: string; key?: string }

/** Drop a proof, and see in plain words whether the record is as it was sealed; in the browser where scripts run. */
export async function verifyPage(c: HonoContext<AppEnv>, verdict: Verdict | null = null, entered: Entered = {}) {
  const { context } = c.var
  const text = dictionary[context.locale]
  const key = await logKeyLine(context)
  return c.html(
    <Page c={c} title={text.title} surface="storefront" island="proof">
      <div class="stack">
        <h1>{text.title}</h1>
        <p class="lead">{text.lead}</p>
        <Said verdict={verdict} />
        <Card>
          <Form files class="form proof" values={entered}>
            <Field type="file" name="file" label={text.file} hint={text.fileHint} accept=".tlog-proof,text/plain" optional />
            <TextArea name="text" label={text.paste} rows={5} optional />
            <Field name="key" label={text.key} hint={text.keyHint} value={key} />
            <p class="hint" data-script="yes" hidden>
              {text.here}
            </p>
            <p class="hint" data-script="no">
              {text.there}
            </p>
            <Actions>
              <Button>{text.check}</Button>
            </Actions>
          </Form>
        </Card>
        <Log status={await logStatus(context.county)} origin={context.logOrigin} />
      </div>
    </Page>,
  )
}

function Said({ verdict }: { verdict: Verdict | null }) {
  const text = dictionary[useLocale()]
  return (
    <section id="verdict" class="stack" hidden={verdict === null} tabindex={-1}>
      <Notice tone={verdict?.tone ?? 'plain'} title={verdict?.title ?? ''}>
        <ul>{verdict && [...verdict.steps, text.byServer].map((step) => <li>{step}</li>)}</ul>
      </Notice>
      <Card>
        <Facts facts={verdict?.rows ?? []} />
      </Card>
    </section>
  )
}

function Log({ status: { checkpoint, fault }, origin }: { status: LogStatus; origin: string }) {
  const text = dictionary[useLocale()]
  return (
    <Card title={text.log}>
      {fault && <Notice tone="bad" title={text.stopped(localMinute(fault.atMs))} />}
      <Facts
        facts={[
          [text.state, <Status tone={fault ? 'bad' : 'good'}>{fault ? text.stopped(localMinute(fault.atMs)) : text.running}</Status>],
          [text.origin, <code>{origin}</code>],
          [text.size, text.leaves(checkpoint?.size ?? 0)],
          [text.sealedAt, checkpoint ? localMinute(checkpoint.atMs) : text.never],
          [
            text.files,
            <>
              <a href="/log/checkpoint">{text.checkpoint}</a> · <a href="/log/key">{text.publicKey}</a>
            </>,
          ],
        ]}
      />
      <p class="hint">{text.filesHint}</p>
    </Card>
  )
}
