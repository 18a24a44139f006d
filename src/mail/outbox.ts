/** One message a feature owes: the id of its future mail row, what it says (a registered kind), and to whom. */
export interface OwedMail {
  id: string;
  kind: string;
  recipient: string;
}

/**
 * SQL that appends mail rows, to stand last in the very statement that writes what they are about, so that both are
 * committed or neither is:
 *
 *     with i as (insert into inquiry (…) values (…) returning id)
 *     ${outboxInsert('i', 24)}            -- parameters $24, $25, $26 come from outboxParameters(mails)
 *
 * Deliberately without NOTIFY: that would make all commits queue on one lock. Ring {@link DeliveryBell} afterwards.
 *
 * @param source name of the CTE whose column `id` becomes the subject of every message; no row there, no mail
 * @param firstParameter number of the first of three parameters
 */
export function outboxInsert(source: string, firstParameter: number): string {
  // Both end up in SQL text, so a caller's slip must not get far.
  if (!/^[a-z_][a-z0-9_]*$/.test(source) || !Number.isInteger(firstParameter) || firstParameter < 1) {
    throw new RangeError('outboxInsert: bad source or parameter number');
  }
  const [ids, kinds, recipients] = [firstParameter, firstParameter + 1, firstParameter + 2];
  return `insert into mail (id, kind, subject_id, recipient)
    select m.id, m.kind, ${source}.id, m.recipient
    from ${source} cross join unnest($${ids}::uuid[], $${kinds}::text[], $${recipients}::text[]) as m (id, kind, recipient)`;
}

/** The three parameters of {@link outboxInsert}: ids, kinds, recipients. */
export function outboxParameters(mails: readonly OwedMail[]): [string[], string[], string[]] {
  return [mails.map(({ id }) => id), mails.map(({ kind }) => kind), mails.map(({ recipient }) => recipient)];
}
