import type { Lot } from '../../src/lot/listing/queries.ts'
import { freeUnits, lossKinds } from '../../src/lot/loss.ts'
import { leftGrams, packableUnits } from '../../src/lot/pack.ts'
import type { Child } from 'hono/jsx'
import { massWords } from '../components/amount.tsx'
import { Actions, Button } from '../components/button.tsx'
import { Choice } from '../components/choice.tsx'
import { Field } from '../components/field.tsx'
import { Card } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Select } from '../components/select.tsx'
import type { PackLots } from './lot-balance.tsx'
import type { Tried } from './lot-page.tsx'
import { packName, type Packs } from './lot-stock.tsx'
import { dictionary } from './lot-words.ts'

type PackProps = { lot: Lot; packs: Packs; packLots: PackLots; today: string; tried: Tried | undefined; chosenPack: string | undefined }

/** Packing what is left, and new sizes to pack it in. */
export function PackForms({ lot, packs, packLots, today, tried, chosenPack }: PackProps) {
  const locale = useLocale()
  const text = dictionary[locale]
  const defining = tried?.about === 'packs' ? tried : undefined
  const packing = tried?.about === 'pack-lots' ? tried : undefined
  const last = packLots.at(-1)
  const shelfLife = last ? (Date.parse(last.bestBeforeOn) - Date.parse(last.packedOn)) / 86_400_000 : 7
  const usable = packs.filter((pack) => packableUnits(lot, pack.packGrams) > 0)
  return (
    <Card title={text.pack}>
      <div id="pack" class="stack">
        {packs.length === 0 && <p>{text.noPacks}</p>}
        {usable.length > 0 && (
          <Form action={href(locale, `/coop/lots/${lot.id}/pack-lots`)} problem={packing?.problem} values={packing?.form}>
            <Choice
              label={text.packSize}
              name="packId"
              value={chosenPack ?? usable[0]!.id}
              options={usable.map((pack) => ({
                value: pack.id,
                label: words(locale, pack.nameZh, pack.nameEn),
                hint: text.atMost(packableUnits(lot, pack.packGrams)),
              }))}
            />
            <div class="row">
              <Field label={text.units} name="units" inputmode="numeric" unit={text.pieces} maxlength={8} autocomplete="off" />
              <Field label={text.shelfLife} name="shelfLifeDays" inputmode="numeric" unit={text.daysUnit} maxlength={4} value={shelfLife} />
            </div>
            <Field label={text.packedOn} name="packedOn" type="date" value={today} min={lot.lastDeliveredOn} max={today} />
            <Button wide>{text.doPack}</Button>
          </Form>
        )}
        <details class="more" open={packs.length === 0 || defining !== undefined}>
          <summary>{text.newPack}</summary>
          <Form action={href(locale, `/coop/lots/${lot.id}/packs`)} problem={defining?.problem} values={defining?.form}>
            <Field label={text.netWeight} name="packGrams" inputmode="decimal" unit={text.kg} maxlength={8} autocomplete="off" />
            <div class="row">
              <Field label={text.nameZh} name="nameZh" hint={text.namesHint} maxlength={40} />
              <Field label={text.nameEn} name="nameEn" maxlength={60} />
            </div>
            <Actions>
              <Button kind="quiet">{text.definePack}</Button>
            </Actions>
          </Form>
        </details>
      </div>
    </Card>
  )
}

type LossProps = { lot: Lot; packs: Packs; packLots: PackLots; tried: Tried | undefined }

/** Writing off loose grams or whole packs. */
export function LossForms({ lot, packs, packLots, tried }: LossProps) {
  const locale = useLocale()
  const text = dictionary[locale]
  const free = packLots.filter((stock) => freeUnits(stock) > 0)
  const left = leftGrams(lot)
  return (
    <Card title={text.loss}>
      <p class="hint">{text.lossHint}</p>
      {left > 0 && (
        <LossForm lot={lot} about="loose-loss" title={`${text.looseLoss} · ${text.left} ${massWords(locale, left, 'kg')}`} tried={tried}>
          <Field label={text.weight} name="grams" inputmode="decimal" unit={text.kg} maxlength={14} autocomplete="off" />
        </LossForm>
      )}
      {free.length > 0 && (
        <LossForm lot={lot} about="pack-loss" title={text.packLoss} tried={tried}>
          <Select
            label={text.packLots}
            name="packLotId"
            options={free.map((stock) => ({
              value: stock.id,
              label: `${stock.number} ${packName(packs, stock.packId, locale)} · ${text.atMost(freeUnits(stock))}`,
            }))}
          />
          <Field label={text.units} name="units" inputmode="numeric" unit={text.pieces} maxlength={8} autocomplete="off" />
        </LossForm>
      )}
    </Card>
  )
}

type LossFormProps = { lot: Lot; about: Tried['about']; title: string; tried: Tried | undefined; children: Child }

function LossForm({ lot, about, title, tried, children }: LossFormProps) {
  const locale = useLocale()
  const text = dictionary[locale]
  const own = tried?.about === about ? tried : undefined
  return (
    <details class="more" open={own !== undefined}>
      <summary>{title}</summary>
      <Form action={href(locale, `/coop/lots/${lot.id}/losses`)} problem={own?.problem} values={own?.form} files>
        {children}
        <Select label={text.lossKind} name="kind" options={lossKinds.map((kind) => ({ value: kind, label: text.kinds[kind] }))} />
        <Field label={text.reason} name="reason" maxlength={200} />
        <Field label={text.photo} name="photo" type="file" accept="image/*" optional />
        <Actions>
          <Button kind="danger">{text.doLoss}</Button>
        </Actions>
      </Form>
    </details>
  )
}
