import { asset } from './asset.ts'

type DrawingProps = { name: string; alt?: string; size?: 'small' | 'card' | 'large'; eager?: boolean }

/** A drawing from web/assets/drawings (square SVG) in its frame, where a photograph is missing. `alt` is empty beside a name. */
export function Drawing({ name, alt = '', size = 'card', eager }: DrawingProps) {
  return (
    <span class={size === 'card' ? 'drawing' : `drawing ${size}`}>
      <img src={asset(`/drawings/${name}.svg`)} alt={alt} width="320" height="320" loading={eager ? undefined : 'lazy'} decoding="async" />
    </span>
  )
}
