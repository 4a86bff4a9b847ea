export {}

// Opens the print dialogue at once; the button stays for a second try.
document.querySelector('[data-print]')?.addEventListener('click', () => window.print())
window.addEventListener('load', () => window.print())
