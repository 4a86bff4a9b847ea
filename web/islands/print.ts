// Opens the print dialogue at once; the button stays for a second try.
const button = document.querySelector<HTMLButtonElement>('[data-print]')
button?.removeAttribute('hidden')
button?.addEventListener('click', () => window.print())
window.addEventListener('load', () => window.print())
