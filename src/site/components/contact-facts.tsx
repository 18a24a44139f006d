import type { Contact } from '../../contact/contact.js';
import { mapHref } from '../links.view.js';
import { PhoneLink } from './phone-link.js';

/** Phones, mail, address; the QR only when there is one. */
export function ContactFacts({ contact }: { contact: Contact }) {
  return (
    <div class="contact-facts">
      <dl class="facts">
        {contact.phones.map((phone) => (
          <div key={phone.number}>
            <dt>{phone.label}</dt>
            <dd>
              <PhoneLink phone={phone} class="phone large" />
            </dd>
          </div>
        ))}
        <div>
          <dt>邮箱</dt>
          <dd>
            <a class="tap" href={`mailto:${contact.email}`}>
              {contact.email}
            </a>
          </dd>
        </div>
        <div>
          <dt>地址</dt>
          <dd>
            {contact.address}{' '}
            <a class="tap" href={mapHref(contact.address)} rel="noopener">
              在高德地图中查看
            </a>
          </dd>
        </div>
      </dl>
      {contact.wechatQr !== null && (
        <figure class="qr">
          <img src={contact.wechatQr} alt={`${contact.centreName}微信二维码`} width="144" height="144" />
          <figcaption>微信扫码关注我们</figcaption>
        </figure>
      )}
    </div>
  );
}
