export interface Country { id: number; code: string; name: string | null }
export interface Author { id: number; name: string; email: string; country_id: number | null }
export interface Book { id: number; author_id: number | null; title: string; pages: number | null; in_print: boolean }
export interface Review { id: number; book_id: number; stars: number; note: string | null }
