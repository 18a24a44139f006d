const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** The text an attribute or a text node stands for. */
export function unescapeHtml(html: string): string {
  return html.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '');
}

/** Every opening tag of this name, as written. */
export function tags(html: string, name: string): string[] {
  return html.match(new RegExp(`<${name}(?=[\\s>/])(?:"[^"]*"|[^">])*>`, 'g')) ?? [];
}

/** An attribute's value as it is meant, '' when it has none, null when it is not there. */
export function attribute(tag: string, name: string): string | null {
  const match = new RegExp(`\\s${name}(?:="([^"]*)")?(?=[\\s>/])`).exec(tag);
  return match === null ? null : unescapeHtml(match[1] ?? '');
}

/** What the one element of this name holds, tags left out. */
export function textIn(html: string, name: string): string {
  const inner = new RegExp(`<${name}(?:\\s[^>]*)?>(.*?)</${name}>`, 's').exec(html)?.[1] ?? '';
  return unescapeHtml(inner.replace(/<[^>]*>/g, '')).trim();
}

/** The form control of this name; of radio buttons the checked one. */
export function fieldValue(html: string, name: string): string | null {
  const area = new RegExp(`<textarea[^>]*\\sname="${name}"[^>]*>(.*?)</textarea>`, 's').exec(html)?.[1];
  // The parser drops one line break right behind the tag.
  if (area !== undefined) return unescapeHtml(area.replace(/^\n/, ''));
  const inputs = tags(html, 'input').filter((tag) => attribute(tag, 'name') === name);
  const choice = inputs.filter((tag) => /type="(?:radio|checkbox)"/.test(tag));
  if (choice.length > 0) {
    const checked = choice.find((tag) => attribute(tag, 'checked') !== null);
    return checked === undefined ? null : attribute(checked, 'value');
  }
  if (inputs[0] !== undefined) return attribute(inputs[0], 'value') ?? '';
  const select = new RegExp(`<select[^>]*\\sname="${name}"[^>]*>(.*?)</select>`, 's').exec(html)?.[1] ?? '';
  const option = tags(select, 'option').find((tag) => attribute(tag, 'selected') !== null);
  return option === undefined ? null : attribute(option, 'value');
}
