const paths = {
  home: 'M4 11l8-7 8 7M6 10v9h12v-9M10 19v-5h4v5',
  shelf: 'M4 5h7v6H4zM13 5h7v6h-7zM4 13h7v6H4zM13 13h7v6h-7z',
  basket: 'M4 9h16l-2 10H6zM8 9l3-5M16 9l-3-5M10 13v3M14 13v3',
  orders: 'M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6',
  person: 'M12 12a4 4 0 100-8 4 4 0 000 8zM4 20c1-4 4-6 8-6s7 2 8 6',
  search: 'M10.5 17a6.5 6.5 0 100-13 6.5 6.5 0 000 13zM15.5 15.5L20 20',
  scale: 'M5 20h14M12 20V6M6 8c2-1 4-2 6-2s4 1 6 2M6 8l-3 6h6zM18 8l-3 6h6z',
  slip: 'M6 3h9l4 4v14H6zM14 3v5h5M9 12h7M9 16h7',
  lot: 'M3 8l9-5 9 5v8l-9 5-9-5zM3 8l9 5 9-5M12 13v8',
  tag: 'M4 4h8l8 8-8 8-8-8zM8.5 8.5h.01',
  truck: 'M2 6h12v10H2zM14 9h4l4 4v3h-8M6 19a2 2 0 100-4 2 2 0 000 4zM17 19a2 2 0 100-4 2 2 0 000 4z',
  coin: 'M12 21a9 9 0 100-18 9 9 0 000 18zM8 8l4 5 4-5M12 13v4M9 13h6M9 15h6',
  people: 'M9 11a3 3 0 100-6 3 3 0 000 6zM3 19c.5-3 3-5 6-5s5.5 2 6 5M16 11a2.5 2.5 0 100-5M17 14c2.5.5 3.7 2.5 4 5',
  contract: 'M6 3h12v18H6zM9 8h6M9 12h6M9 16h3M14 17l1.5 1.5L18 15',
  chart: 'M4 20V4M4 20h16M8 16v-4M12 16V8M16 16v-6',
  map: 'M3 6l6-2 6 2 6-2v14l-6 2-6-2-6 2zM9 4v14M15 6v14',
  flag: 'M6 21V4M6 4h11l-2 4 2 4H6',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  print: 'M7 8V3h10v5M5 16H3V9h18v7h-2M7 13h10v8H7z',
  check: 'M5 13l4.5 4.5L19 7',
  cross: 'M6 6l12 12M18 6L6 18',
  warn: 'M12 3l10 18H2zM12 10v5M12 18h.01',
  info: 'M12 21a9 9 0 100-18 9 9 0 000 18zM12 11v6M12 7.5h.01',
  arrow: 'M5 12h14M13 6l6 6-6 6',
  back: 'M19 12H5M11 6l-6 6 6 6',
  leaf: 'M5 19c0-9 5-14 15-15 0 10-5 15-13 14M5 21c1-5 4-9 9-11',
  book: 'M12 6c-2-1.5-5-2-8-2v14c3 0 6 .5 8 2 2-1.5 5-2 8-2V4c-3 0-6 .5-8 2zM12 6v14',
  qr: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h3v3M20 14v6h-6',
} as const

export type IconName = keyof typeof paths

/** A line drawing of 24 x 24 in the colour of the text; always beside words, so hidden from screen readers. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  )
}
