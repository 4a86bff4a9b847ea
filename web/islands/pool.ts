// Counts the ticked slips and their weight, and ticks all or none at once.
const form = document.querySelector<HTMLFormElement>('form.pooling')
const bar = form?.querySelector<HTMLElement>('.selection')
const output = bar?.querySelector('output')
const boxes = Array.from(form?.querySelectorAll<HTMLInputElement>('[name=delivery]') ?? [])

function show(): void {
  const ticked = boxes.filter(({ checked }) => checked)
  const grams = ticked.reduce((sum, box) => sum + Number(box.dataset['grams']), 0)
  if (output) output.textContent = `${output.dataset['chosen']} ${ticked.length} · ${grams / 1000} ${output.dataset['kg']}`
}

bar?.addEventListener('click', (event) => {
  const tick = event.target instanceof HTMLElement ? event.target.dataset['tick'] : undefined
  if (!tick) return
  for (const box of boxes) box.checked = tick === 'all'
  show()
})
form?.addEventListener('change', show)
if (bar) bar.hidden = false
show()
