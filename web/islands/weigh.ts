// Shows net weight and floor while the clerk types; the server works out the same without it.
const form = document.querySelector<HTMLFormElement>('form.weighing')
const output = form?.querySelector<HTMLOutputElement>('output')

/** "12.345" -> 12345 thousandths; null for anything else. */
function thousandths(name: string): number | null {
  const value = form?.querySelector<HTMLInputElement>(`[name=${name}]`)?.value.trim() ?? ''
  if (value === '') return 0
  const match = /^(\d{1,9})(?:\.(\d{1,3}))?$/.exec(value)
  return match ? Number(match[1]) * 1000 + Number((match[2] ?? '').padEnd(3, '0')) : null
}

function plain(amount: number, digits: number): string {
  return amount.toFixed(digits).replace(/\.?0+$/, '')
}

function show(): void {
  if (!form || !output) return
  const gross = thousandths('grossGrams')
  const tare = thousandths('tareGrams')
  const deducted = thousandths('deductedGrams')
  const price = thousandths('priceFenPerKg')
  const net = gross === null || tare === null || deducted === null ? 0 : gross - tare - deducted
  const [weight, goods, household] = Array.from(output.querySelectorAll('[data-figure]'))
  output.classList.toggle('ready', net > 0)
  if (net <= 0 || price === null || !weight || !goods || !household) return
  const fenPerKg = BigInt(Math.round(price / 10))
  const floor = (basis: bigint) => Number((BigInt(net) * fenPerKg * basis + 9_999_999n) / 10_000_000n) / 100
  weight.textContent = `${plain(net / 1000, 3)} ${output.dataset['kg']} · ${plain(net / 500, 3)} ${output.dataset['jin']}`
  goods.textContent = `¥${floor(10_000n).toFixed(2)}`
  household.textContent = `¥${floor(BigInt(output.dataset['basis'] ?? '0')).toFixed(2)}`
}

form?.addEventListener('input', show)
show()
