export const categories = ['fruit', 'mushroom', 'grain', 'tea', 'vegetable', 'other'] as const
export type Category = (typeof categories)[number]

/** What people call a category; also searched for. */
export const categoryNames: Record<Category, { zh: string; en: string }> = {
  fruit: { zh: '水果', en: 'Fruit' },
  mushroom: { zh: '菌菇', en: 'Mushrooms' },
  grain: { zh: '粮油', en: 'Grain' },
  tea: { zh: '茶叶', en: 'Tea' },
  vegetable: { zh: '蔬菜', en: 'Vegetables' },
  other: { zh: '其他', en: 'Other' },
}

export function isCategory(text: string | undefined): text is Category {
  return categories.some((category) => category === text)
}
