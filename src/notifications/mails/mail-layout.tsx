import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

const FONT = "-apple-system,'PingFang SC','HarmonyOS Sans SC','Microsoft YaHei','Noto Sans SC',sans-serif";

/** Styles stand on the elements: QQ's web mail drops style sheets. */
export const MAIL_STYLE = {
  label:
    'padding:8px 12px 8px 0;color:#6b6257;white-space:nowrap;vertical-align:top;border-top:1px solid #e8e2d9',
  value: 'padding:8px 0;color:#1f1b16;vertical-align:top;border-top:1px solid #e8e2d9;word-break:break-word',
  link: 'color:#9b1c1f',
  note: 'margin:20px 0 0;color:#6b6257;font-size:13px;line-height:1.7',
  quote:
    'margin:4px 0 0;padding:10px 14px;background:#f6f2ec;white-space:pre-wrap;word-break:break-word;line-height:1.7',
  button:
    'display:inline-block;padding:10px 18px;background:#9b1c1f;color:#ffffff;text-decoration:none;border-radius:3px',
};

export function MailLayout({ heading, children }: { heading: string; children: ComponentChildren }) {
  return (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{heading}</title>
      </head>
      <body style="margin:0;background:#faf8f5">
        <div
          style={`max-width:640px;margin:0 auto;padding:24px 20px;background:#ffffff;font:15px/1.7 ${FONT};color:#1f1b16`}
        >
          <h1 style="margin:0 0 16px;padding-bottom:12px;border-bottom:2px solid #9b1c1f;font-size:19px;line-height:1.5">
            {heading}
          </h1>
          {children}
        </div>
      </body>
    </html>
  );
}

export function renderMail(mail: VNode): string {
  return `<!doctype html>${renderToString(mail)}`;
}
