import type { Context as HonoContext } from 'hono'
import type { AppEnv } from '../../src/http/request.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import { localMinute } from '../../src/kernel/time.ts'
import { claimsUntil } from '../../src/order/order.ts'
import type { WholeOrder } from '../../src/order/reading/queries.ts'
import { Button } from '../components/button.tsx'
import { Choice } from '../components/choice.tsx'
import { Field, TextArea } from '../components/field.tsx'
import { Card } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { words } from '../components/locale.ts'
import { Breadcrumb } from '../components/navigation.tsx'
import { Page } from '../components/page.tsx'
import { dictionary } from './order-words.ts'

type ClaimProps = { c: HonoContext<AppEnv>; order: WholeOrder; problem: Problem | null; values: Record<string, unknown> }

/** A claim for spoiled goods: which, how many, what happened, one photo. */
export function ClaimPage({ c, order, problem, values }: ClaimProps) {
  const { locale } = c.var.context
  const { claim: text, order: orderText } = dictionary[locale]
  const until = claimsUntil(order.receivedAtMs, order)
  const lines = order.lines.filter(({ units, refundedUnits }) => units > refundedUnits)
  const options = lines.map(({ line, nameZh, nameEn, units, refundedUnits }) => ({
    value: String(line),
    label: words(locale, nameZh, nameEn),
    hint: `× ${units - refundedUnits}`,
  }))
  return (
    <Page c={c} title={text.title} surface="storefront">
      <div class="narrow stack">
        <Breadcrumb crumbs={[{ label: orderText.title, path: `/orders/${order.checkoutId}` }, { label: text.title }]} />
        <h1>{text.title}</h1>
        {until !== null && <p class="soft">{orderText.claimUntil(localMinute(until))}</p>}
        <Card>
          <Form files problem={problem} values={values}>
            <Choice label={text.line} name="line" value={options.length === 1 ? options[0]!.value : ''} options={options} />
            <Field label={text.units} name="units" type="number" inputmode="numeric" min={1} value={1} />
            <TextArea label={text.words} name="words" hint={text.wordsHint} maxlength={500} />
            <Field label={text.photo} name="photo" type="file" accept="image/jpeg,image/png,image/webp" hint={text.photoHint} />
            <Button wide>{text.send}</Button>
          </Form>
        </Card>
      </div>
    </Page>
  )
}
