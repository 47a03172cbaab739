/** A chat of about 1 KB, as an app sends it: a question and the rows that the answer is in. */
export const prompt = {
  messages: [
    { role: 'system', content: 'You answer questions about orders. Use only the data given.' },
    { role: 'user', content: 'Which of these orders are late, and by how many days?' },
  ],
  orders: Array.from({ length: 10 }, (_, index) => ({
    id: 1000 + index,
    customer: ['Ada', 'Grace', 'Linus', 'Margaret'][index % 4],
    total: 10.5 * (index + 1),
    due: `2025-03-${10 + index}`,
    shipped: index % 3 === 0 ? null : `2025-03-${9 + index}`,
  })),
};
