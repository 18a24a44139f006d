import type { ContactPhone } from '../../contact/contact.js';
import { dialHref } from '../links.view.js';

export function PhoneLink({ phone, class: className }: { phone: ContactPhone; class?: string }) {
  return (
    <a class={className ?? 'phone'} href={dialHref(phone.number)}>
      {phone.number}
    </a>
  );
}
