// Takes over the request form where it can. Runs in old phones' browsers: ES2020, no imports. Whatever fails in here,
// the plain form goes on working; messages that the server also says are read from the markup.

type Texts = Record<string, string>;
type Problem = { field: string; message: string };

const PERSONAL = new Set(['contactName', 'phone', 'position', 'email', 'message']);
const NUMBERS = new Set(['headcount', 'days', 'budgetPerPersonDay']);
const VISIT = ['landingUrl', 'referrer', 'utmSource', 'utmMedium', 'utmCampaign'];
const DRAFT_DAYS = 7;
const PATIENCE_MS = 20_000;
const ROUNDS = 8;

const local = keeper('localStorage');
const session = keeper('sessionStorage');

attempt(rememberVisit);
attempt(() => offerCopies(document));
document.querySelectorAll<HTMLElement>('[data-inquiry]').forEach((root) => attempt(() => takeOver(root)));

function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // The page works without it.
  }
}

/** Storage that may be full or refused: then nothing is remembered. */
function keeper(name: 'localStorage' | 'sessionStorage') {
  return {
    get<T>(key: string): T | null {
      try {
        return JSON.parse(window[name].getItem(key) ?? 'null') as T | null;
      } catch {
        return null;
      }
    },
    set: (key: string, value: unknown) => attempt(() => window[name].setItem(key, JSON.stringify(value))),
    drop: (key: string) => attempt(() => window[name].removeItem(key)),
  };
}

/** The first page of the visit with a form on it, and what led there. */
function rememberVisit(): Texts {
  const known = session.get<Texts>('visit');
  if (known) return known;
  const query = new URLSearchParams(location.search);
  const utm = (name: string) => query.get(`utm_${name}`) ?? '';
  const visit = {
    landingUrl: location.href,
    referrer: document.referrer,
    utmSource: utm('source'),
    utmMedium: utm('medium'),
    utmCampaign: utm('campaign'),
  };
  session.set('visit', visit);
  return visit;
}

function offerCopies(within: ParentNode): void {
  within.querySelectorAll<HTMLButtonElement>('[data-copy]').forEach((button) => {
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener('click', async () => {
      const source = document.getElementById(button.dataset['copy'] ?? '');
      if (!source) return;
      try {
        await navigator.clipboard.writeText(source.innerText.trim());
      } catch {
        getSelection()?.selectAllChildren(source);
        document.execCommand('copy');
      }
      button.textContent = '已复制';
      setTimeout(() => (button.textContent = label), 2000);
    });
  });
}

function takeOver(root: HTMLElement): void {
  const form = find<HTMLFormElement>(root, 'form');
  const summary = find<HTMLElement>(root, '[data-summary]');
  const says = find<HTMLElement>(root, '[data-status]');
  const button = find<HTMLButtonElement>(root, '[type=submit]');
  const more = find<HTMLDetailsElement>(root, 'details');
  const key = find<HTMLInputElement>(form, '[name=idempotencyKey]');
  const names = [
    ...new Set([...form.querySelectorAll<HTMLInputElement>('.field [name]')].map(({ name }) => name)),
  ];
  let sending = false;
  let waitsForNetwork = false;

  const values = () => Object.fromEntries(new FormData(form)) as Texts;
  const valueOf = (name: string) => (values()[name] ?? '').trim();
  const field = (name: string) => document.getElementById(`inquiry-${name}`);
  const note = (name: string) => document.getElementById(`inquiry-${name}-error`);

  function check(name: string): string {
    const { missing = '', invalid = '' } = field(name)?.dataset ?? {};
    const value = valueOf(name).normalize('NFKC');
    if (value === '') return name === 'topic' && valueOf('courseSlug') !== '' ? '' : missing;
    if (name === 'phone') {
      const digits = value.replace(/\D/g, '');
      return digits.length < 7 || (/^1\d*$/.test(value) && digits.length !== 11) ? invalid : '';
    }
    if (name === 'email') return /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value) ? '' : invalid;
    return '';
  }

  function show(name: string, message: string): void {
    const place = note(name);
    if (place) place.textContent = message;
    if (message) field(name)?.setAttribute('aria-invalid', 'true');
    else field(name)?.removeAttribute('aria-invalid');
  }

  function showProblems(problems: Problem[]): void {
    names.forEach((name) => show(name, ''));
    const items = problems.map(({ field: path, message }) => {
      const name = path.split('.')[0] ?? '';
      const item = document.createElement('li');
      const target = field(name);
      if (!target) {
        item.textContent = message;
        return item;
      }
      show(name, message);
      if (more.contains(target)) more.open = true;
      const link = document.createElement('a');
      link.href = `#${target.id}`;
      link.textContent = message;
      link.addEventListener('click', () => setTimeout(() => target.focus()));
      item.append(link);
      return item;
    });
    find(summary, '[data-summary-title]').textContent = '请核对以下内容后重新提交';
    find(summary, 'ul').replaceChildren(...items);
    summary.hidden = false;
    summary.focus();
  }

  function say(text: string, resend = false): void {
    says.textContent = text;
    if (!resend) return;
    const again = document.createElement('button');
    again.type = 'button';
    again.className = 'button quiet';
    again.textContent = '重新发送';
    again.addEventListener('click', () => void submit());
    says.append(again);
  }

  function body(): string {
    const all = values();
    const filled = (list: string[]) =>
      list
        .filter((name) => all[name]?.trim())
        .map((name): [string, unknown] => [name, typed(name, all[name] ?? '')]);
    return JSON.stringify({
      ...Object.fromEntries(filled(names.filter((name) => name !== 'consent'))),
      source: Object.fromEntries(filled(['newsId', ...VISIT])),
      consent: { accepted: all['consent'] === 'true', noticeVersion: all['noticeVersion'] },
    });
  }

  async function submit(): Promise<void> {
    if (sending) return;
    waitsForNetwork = false;
    say('');
    summary.hidden = true;
    const problems = names
      .map((name) => ({ field: name, message: check(name) }))
      .filter(({ message }) => message);
    if (problems.length > 0) return showProblems(problems);
    busy(true);
    try {
      await send(body());
    } catch {
      form.submit();
    }
    busy(false);
  }

  function busy(now: boolean): void {
    sending = now;
    button.setAttribute('aria-disabled', String(now));
    button.textContent = now ? '正在提交…' : '提交培训需求';
  }

  /** One key for one content, also after a reload: what was received but not answered is not received twice. */
  async function send(content: string): Promise<void> {
    const last = session.get<{ key: string; content: string }>('attempt');
    if (last?.content === content) key.value = last.key;
    else if (last?.key === key.value) key.value = newKey();
    let renewed = false;
    for (let round = 0; ; round += 1) {
      session.set('attempt', { key: key.value, content });
      const answer = await post(content, key.value);
      if (answer === null) {
        waitsForNetwork = true;
        return say('网络中断，内容都在，可直接重新发送。', true);
      }
      const { status, data, wait } = answer;
      if (status === 409 && round < ROUNDS) await new Promise((resolve) => setTimeout(resolve, 1000));
      else if (status === 422 && !renewed) {
        renewed = true;
        key.value = newKey();
      } else if (status < 300) return succeed(data as { reference: string; statusUrl: string });
      else if (status === 400 && data.errors?.length) return showProblems(data.errors);
      else if (status === 429) return say(`提交过于频繁，请在${wait}后重新提交，内容都在。`);
      else return say(`系统暂时无法接收，内容都在。请稍后重新提交，或致电 ${root.dataset['call']}。`, true);
    }
  }

  function succeed({ reference, statusUrl }: { reference: string; statusUrl: string }): void {
    local.drop('draft');
    session.drop('draft');
    session.drop('attempt');
    const receipt = find<HTMLTemplateElement>(root, 'template').content;
    find(receipt, '[data-reference]').textContent = reference;
    find<HTMLAnchorElement>(receipt, '[data-status-link]').href = statusUrl;
    const heading = find<HTMLElement>(receipt, '[data-receipt-heading]');
    form.replaceWith(receipt);
    // A reload, or the address kept, leads to the same receipt.
    attempt(() => history.replaceState(null, '', `/inquire/receipt?reference=${reference}`));
    attempt(() => offerCopies(root));
    find(root, '[data-live]').textContent = `已收到您的培训需求，编号 ${reference}`;
    heading.focus();
    heading.scrollIntoView({ block: 'center' });
  }

  function saveDraft(): void {
    const all = Object.entries(values()).filter(([name]) => names.includes(name) && name !== 'consent');
    const part = (personal: boolean) =>
      Object.fromEntries(all.filter(([name]) => PERSONAL.has(name) === personal));
    local.set('draft', { at: Date.now(), values: part(false) });
    session.set('draft', part(true));
  }

  /** What the server put there stays; a course or theme of its own leaves no room for another one. */
  function restoreDraft(): void {
    const kept = local.get<{ at: number; values: Texts }>('draft');
    const fresh = kept !== null && Date.now() - kept.at < DRAFT_DAYS * 86_400_000;
    if (kept && !fresh) local.drop('draft');
    const about = valueOf('courseSlug') + valueOf('topic') !== '';
    const draft = { ...(fresh ? kept.values : {}), ...session.get<Texts>('draft') };
    for (const [name, value] of Object.entries(draft)) {
      if (about && (name === 'courseSlug' || name === 'topic')) continue;
      const control = form.elements.namedItem(name) as HTMLSelectElement | null;
      if (!control || control.value || !value) continue;
      control.value = value;
      if (control.selectedIndex === -1) control.selectedIndex = 0;
      if (field(name) && more.contains(field(name))) more.open = true;
    }
  }

  key.value = newKey();
  const visit = rememberVisit();
  for (const name of VISIT) find<HTMLInputElement>(form, `[name=${name}]`).value = visit[name] ?? '';
  attempt(restoreDraft);
  form.addEventListener('input', ({ target }) => {
    attempt(saveDraft);
    const { name } = target as HTMLInputElement;
    for (const other of [name, 'topic']) if (note(other)?.textContent) show(other, check(other));
  });
  form.addEventListener('focusout', ({ target }) => {
    const { name } = target as HTMLInputElement;
    // Later: a message that pushes the button away under the finger would swallow the tap.
    if (names.includes(name)) setTimeout(() => sending || show(name, check(name)), 250);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  addEventListener('online', () => {
    if (waitsForNetwork) void submit();
  });
  form.noValidate = true;
  if (!summary.hidden) summary.focus();
}

function find<T extends Element>(within: ParentNode, selector: string): T {
  const found = within.querySelector<T>(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
}

/** As the API takes it; a number that does not parse stays text, so that the server says what is wrong. */
function typed(name: string, text: string): unknown {
  if (name === 'lodging') return text === 'true';
  if (name === 'newsId') return Number(text);
  return NUMBERS.has(name) && /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text;
}

type Answer = { status: number; data: { errors?: Problem[] }; wait: string };

/** Null when no whole answer came in time: the request may or may not have arrived. */
async function post(content: string, key: string): Promise<Answer | null> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), PATIENCE_MS);
  try {
    const response = await fetch('/api/v1/inquiries', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
      body: content,
      signal: abort.signal,
    });
    const text = await response.text();
    const data = response.headers.get('Content-Type')?.includes('json') ? JSON.parse(text) : null;
    if (response.ok && !data?.reference) return null;
    const seconds = Number(response.headers.get('Retry-After')) || 60;
    const wait = seconds < 120 ? ` ${seconds} 秒` : ` ${Math.ceil(seconds / 60)} 分钟`;
    return { status: response.status, data: data ?? {}, wait };
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

function newKey(): string {
  if (crypto.randomUUID) return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}
