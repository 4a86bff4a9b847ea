import { version } from '../../package.json'

/** A file under web/assets, as the browser asks for it. */
export type AssetPath = '/app.css' | '/console.css' | '/slip-print.css' | '/shop.css' | `/drawings/${string}` | `/islands/${string}`

/** The address of a static file, which changes with each release: `asset('/islands/weigh.js')`. */
export function asset(path: AssetPath): string {
  return `${path}?v=${version}`
}
