import type { Problem } from '../../src/kernel/problem.ts'
import type { WholeOrder } from '../../src/order/reading/queries.ts'
import { Actions, Button } from '../components/button.tsx'
import { Check } from '../components/choice.tsx'
import { Field } from '../components/field.tsx'
import { Card } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Status } from '../components/notice.tsx'
import { dictionary } from './order-words.ts'

/** The refusal of the last try of this very form, and what was typed in it. */
export type Tried = { problem: Problem | null; values: Record<string, unknown> }
type FormProps = { path: string; tried: Tried }

export function ShipForm({ path, tried }: FormProps) {
  const locale = useLocale()
  const text = dictionary[locale]
  return (
    <Card title={text.ship}>
      <Form action={href(locale, `${path}/shipment`)} {...tried}>
        <Field label={text.carrier} name="carrier" value="顺丰速运" maxlength={30} />
        <Field label={text.trackingNumber} name="trackingNumber" autocomplete="off" maxlength={40} />
        <Button>{text.ship}</Button>
      </Form>
    </Card>
  )
}

export function RefundForm({ order, path, tried }: FormProps & { order: WholeOrder }) {
  const locale = useLocale()
  const text = dictionary[locale]
  const open = order.lines.filter(({ units, refundedUnits }) => units > refundedUnits)
  return (
    <details class="card fold" open={tried.problem !== null}>
      <summary>{text.refund}</summary>
      <Form action={href(locale, `${path}/refund`)} {...tried}>
        <p class="hint">{text.refundLead}</p>
        {open.map(({ line, nameZh, nameEn, units, refundedUnits }) => (
          <Field
            label={text.refundUnits(words(locale, nameZh, nameEn), units - refundedUnits)}
            name={`line-${line}`}
            type="number"
            inputmode="numeric"
            min={0}
            max={units - refundedUnits}
            value={0}
          />
        ))}
        {order.freightFen > order.refundedFreightFen && <Check name="withFreight" label={text.withFreight} optional />}
        <Field label={text.reason} name="reason" maxlength={200} />
        <Button kind="danger">{text.doRefund}</Button>
      </Form>
    </details>
  )
}

export function CancelForm({ path, tried }: FormProps) {
  const locale = useLocale()
  const text = dictionary[locale]
  return (
    <details class="card fold" open={tried.problem !== null}>
      <summary>{text.cancel}</summary>
      <Form action={href(locale, `${path}/cancellation`)} {...tried}>
        <p class="hint">{text.cancelHint}</p>
        <Field label={text.reason} name="reason" maxlength={200} />
        <Button kind="danger">{text.cancel}</Button>
      </Form>
    </details>
  )
}

type ClaimProps = FormProps & { claim: WholeOrder['claims'][number]; order: WholeOrder; mayDecide: boolean }

export function ClaimForm({ claim, order, path, mayDecide, tried }: ClaimProps) {
  const locale = useLocale()
  const text = dictionary[locale]
  const line = order.lines.find((candidate) => candidate.line === claim.line)!
  const action = href(locale, `${path}/claims/${claim.id}`)
  return (
    <Card title={text.claim} action={<Status tone={claim.status === 'open' ? 'wait' : 'plain'}>{text.decided[claim.status]}</Status>}>
      <p>
        <strong>
          {words(locale, line.nameZh, line.nameEn)} · {text.claimUnits(claim.units)}
        </strong>
      </p>
      <p>{claim.words}</p>
      {claim.decisionReason && <p class="hint">{claim.decisionReason}</p>}
      <p>
        <a href={`${action}/photo`}>{text.photo}</a>
      </p>
      {claim.status === 'open' && mayDecide && (
        <>
          <Form action={action}>
            <input type="hidden" name="decision" value="refund" />
            <Actions>
              <Button>{text.accept}</Button>
            </Actions>
          </Form>
          <details class="fold" open={tried.problem !== null}>
            <summary>{text.refuse}</summary>
            <Form action={action} {...tried}>
              <input type="hidden" name="decision" value="refuse" />
              <Field label={text.refuseReason} name="reason" maxlength={200} />
              <Button kind="danger">{text.refuse}</Button>
            </Form>
          </details>
        </>
      )}
    </Card>
  )
}
