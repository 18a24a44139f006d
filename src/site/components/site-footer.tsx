import { mapHref, psbHref } from '../links.view.js';
import type { SiteContext } from '../site-context.view.js';
import { PhoneLink } from './phone-link.js';

const FIRST_YEAR = 2018;

export function SiteFooter({ site }: { site: SiteContext }) {
  const { contact, year } = site;
  return (
    <footer class="site-footer">
      <div class="wrap footer-contact">
        <address>
          <strong>{contact.centreName}</strong>
          <ul class="plain">
            {contact.phones.map((phone) => (
              <li key={phone.number}>
                <span class="muted">{phone.label}</span> <PhoneLink phone={phone} />
              </li>
            ))}
            <li>
              <span class="muted">邮箱</span> <a href={`mailto:${contact.email}`}>{contact.email}</a>
            </li>
            <li>
              <span class="muted">地址</span>{' '}
              <a href={mapHref(contact.address)} rel="noopener">
                {contact.address}
              </a>
            </li>
          </ul>
        </address>
        {contact.wechatQr !== null && (
          <figure class="qr">
            <img
              src={contact.wechatQr}
              alt={`${contact.centreName}微信二维码`}
              width="112"
              height="112"
              loading="lazy"
            />
            <figcaption>关注我们</figcaption>
          </figure>
        )}
        <ul class="plain footer-links">
          <li>
            <a href="/inquire">提交培训需求</a>
          </li>
          <li>
            <a href="/inquire/status">查询办理进度</a>
          </li>
          <li>
            <a href="/privacy">个人信息处理告知书</a>
          </li>
          <li>
            <a href="/contact">联系我们</a>
          </li>
        </ul>
      </div>
      <div class="wrap footer-legal">
        <p>
          Copyright © {FIRST_YEAR}–{Math.max(year, FIRST_YEAR)} {contact.centreName}
        </p>
        <Records icp={contact.icpNumber} psb={contact.psbNumber} />
      </div>
    </footer>
  );
}

/** 备案 numbers; each links to where it can be checked (非经营性互联网信息服务备案管理办法 art. 13). */
function Records({ icp, psb }: { icp: string | null; psb: string | null }) {
  const psbLink = psb === null ? null : psbHref(psb);
  if (icp === null && psbLink === null) return null;
  return (
    <p class="records">
      {icp !== null && (
        <a href="https://beian.miit.gov.cn/" rel="noopener">
          {icp}
        </a>
      )}
      {psbLink !== null && (
        <a href={psbLink} rel="noopener">
          {psb}
        </a>
      )}
    </p>
  );
}
