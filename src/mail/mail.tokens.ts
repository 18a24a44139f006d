/** Injection tokens inside the mail feature; tests override them. */
export const MAIL_TRANSPORT = Symbol('MailTransport');
export const DELIVERY_SETTINGS = Symbol('DeliverySettings');
