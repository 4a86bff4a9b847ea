/** Puts a copy button behind every tracking number. */
for (const code of document.querySelectorAll<HTMLElement>('code[data-copy]')) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'link'
  button.textContent = code.dataset['copy']!
  button.addEventListener('click', () => {
    void navigator.clipboard.writeText(code.textContent ?? '').then(() => (button.textContent = code.dataset['copied']!))
  })
  code.after(' ', button)
}
