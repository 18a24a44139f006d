import type { Contact } from '../../contact/contact.js';
import { PhoneLink } from './phone-link.js';

/** `电话咨询：023-… 136-…` */
export function CallLine({ contact, before }: { contact: Contact; before: string }) {
  return (
    <p class="call">
      <span>{before}</span>
      <span>
        {contact.phones.map((phone) => (
          <PhoneLink key={phone.number} phone={phone} />
        ))}
      </span>
    </p>
  );
}
