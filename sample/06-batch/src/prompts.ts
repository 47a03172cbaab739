const STATES = ['open', 'waiting', 'solved'];

/** Prompts as a help desk would have them: a few messages of a ticket, and what to do with them. */
export function ticketPrompts(count: number): object[] {
  return Array.from({ length: count }, (_, id) => ({
    task: 'Sum up the ticket in one sentence.',
    ticket: { id, state: STATES[id % STATES.length], tags: id % 4 === 0 ? ['urgent'] : [] },
    messages: Array.from({ length: 3 + (id % 5) }, (__, at) => ({
      at,
      from: at % 2 === 0 ? 'customer' : 'desk',
      text: `Message ${at} of ticket ${id}`,
    })),
  }));
}
