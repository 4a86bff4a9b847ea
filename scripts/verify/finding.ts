/** Something that is not as it was sealed, or not as the raw facts make it. `name` is the row: its kind and its id. */
export type Finding = { what: 'edited' | 'added' | 'removed' | 'differs' | 'log'; name: string; detail: string }

/** What one check looked at, what it found, and what it could not judge. */
export type Checked = { title: string; counted: string; findings: Finding[]; notes: string[] }
