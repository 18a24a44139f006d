import type { Contact } from '../../contact/contact.js';
import { dialHref } from '../links.view.js';

/**
 * On phones: call, or ask for a class. Sticks to the foot of the screen only while the block it closes is on screen, and
 * the form comes after that block: it cannot lie over the form, its focused field or the keyboard.
 */
export function ActionBar({ contact, href }: { contact: Contact; href: string }) {
  const [first] = contact.phones;
  return (
    <nav class="action-bar" aria-label="快捷操作">
      {first !== undefined && (
        <a class="button quiet" href={dialHref(first.number)}>
          拨打电话
        </a>
      )}
      <a class="button" href={href}>
        提交培训需求
      </a>
    </nav>
  );
}
