export const phonePattern = /^1[3-9]\d{9}$/
/** Digits of a bank account or card, 8 to 25 of them as banks in the county issue them. */
export const accountPattern = /^\d{8,25}$/
