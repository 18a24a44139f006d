import { DomainError } from '../kernel/errors.js';

export class ContactMissing extends DomainError {
  constructor() {
    super('contact_missing', 'unavailable', '联系方式尚未录入，请稍后再试。');
  }
}
