import type { ChatMessage } from 'nestjs-kaizen/providers';

/** A row of the data that the samples ask about. */
export interface Order {
  readonly id: number;
  readonly customer: string;
  readonly city: string;
  readonly total: number;
  readonly isPaid: boolean;
}

const CITIES = ['Lisbon', 'Porto', 'Braga', 'Faro'];

/** Orders of a shop; that with the highest total is number 1004. */
export const ORDERS: readonly Order[] = Array.from({ length: 24 }, (_, at) => ({
  id: 1001 + at,
  customer: `customer-${(at * 7) % 24}`,
  city: CITIES[at % CITIES.length]!,
  total: 20 + ((at * 37 + 8) % 24) * 5,
  isPaid: at % 5 !== 0,
}));

/** A question with data in it: the app hands over the rows, and Kaizen writes them. */
export const QUESTION: readonly ChatMessage[] = [
  { role: 'system', content: 'You answer in one short sentence.' },
  {
    role: 'user',
    content: [
      { type: 'text', text: 'Which of these orders has the highest total?' },
      { type: 'data', value: ORDERS },
    ],
  },
];
