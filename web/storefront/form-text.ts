/** A field of a posted form as text; '' when it is missing or a file. */
export function textOf(form: Record<string, unknown>, name: string): string {
  const value = form[name]
  return typeof value === 'string' ? value : ''
}
