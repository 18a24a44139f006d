/**
 * One claim, in one statement. $1 channel, $2 lease in seconds, $3 slot in ms, $4 probe in seconds, $5 domain.
 *
 * - The channel's row is taken first, so workers claim one after another and the pace holds for all together.
 *   Nobody ever waits for a lock: who finds it taken is told `busy`.
 * - A row whose lease ran out goes first: its worker died, and it has waited longest.
 * - FOR UPDATE looks at a row again when somebody changed it meanwhile, so no row is claimed twice.
 * - While strikes are counted one message tries alone (a probe): the next slot is far off, until it comes back sent.
 */
export const CLAIM_SQL = `
  with channel as (
    select name, strikes from mail_channel
    where name = $1 and next_slot_at <= now() and (paused_until is null or paused_until <= now())
    for update skip locked
  ), expired as (
    select m.id from mail m
    where m.state = 'sending' and m.lease_until < now() and exists (select from channel)
    order by m.lease_until limit 1 for update of m skip locked
  ), due as (
    select m.id from mail m
    where m.state in ('queued', 'retry') and m.due_at <= now()
      and exists (select from channel) and not exists (select from expired)
    order by m.due_at limit 1 for update of m skip locked
  ), claimed as (
    update mail m set state = 'sending', attempts = m.attempts + 1,
      lease_token = gen_random_uuid(), lease_until = now() + make_interval(secs => $2::float8),
      message_id = coalesce(m.message_id, '<' || m.id || '@' || $5::text || '>')
    from (select id from expired union all select id from due) c
    where m.id = c.id
    returning m.*
  ), slot as (
    update mail_channel ch set next_slot_at = now() + make_interval(secs =>
      case when channel.strikes > 0 then greatest($4::float8, $3::float8 / 1000) else $3::float8 / 1000 end)
    from channel where ch.name = channel.name and exists (select from claimed)
  )
  select c.id, c.kind, c.subject_id as "subjectId", c.recipient, c.lease_token as lease, c.message_id as "messageId",
    c.attempts, c.last_outcome as "previousOutcome", c.created_at as "createdAt", now() as "claimedAt",
    extract(epoch from now() - c.created_at)::float8 as "ageSeconds",
    case when ch.paused_until > now() then 'paused' when ch.next_slot_at > now() then 'paced'
      when not exists (select from channel) then 'busy' else 'nothing_due' end as because,
    1000 * extract(epoch from case
      when c.id is not null then null
      when greatest(ch.paused_until, ch.next_slot_at) > now() then greatest(ch.paused_until, ch.next_slot_at)
      else least((select min(due_at) from mail where state in ('queued', 'retry')),
        (select min(lease_until) from mail where state = 'sending')) end - now())::float8 as "waitMs"
  from mail_channel ch left join claimed c on true
  where ch.name = $1`;

/** $1 id, $2 lease, $3 reply, $4 channel, $5 slot in ms. A message that got through ends the probing. */
export const SENT_SQL = `
  with changed as (
    update mail set state = 'sent', sent_at = now(), lease_token = null, lease_until = null,
      last_outcome = 'sent', last_reply = $3
    where id = $1 and lease_token = $2 and state = 'sending'
    returning id
  ), works as (
    update mail_channel set strikes = 0, next_slot_at = least(next_slot_at, now() + make_interval(secs => $5::float8 / 1000))
    where name = $4 and strikes > 0
  )
  select id from changed`;

/** $1 id, $2 lease, $3 seconds until the next attempt (null: park), $4 attempts to give back, $5 outcome, $6 reply. */
export const RELEASE_SQL = `
  with changed as (
    update mail set state = case when $3::float8 is null then 'parked' else 'retry' end,
      due_at = now() + make_interval(secs => coalesce($3::float8, 0)), attempts = greatest(attempts - $4::int, 0),
      lease_token = null, lease_until = null, last_outcome = $5, last_reply = $6
    where id = $1 and lease_token = $2 and state = 'sending'
    returning id
  )
  select id from changed`;

/** $1 state or null, $2 limit. */
export const LIST_SQL = `
  select id, kind, subject_id as "subjectId", recipient, state, attempts, due_at as "dueAt",
    message_id as "messageId", last_outcome as "lastOutcome", last_reply as "lastReply",
    created_at as "createdAt", sent_at as "sentAt"
  from mail where $1::text is null or state = $1 order by created_at desc, id desc limit $2`;

export const CHANNEL_SQL = {
  /** $1 channel, $2 fingerprint of the settings. Mended settings are tried at once; a mere restart waits on. */
  ensure: `
    insert into mail_channel (name, fingerprint) values ($1, $2)
    on conflict (name) do update set fingerprint = excluded.fingerprint, paused_until = null, pause_reason = null,
      strikes = 0, next_slot_at = now()
    where mail_channel.fingerprint is distinct from excluded.fingerprint`,
  /** $1 channel, $2 first and $3 longest pause in seconds, $4 reason. A strike that comes during a pause is the same one. */
  pause: `
    with changed as (
      update mail_channel set
        strikes = case when paused_until > now() then strikes else strikes + 1 end,
        paused_until = greatest(paused_until, now() + make_interval(secs =>
          least($2::float8 * power(2, least(case when paused_until > now() then 0 else strikes end, 20)), $3::float8))),
        pause_reason = $4
      where name = $1
      returning extract(epoch from paused_until - now())::float8 as seconds
    )
    select seconds from changed`,
  /** $1 channel, $2 slot in ms. */
  works: `
    update mail_channel set strikes = 0, next_slot_at = least(next_slot_at, now() + make_interval(secs => $2::float8 / 1000))
    where name = $1 and strikes > 0`,
  clear: `
    with changed as (
      update mail_channel set paused_until = null, pause_reason = null, next_slot_at = now()
      where name = $1 and paused_until > now()
      returning name
    )
    select name from changed`,
  list: `
    select name, next_slot_at as "nextSlotAt", case when paused_until > now() then paused_until end as "pausedUntil",
      case when paused_until > now() then pause_reason end as "pauseReason", strikes
    from mail_channel order by name`,
};
