import type { SiteContext } from '../site-context.view.js';
import { Emblem } from './emblem.js';
import { PhoneLink } from './phone-link.js';
import { SiteNav } from './site-nav.js';

/** The top of every page: welcome, phones, name, navigation. */
export function Masthead({ site }: { site: SiteContext }) {
  const { centreName, slogan, phones } = site.contact;
  return (
    <header class="site-header">
      <div class="welcome">
        <div class="wrap">
          <p>
            您好，欢迎访问<span class="from-tablet">{centreName}</span>
          </p>
          <ul class="plain welcome-phones">
            {phones.map((phone) => (
              <li key={phone.number}>
                <PhoneLink phone={phone} />
              </li>
            ))}
          </ul>
        </div>
      </div>
      <div class="wrap masthead">
        <a class="wordmark" href="/">
          <Emblem class="emblem" />
          <span>
            <strong>{centreName}</strong>
            <small>{slogan}</small>
          </span>
        </a>
        <p class="masthead-actions">
          <a href="/inquire/status">查询办理进度</a>
          <a class="button" href="/inquire">
            提交培训需求
          </a>
        </p>
      </div>
      <SiteNav site={site} />
    </header>
  );
}
